import fc from 'fast-check';
import { initialTransition, setup, transition as xstateTransition } from 'xstate';
import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { arbitraryData, arbitraryInstant } from '../../test/support/arbitrary-data.ts';
import { allDefinitions, definitionOf } from '../../workflows/registry.ts';
import { persist, restore, timersOf, withEnv } from './decide.ts';
import { environmentAt } from './environment.ts';
import { transition } from './transition.ts';

const at = '2026-03-02T08:00:00.000Z';
const { machine } = definitionOf('dose-dispensing');
const event = (type: string, data: object = {}) => ({ type, data, occurredAt: at, key: 'k', by: {} });
const events = [
  event('recordHold', { reason: 'x', from: '2026-03-01', to: '2026-03-20' }),
  event('reportDeath', { source: 'relative' }),
  event('dismissDeathReport', { reason: 'wrong' }),
  event('endHold'),
  event('unheardOf'),
  event('planEnding', { reason: 'other' }),
  event('reportDeath', { source: 'relative' }),
];

/** The same step by XState's own function and by ours. */
function step(of: AnyStateMachine, snapshot: AnyMachineSnapshot, each: AnyEventObject): AnyMachineSnapshot {
  const [theirs, actions] = xstateTransition(of, snapshot, each) as [
    AnyMachineSnapshot,
    { type: string; params: unknown }[],
  ];
  const { next: ours, requested, isTaken } = transition(of, snapshot, each);
  expect(isTaken).toBe(snapshot.can(each));
  expect(JSON.stringify(of.getPersistedSnapshot(ours))).toBe(JSON.stringify(of.getPersistedSnapshot(theirs)));
  expect(ours._nodes.map(({ id }) => id)).toEqual(theirs._nodes.map(({ id }) => id));
  expect([...ours.tags]).toEqual([...theirs.tags]);
  expect(requested.map(({ type, params }) => ({ type, params }))).toEqual(
    actions.map(({ type, params }) => ({ type, params })),
  );
  return ours;
}

const input = { env: environmentAt(at), caseId: 'c', parties: { municipality: 'm' }, data: { episodes: ['a'] } };
const opened = (of: AnyStateMachine): AnyMachineSnapshot =>
  initialTransition(of, input as never)[0] as AnyMachineSnapshot;

it('takes each step to the same state and the same requests as XState’s own function', () => {
  let snapshot = opened(machine);
  for (const each of events) snapshot = step(machine, snapshot, each);
});

it.each(allDefinitions.map(({ name }) => name))('does so on any messages of %s, in any order', (name) => {
  const { machine: chart, messages } = definitionOf(name);
  const said = fc.oneof(
    ...Object.entries(messages).flatMap(([type, spec]) =>
      spec.kind === 'internal'
        ? []
        : fc.record({
            type: fc.constant(type),
            data: arbitraryData(spec.data),
            occurredAt: arbitraryInstant,
            key: fc.constant('k'),
            by: fc.constant({}),
          }),
    ),
  );
  const timer = fc.nat(20);
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: said }, timer), { maxLength: 25, size: 'max' }), (orders) => {
      let snapshot = opened(chart);
      for (const each of orders) {
        const armed = timersOf(snapshot);
        const type = typeof each === 'number' ? armed[each % Math.max(1, armed.length)] : undefined;
        if (typeof each === 'number' && type === undefined) continue;
        snapshot = step(chart, snapshot, typeof each === 'number' ? { type: type ?? '' } : each);
      }
    }),
    { numRuns: 60 },
  );
});

it('leaves a chart to XState that needs what it does not know', () => {
  const ending = setup({}).createMachine({
    initial: 'running',
    states: { running: { on: { '*': 'done', end: 'done' } }, done: { type: 'final' } },
  });
  expect(step(ending, opened(ending), event('end')).status).toBe('done');
  expect(step(ending, opened(ending), event('anything')).status).toBe('done');
});

it('makes a stored state live again as XState’s own function does, with the nodes of its history, seen before or not', () => {
  const definition = definitionOf('dose-dispensing');
  let snapshot = opened(machine);
  const places: AnyMachineSnapshot[] = [];
  for (const each of events) places.push((snapshot = transition(machine, snapshot, each).next));
  expect(places.some(({ historyValue }) => Object.keys(historyValue as object).length > 0)).toBe(true);
  for (const place of [...places, ...places]) {
    const stored = JSON.parse(JSON.stringify(persist(place))) as object;
    const theirs = (machine.restoreSnapshot as (stored: object) => AnyMachineSnapshot)(stored);
    const ours = restore(definition, stored);
    expect(ours._nodes).toEqual(theirs._nodes);
    expect(ours.historyValue).toEqual(theirs.historyValue);
    expect(ours.tags).toEqual(theirs.tags);
    expect(JSON.stringify(persist(ours))).toBe(JSON.stringify(stored));
    const [here, there] = [ours, theirs].map((snapshot) => withEnv(snapshot, environmentAt(at)));
    for (const each of events) expect(here?.can(each)).toBe(there?.can(each));
  }
});
