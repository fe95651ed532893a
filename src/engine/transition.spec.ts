import { initialTransition, transition as xstateTransition } from 'xstate';
import type { AnyMachineSnapshot } from 'xstate';
import { definitionOf } from '../../workflows/registry.ts';
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
];

it('takes each step to the same state and the same requests as XState’s own function', () => {
  const input = { env: environmentAt(at), caseId: 'c', parties: { municipality: 'm' }, data: {} };
  let [snapshot] = initialTransition(machine, input as never) as [AnyMachineSnapshot, unknown];
  for (const each of events) {
    const [theirs, actions] = xstateTransition(machine, snapshot, each);
    const { next: ours, requested, isUnmoved } = transition(machine, snapshot, each);
    if (!snapshot.can(each)) expect(isUnmoved).toBe(true);
    expect(JSON.stringify(machine.getPersistedSnapshot(ours))).toBe(
      JSON.stringify(machine.getPersistedSnapshot(theirs as never)),
    );
    expect(requested.map(({ type, params }) => ({ type, params }))).toEqual(
      actions.map(({ type, params }) => ({ type, params })),
    );
    snapshot = ours;
  }
});
