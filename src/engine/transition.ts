import { createActor } from 'xstate';
import type { AnyActorScope, AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate';

/** What a transition hands out: XState's own timer actions and the chart's requests. Nothing of it has run. */
export interface Requested {
  type: string;
  params: unknown;
}

const scopes = new WeakMap<AnyStateMachine, AnyActorScope>();

/** A step: where it leads, what it asks for, and whether the event itself changed anything. */
export interface Stepped {
  next: AnyMachineSnapshot;
  requested: Requested[];
  /** The event changed nothing and may not even be known here: only `can` tells. */
  isUnmoved: boolean;
}

/**
 * As XState's own `transition`, which builds an actor, and with it the machine's first state, anew at every call: 2-3 times
 * the cost of the step itself on our charts. Here one inert scope serves a machine for good; nothing in it ever runs.
 */
export function transition(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): Stepped {
  const requested: Requested[] = [];
  const scope = { ...inertScope(machine), actionExecutor: (action: Requested) => requested.push(action) };
  const steps = machine.microstep(snapshot, event, scope as AnyActorScope);
  return { next: steps.at(-1) ?? snapshot, requested, isUnmoved: steps[0] === snapshot };
}

function inertScope(machine: AnyStateMachine): AnyActorScope {
  let scope = scopes.get(machine);
  if (!scope) {
    const self = createActor(machine);
    const nothing = (): void => {};
    scope = {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: nothing,
      defer: nothing,
      stopChild: nothing,
      emit: nothing,
      actionExecutor: nothing,
    };
    scopes.set(machine, scope);
  }
  return scope;
}
