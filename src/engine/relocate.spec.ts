import type { Chart } from '../../scripts/verify-workflows/mutant.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import { message, toCase } from '../../scripts/verify-workflows/moves.ts';
import { envAt, rootId } from '../../scripts/verify-workflows/walk.ts';
import { Citizen } from '../../test/support/citizen.ts';
import type { Actor, VersionMigration, WorkflowDefinition } from '../../workflows/definition.ts';
import { administration } from '../../workflows/definition.ts';
import { allDefinitions, definitionOf } from '../../workflows/registry.ts';
import { decideFamily } from './decide-family.ts';
import { decide, regionsOf, timersOf } from './decide.ts';
import type { Accepted, CaseState } from './decide.ts';
import { migrate, repair } from './relocate.ts';
import type { Relocated } from './relocate.ts';

const first = definitionOf('dose-dispensing');
const at = '2026-03-02T08:00:00.000Z';

/** A version of the real chart in which two regions have other names, and one state of removal is gone. */
const migration: VersionMigration = {
  from: 1,
  states: { removal: 'prescriptionsLost', 'residence.staying': 'residence.settled' },
};
const second: WorkflowDefinition = {
  ...mutant(first, (chart) => {
    const { removal, ...others } = chart.states;
    const residence = stateAt(chart, 'residence');
    const { staying, ...moving } = residence.states;
    residence['initial'] = 'settled';
    residence.states = { ...moving, settled: staying as Chart };
    residence.states['moving'] = JSON.parse(
      JSON.stringify(residence.states['moving']).replaceAll('"staying"', '"settled"'),
      (key, value: unknown) => (key === 'actions' ? [] : value),
    ) as Chart;
    chart.states = { ...others, prescriptionsLost: removal as Chart };
  }),
  version: 2,
  migration,
};

function rootOf({ world }: Citizen): CaseState {
  const root = world.family.find(({ id }) => id === rootId);
  if (!root) throw new Error('Expected a citizen to have a case');
  return root.state;
}

function took(relocated: Relocated): Accepted {
  if (relocated.kind === 'refused') throw new Error(relocated.refusal.message.en);
  return relocated;
}

const prescriptions = [{ prescriptionId: 'p', drugId: '28100000001', validTo: '2027-01-01T00:00:00Z' }];
const byWhom: Actor = { kind: 'person', id: 'administrator', role: 'administrator' };
const fact = (type: string, data: object) => toCase('fact', type, at, data as never).message;
const death = (withdrawn: boolean) => fact('deathReportObserved', { reportId: 'r', source: 'CPR', withdrawn });

/** On hold without an end, so that a watch waits; days are unplanned. */
function held(): Citizen {
  return new Citizen(at, { prescriptions }).does('recordHold', { reason: 'Indlagt', from: '2026-03-01' });
}

it('brings a citizen’s case onto a version with other names: nothing of what it waits for is lost or moved', () => {
  const citizen = held().waitsUntil('2026-03-05T08:00:00.000Z');
  const before = rootOf(citizen);
  const { next, ...decision } = took(migrate(first, second, before, envAt(citizen.world.at)));
  const { removal, ...others } = regionsOf(before.snapshot);
  expect(regionsOf(next.snapshot)).toEqual({ ...others, prescriptionsLost: removal, residence: 'settled' });
  expect(next.timers).toEqual(before.timers);
  expect(decision).toMatchObject({
    setTimers: [],
    cancelTimers: [],
    openTasks: [],
    closeTasks: [],
    effects: [],
    tells: [],
  });
  expect(next.timers.map(({ key }) => key).toSorted()).toEqual(timersOf(next.snapshot).toSorted());
});

it('carries a task under its new name, with its deadline, and what a death has stopped comes back after it', () => {
  const citizen = new Citizen(at, { prescriptions })
    .hears(fact('dosePrescriptionObserved', { prescriptionId: 'p', drugId: '28100000001', status: 'open' }))
    .hears(...stay())
    .hears(fact('dosePrescriptionObserved', { ...prescriptions[0], status: 'cancelled' }));
  expect(citizen.open).toContain('dose-dispensing.removal');
  citizen.hears(death(false));
  const dead = took(migrate(first, second, rootOf(citizen), envAt(at)));
  expect(regionsOf(dead.next.snapshot)).toMatchObject({ prescriptionsLost: 'stopped' });
  const alive = decide(second, dead.next, death(true), envAt(at));
  if (alive.kind !== 'accepted') throw new Error('Expected the withdrawal to be taken');
  expect(alive.next.tasks.map(({ key }) => key)).toEqual(['dose-dispensing.prescriptionsLost.open.due']);

  citizen.hears(death(true));
  const [task] = rootOf(citizen).tasks;
  const moved = took(migrate(first, second, rootOf(citizen), envAt('2026-03-02T20:00:00.000Z')));
  expect(moved.carried).toEqual({
    tasks: [
      {
        from: 'dose-dispensing.removal.open.due',
        to: { ...task, key: 'dose-dispensing.prescriptionsLost.open.due' },
      },
    ],
    timers: expect.arrayContaining([
      {
        from: 'xstate.after.followUp.dose-dispensing.removal.open.due',
        to: 'xstate.after.followUp.dose-dispensing.prescriptionsLost.open.due',
      },
    ]),
  });
  expect(moved.next.timers.find(({ key }) => key.includes('prescriptionsLost'))?.dueAt).toBe(task?.deadlineAt);
});

function stay() {
  const data = {
    event: 'STIN',
    change: 'new',
    messageId: 'm',
    episodes: ['sor|a'],
    periodStart: '2026-03-02T07:00:00Z',
    provider: '265161000016000',
    reportOfAdmission: false,
  };
  return [message('fact', 'admissionObserved', '2026-03-02T07:00:00Z', data)];
}

it('moves one case of a family and leaves its relatives on their version', () => {
  const citizen = held().hears(...stay());
  const { family, steps } = decideFamily(
    citizen.world.family,
    (name) => (name === 'dose-dispensing' ? second : definitionOf(name)),
    { kind: 'administration', caseId: rootId },
    { ...message('command', 'migrateCase', at, { from: 1, to: 2, reason: 'x' }), by: byWhom },
    envAt(citizen.world.at),
  );
  expect(steps.map(({ decision }) => decision.kind)).toEqual(['accepted']);
  expect(family.map(({ definition }) => [definition.name, definition.version])).toEqual([
    ['dose-dispensing', 2],
    ['hospital-stay', 1],
  ]);
});

it('refuses a state without an image, two states for one region, and a version that leads from elsewhere', () => {
  const state = rootOf(held());
  const env = envAt(at);
  const told = (states: VersionMigration['states'], from = 1): string | undefined => {
    const relocated = migrate(first, { ...second, migration: { from, states } }, state, env);
    return relocated.kind === 'refused' ? relocated.refusal.message.en : undefined;
  };
  expect(told({})).toContain('Expected the state residence.staying to have an image in version 2');
  expect(told({ removal: 'residence.moving', 'residence.staying': 'residence.settled' })).toContain(
    'two lead into the same',
  );
  expect(told({ ...migration.states, removal: null })).toBeUndefined();
  expect(told(migration.states, 0)).toContain('from version 1');
});

it('repairs: enters the named states, runs their entries, and re-arms what they wait for', () => {
  const citizen = held();
  const ended = took(repair(first, ['course.ended'], rootOf(citizen), envAt(at)));
  expect(ended.next.snapshot.hasTag('closed')).toBe(true);
  expect(ended.next.timers.map(({ key }) => key)).toEqual(timersOf(ended.next.snapshot));
  expect((ended.next.snapshot.context as { closed?: boolean }).closed).toBe(true);
  expect(ended.next.snapshot.machine).toBe(first.machine);
  const reopened = decide(first, ended.next, message('command', 'reopen', at, { reason: 'x' }), envAt(at));
  expect(reopened.kind).toBe('accepted');
});

it('repairs lost rows: naming the present state arms its timers and opens its tasks anew', () => {
  const state = rootOf(held());
  const lost = { ...state, timers: [{ key: 'xstate.after.gone.nowhere', dueAt: at }], tasks: [] };
  const env = envAt('2026-03-09T08:00:00.000Z');
  const repaired = took(repair(first, ['holdReview.watching'], lost, env));
  expect(repaired.next.timers.map(({ key }) => key).toSorted()).toEqual(timersOf(state.snapshot).toSorted());
  expect(repaired.cancelTimers).toEqual(['xstate.after.gone.nowhere']);
  expect(repaired.next.timers.find(({ key }) => key.includes('holdWatch'))?.dueAt).toBe('2026-03-23T08:00:00.000Z');
});

it.each([
  [['course.nowhere'], 'has none at course.nowhere'],
  [['course'], 'has none at course'],
  [[], 'no path'],
  [['removal.open.before'], 'has none at removal.open.before'],
  [['course.ended', 'course.active'], 'two of those named lie in the same'],
])('refuses to repair to %j', (states, sentence) => {
  const relocated = repair(first, states, rootOf(held()), envAt(at));
  expect(relocated).toMatchObject({ kind: 'refused', refusal: { message: { en: expect.stringContaining(sentence) } } });
});

it('has names for administration that no chart uses', () => {
  const used = allDefinitions.flatMap(({ messages }) => Object.keys(messages));
  expect(Object.keys(administration).filter((name) => used.includes(name))).toEqual([]);
});
