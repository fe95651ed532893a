/**
 * Where no alphabet goes: any valid data, in any order. Each run takes a new seed, and `RANDOM_SEED` repeats one; under `CI` it
 * is always the same, as a change is judged by itself and not by what an order never tried before happens to find.
 */
import fc from 'fast-check';
import { allGuarantees } from '../scripts/verify-workflows/guarantees.ts';
import { having, told } from '../scripts/verify-workflows/moves.ts';
import { rollOf } from '../scripts/verify-workflows/period-facts.ts';
import { requestOf } from '../scripts/verify-workflows/request-facts.ts';
import { fact, stayOf } from '../scripts/verify-workflows/stay-facts.ts';
import type { World } from '../scripts/verify-workflows/walk.ts';
import { envAt, startWith } from '../scripts/verify-workflows/walk.ts';
import { decide, open, persist, restore } from '../src/engine/decide.ts';
import type { CaseState } from '../src/engine/decide.ts';
import { decideFamily } from '../src/engine/decide-family.ts';
import type { Member, Step, Target } from '../src/engine/decide-family.ts';
import { arbitraryData, arbitraryInstant } from '../test/support/arbitrary-data.ts';
import { plusHours } from './calendar.ts';
import type { CaseContext, Instant, Message, WorkflowName } from './definition.ts';
import { systemActor } from './definition.ts';
import { changes, hospitalEvents } from './hospital-stay/messages.ts';
import { allDefinitions, definitionOf } from './registry.ts';

const seed = Number(process.env['RANDOM_SEED'] ?? (process.env['CI'] ? 20261122 : Math.floor(Math.random() * 2 ** 31)));
process.stderr.write(`Random orders: RANDOM_SEED=${seed}\n`);
fc.configureGlobal({ seed, numRuns: Number(process.env['RANDOM_RUNS'] ?? 100) });

const opened: Instant = '2023-03-01T10:00:00.000Z';
const root = definitionOf('dose-dispensing');
const by = { kind: 'person', id: 'anyone', role: 'municipalNurse' } as const;

/** Something said to a case of the family, or a timer that fires; which case, which timer, is chosen when it happens. */
type Said =
  | { kind: 'message'; workflow: WorkflowName; message: Omit<Message, 'key'>; to: number; hours: number }
  | { kind: 'timer'; which: number };

const hours = fc.constantFrom(0, 1, 25, 400);
const timer = fc.record({ kind: fc.constant('timer' as const), which: fc.nat(20) });
const messages = allDefinitions.flatMap(({ name: workflow, messages }) =>
  Object.entries(messages).flatMap(([type, spec]) => {
    if (spec.kind === 'internal') return [];
    const roles = spec.kind === 'command' ? spec.roles : (['client'] as const);
    const message = fc.record({
      kind: fc.constant(spec.kind),
      type: fc.constant(type),
      data: arbitraryData(spec.data),
      occurredAt: arbitraryInstant,
      by: fc.constantFrom(...roles).map((role) => ({ ...by, role })),
    });
    return [
      fc.record({
        kind: fc.constant('message' as const),
        workflow: fc.constant(workflow),
        message,
        to: fc.nat(3),
        hours,
      }),
    ];
  }),
);
const saids = fc.array(fc.oneof({ weight: 4, arbitrary: fc.oneof(...messages) }, { weight: 1, arbitrary: timer }), {
  maxLength: 30,
  size: 'max',
}) as fc.Arbitrary<Said[]>;

/** Of two stays, more than any hospital would say of them. */
const facts = fc.array(
  fc.record({
    event: fc.constantFrom(...hospitalEvents),
    change: fc.constantFrom(...changes),
    occurredAt: arbitraryInstant,
    episode: fc.constantFrom('sor|a', 'sor|b'),
  }),
  { minLength: 1, maxLength: 8, size: 'max' },
);

/** Where correlation sends the facts of a workflow that lives in a family. */
const toChild: Partial<Record<WorkflowName, (fact: Message) => Target>> = {
  'hospital-stay': stayOf,
  'dispensing-period': rollOf,
  'prescription-request': requestOf,
};

interface Life {
  world: World;
  steps: { step: Step; at: Instant }[];
}

/** What the sayings do to one citizen's family, from the opening on; each world on the way is looked at. */
function live(sayings: readonly Said[], look: (before: World, steps: readonly Step[], after: World) => void): Life {
  let world = startWith(root, opened, {});
  const taken: Life['steps'] = [];
  for (const [n, said] of sayings.entries()) {
    const what = happening(world, said, n);
    if (!what) continue;
    const at = what.at > world.at ? what.at : world.at;
    const { family, steps } = decideFamily(world.family, definitionOf, what.target, what.message, envAt(at));
    const after = { family, at };
    look(world, steps, after);
    taken.push(...steps.map((step) => ({ step, at })));
    world = after;
  }
  return { world, steps: taken };
}

function isBehind({ family, at }: World): boolean {
  return family.some(({ state }) => state.timers.some(({ dueAt }) => dueAt <= at));
}

function happening(
  { family, at }: World,
  said: Said,
  n: number,
): { target: Target; message: Message; at: Instant } | undefined {
  if (said.kind === 'timer') {
    const armed = family.flatMap(({ id, state }) => state.timers.map((timer) => ({ id, ...timer })));
    const due = armed[said.which % (armed.length || 1)];
    if (!due) return undefined;
    const message = {
      kind: 'timer',
      type: due.key,
      data: {},
      occurredAt: due.dueAt,
      by: systemActor,
      key: `${n}`,
    } as const;
    return { target: { kind: 'case', caseId: due.id }, message, at: due.dueAt };
  }
  const message = { ...said.message, key: `${n}` };
  const later = plusHours(at, said.hours);
  const correlate = message.kind === 'fact' ? toChild[said.workflow] : undefined;
  if (correlate) return { target: correlate(message), message, at: later };
  const cases = family.filter(({ definition }) => definition.name === said.workflow);
  const member = cases[said.to % (cases.length || 1)];
  return member && { target: { kind: 'case', caseId: member.id }, message, at: later };
}

function rootOf({ family: [member] }: World): Member {
  if (!member) throw new Error('Expected a family to have a root');
  return member;
}

/** What people see of a family. A duty at rest for a death may rest as not wanted or as stopped: that is seen only after. */
function outcome({ family }: World): unknown {
  return family
    .map(({ definition, childKey, state: { snapshot, tasks, timers } }) => ({
      name: definition.name,
      childKey,
      value: JSON.parse(JSON.stringify(snapshot.value).replaceAll('"stopped"', '"none"')) as unknown,
      tasks: tasks.map(({ key }) => key).toSorted(),
      timers: timers.map(({ key }) => key).toSorted(),
    }))
    .toSorted((a, b) => `${a.childKey}`.localeCompare(`${b.childKey}`));
}

it('answers every message: no valid data in any order makes a chart fail, and a refusal says why', () => {
  fc.assert(
    fc.property(saids, (sayings) => {
      live(sayings, (_, steps) => {
        for (const { decision, message } of steps) {
          const text =
            decision.kind === 'refused' ? decision.refusal.message : decision.kind === 'ignored' && decision.reason;
          if (decision.kind === 'refused') expect(message.kind).toBe('command');
          if (text) expect([text.da, text.en]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
        }
      });
    }),
  );
});

it('keeps the guarantees of a state in every order', () => {
  const report = told(fact('MORS', '2023-04-25T12:00:00+02:00', { episodes: ['a'] }));
  const withdrawal = told(fact('MORS', '2023-04-26T12:00:00+02:00', { episodes: ['a'], change: 'cancelled' }));
  const checks = allGuarantees.map(({ check }) => check({ charts: allDefinitions, death: { report, withdrawal } }));
  fc.assert(
    fc.property(saids, (sayings) => {
      live(sayings, (before, steps, after) => {
        const [first] = steps;
        const complaints = checks.flatMap(({ state, edge }) => [
          // What is overdue fires within a second; until then a state may promise what time has taken.
          isBehind(after) ? undefined : state?.(after),
          first &&
            edge?.({
              before,
              after,
              steps,
              move: {
                name: first.message.type,
                target: { kind: 'case', caseId: first.member.id },
                message: first.message,
              },
            }),
        ]);
        expect(complaints.filter(Boolean)).toEqual([]);
      });
    }),
  );
});

it('comes to the same snapshot when the accepted messages are replayed, each on the state as it is stored', () => {
  const newborn = rootOf(startWith(root, opened, {}));
  fc.assert(
    fc.property(saids, (sayings) => {
      const { world, steps } = live(sayings, () => {});
      for (const { id, definition, state } of world.family) {
        const stored = ({ snapshot, ...rest }: CaseState): CaseState => ({
          ...rest,
          snapshot: restore(definition, JSON.parse(JSON.stringify(persist(snapshot))) as object),
        });
        const birth = steps.find(({ step }) => step.member.id === id && step.opened);
        const first = { at: birth?.at ?? opened, data: birth?.step.message.data ?? {} };
        // Of then: a citizen who moves takes the case along.
        const { parties } = (birth?.step.member ?? newborn).state.snapshot.context as CaseContext;
        let replayed = open(definition, { env: envAt(first.at), caseId: id, parties, data: first.data }).next;
        for (const { step, at } of steps) {
          if (step.member.id !== id || step.opened || step.decision.kind !== 'accepted') continue;
          const decision = decide(definition, stored(replayed), step.message, envAt(at));
          if (decision.kind !== 'accepted') throw new Error(`Expected ${step.message.type} to be accepted again`);
          replayed = decision.next;
        }
        const byKey = (a: { key: string }, b: { key: string }): number => a.key.localeCompare(b.key);
        const shown = ({ snapshot, timers, tasks }: CaseState): unknown => {
          const shown = [persist(snapshot), timers.toSorted(byKey), tasks.toSorted(byKey)];
          return JSON.parse(JSON.stringify(shown)) as unknown;
        };
        expect(shown(replayed)).toEqual(shown(state));
      }
    }),
  );
});

it('comes to the same state whatever the order and number in which a hospital’s messages arrive', () => {
  const start = startWith(root, '2023-05-01T10:00:00.000Z', {});
  const after = (messages: readonly Message[]): World =>
    having(
      start,
      messages.map((each) => told(each)),
    );
  fc.assert(
    fc.property(
      facts.chain((all) => {
        const inOrder = all
          .map(({ event, change, occurredAt, episode }) => fact(event, occurredAt, { change, episodes: [episode] }))
          .toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
        const some = fc.shuffledSubarray([...inOrder, ...inOrder], { minLength: inOrder.length });
        return fc.tuple(
          fc.constant(inOrder),
          some.map((some) => [...some, ...inOrder.filter((one) => !some.includes(one))]),
        );
      }),
      ([inOrder, mixed]) => {
        expect(outcome(after(mixed))).toEqual(outcome(after(inOrder)));
      },
    ),
  );
});
