import { createActor } from 'xstate';
import type {
  AnyActorScope,
  AnyEventObject,
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
} from 'xstate';
import { enteredBy, keptBy, leftBy, placeOf, withoutConflicts } from './configuration.ts';
import type { Histories, StateValue } from './configuration.ts';

/** What a transition hands out: XState's own timer actions and the chart's requests. Nothing of it has run. */
export interface Requested {
  type: string;
  params: unknown;
}

/** A step: where it leads, what it asks for, and whether any state had a transition for the event. */
export interface Stepped {
  next: AnyMachineSnapshot;
  requested: Requested[];
  isTaken: boolean;
}

/**
 * A step of a chart, as XState's own `transition` takes it: the charts, their nodes, guards and actions are XState's. Only
 * the way through them is ours, for XState computes the whole state value anew at every `assign` and every microstep, and
 * builds an actor for every call: three quarters of what a decision cost. `transition.spec.ts` holds the two against each
 * other on random messages. A chart that needs more than ours do (a final state, an invocation, a wildcard) is stepped by XState.
 */
export function transition(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, event: AnyEventObject): Stepped {
  const chart = chartOf(machine);
  if (!chart.isPlain) return byXState(chart, snapshot, event);
  const step: Step = { chart, requested: [], raised: [] };
  const taken = chosenBy(chart, snapshot, event);
  let next = microstep(step, taken, snapshot, event);
  let current = event;
  // A transition without event that changes nothing is not taken again.
  for (let isAtRest = false; ;) {
    let chosen: readonly AnyTransitionDefinition[] = isAtRest
      ? []
      : withoutConflicts(eventlessOf(chart, next, current), nodesOf(next), historiesOf(next));
    const before: AnyMachineSnapshot | undefined = chosen.length > 0 ? next : undefined;
    if (chosen.length === 0) {
      const raised = step.raised.shift();
      if (!raised) break;
      current = raised;
      chosen = chosenBy(chart, next, current);
    }
    next = microstep(step, chosen, next, current);
    isAtRest = next === before;
  }
  return {
    next,
    requested: step.requested,
    isTaken: taken.some(({ target, actions }) => target !== undefined || actions.length > 0),
  };
}

function byXState({ machine, scope }: Chart, snapshot: AnyMachineSnapshot, event: AnyEventObject): Stepped {
  const requested: Requested[] = [];
  const listening = { ...scope, actionExecutor: (action: Requested) => requested.push(action) } as AnyActorScope;
  const next = machine.microstep(snapshot, event, listening).at(-1) ?? snapshot;
  return { next, requested, isTaken: snapshot.can(event) };
}

interface Step {
  chart: Chart;
  requested: Requested[];
  /** Events that the chart sends itself within the step. */
  raised: AnyEventObject[];
}

/** A machine with what is found out about it once. */
interface Chart {
  machine: AnyStateMachine;
  root: AnyStateNode;
  /** Without final states, invocations and wildcards. */
  isPlain: boolean;
  /** Nothing of it ever runs: XState's actions and guards want to be given one. */
  scope: AnyActorScope;
  /** The nodes that have a transition for an event, and those above them. */
  heedful: Map<string, ReadonlySet<AnyStateNode>>;
  /** The transitions without event of a leaf and all above it, innermost first. */
  eventless: Map<AnyStateNode, readonly AnyTransitionDefinition[]>;
}

const charts = new WeakMap<AnyStateMachine, Chart>();

function chartOf(machine: AnyStateMachine): Chart {
  let chart = charts.get(machine);
  if (!chart) {
    const root = machine.root as AnyStateNode;
    const isPlain = nodesBelow(root).every(
      (node) => node.type !== 'final' && node.invoke.length === 0 && !eventsOf(node).some((type) => type.includes('*')),
    );
    chart = { machine, root, isPlain, scope: inertScope(machine), heedful: new Map(), eventless: new Map() };
    charts.set(machine, chart);
  }
  return chart;
}

function inertScope(machine: AnyStateMachine): AnyActorScope {
  const self = createActor(machine);
  const nothing = (): void => {};
  return {
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
}

function nodesBelow(node: AnyStateNode): AnyStateNode[] {
  return [node, ...(Object.values(node.states) as AnyStateNode[]).flatMap(nodesBelow)];
}

function eventsOf(node: AnyStateNode): string[] {
  return [...node.transitions.keys()] as string[];
}

function heedfulOf({ root, heedful }: Chart, type: string): ReadonlySet<AnyStateNode> {
  let nodes = heedful.get(type);
  if (!nodes) {
    const found = new Set<AnyStateNode>();
    for (const node of nodesBelow(root))
      if (node.transitions.has(type))
        for (let each: AnyStateNode | undefined = node; each; each = each.parent) found.add(each);
    heedful.set(type, found);
    nodes = found;
  }
  return nodes;
}

/** For each region the innermost transition that takes the event; of a parallel state only where no region of it does. */
function chosenBy(chart: Chart, snapshot: AnyMachineSnapshot, event: AnyEventObject): AnyTransitionDefinition[] {
  const heedful = heedfulOf(chart, event.type);
  const ofNode = (node: AnyStateNode, value: StateValue | undefined): AnyTransitionDefinition[] => {
    if (!heedful.has(node)) return [];
    const below = typeof value === 'string' ? [[value, undefined] as const] : Object.entries(value ?? {});
    const chosen = below.flatMap(([key, inner]) => ofNode(node.states[key] as AnyStateNode, inner));
    if (chosen.length > 0) return chosen;
    const own = (node.transitions.get(event.type) ?? []) as AnyTransitionDefinition[];
    const first = own.find((each) => isOpen(each, snapshot, event));
    return first ? [first] : [];
  };
  return ofNode(chart.root, snapshot.value as StateValue);
}

function eventlessOf(chart: Chart, snapshot: AnyMachineSnapshot, event: AnyEventObject): AnyTransitionDefinition[] {
  const chosen = new Set<AnyTransitionDefinition>();
  for (const node of nodesOf(snapshot)) {
    if (node.type !== 'atomic') continue;
    for (const transition of eventlessAt(chart, node)) {
      if (!isOpen(transition, snapshot, event)) continue;
      chosen.add(transition);
      break;
    }
  }
  return [...chosen];
}

function eventlessAt({ eventless }: Chart, leaf: AnyStateNode): readonly AnyTransitionDefinition[] {
  let transitions = eventless.get(leaf);
  if (!transitions) {
    const found: AnyTransitionDefinition[] = [];
    for (let node: AnyStateNode | undefined = leaf; node; node = node.parent) found.push(...(node.always ?? []));
    eventless.set(leaf, found);
    transitions = found;
  }
  return transitions;
}

type Guard = string | { type: string; params?: unknown } | Evaluated;
type Evaluated = ((args: object, params: unknown) => boolean) & {
  /** Of XState's own `and`, `or`, `not` and `stateIn`. */
  check?: (snapshot: AnyMachineSnapshot, args: object, guard: Evaluated) => boolean;
};

function isOpen(transition: AnyTransitionDefinition, snapshot: AnyMachineSnapshot, event: AnyEventObject): boolean {
  const guard = transition.guard as Guard | undefined;
  return guard === undefined || holds(guard, snapshot, event);
}

function holds(guard: Guard, snapshot: AnyMachineSnapshot, event: AnyEventObject): boolean {
  const args = { context: snapshot.context as object, event };
  const { guards } = snapshot.machine.implementations as { guards: Record<string, Guard> };
  const found = typeof guard === 'function' ? guard : guards[typeof guard === 'string' ? guard : guard.type];
  if (found === undefined) throw new Error(`Expected the guard ${JSON.stringify(guard)} in ${snapshot.machine.id}`);
  if (typeof found !== 'function') return holds(found, snapshot, event);
  if (found.check) return found.check(snapshot, args, found);
  return found(args, typeof guard === 'object' ? paramsOf(guard, args) : undefined);
}

function paramsOf({ params }: { params?: unknown }, args: object): unknown {
  return typeof params === 'function' ? (params as (args: object) => unknown)(args) : params;
}

function microstep(
  step: Step,
  chosen: readonly AnyTransitionDefinition[],
  snapshot: AnyMachineSnapshot,
  event: AnyEventObject,
): AnyMachineSnapshot {
  if (chosen.length === 0) return snapshot;
  const active = new Set(nodesOf(snapshot));
  const transitions = withoutConflicts(chosen, active, historiesOf(snapshot));
  const left = [...leftBy(transitions, active, historiesOf(snapshot))].toSorted((a, b) => b.order - a.order);
  const histories = keptBy(left, active, historiesOf(snapshot));
  let next = snapshot;
  for (const node of left) {
    next = act(step, node.exit as Action[], next, event);
    active.delete(node);
  }
  for (const { actions } of transitions) next = act(step, actions as Action[], next, event);
  const { entered, byDefault } = enteredBy(transitions, histories);
  for (const node of [...entered].toSorted((a, b) => a.order - b.order)) {
    active.add(node);
    next = act(step, node.entry as Action[], next, event);
    if (byDefault.has(node) && node.type === 'compound')
      next = act(step, node.initial.actions as Action[], next, event);
  }
  const nodes = [...active];
  const isSame =
    histories === historiesOf(snapshot) &&
    nodes.length === nodesOf(snapshot).length &&
    nodesOf(snapshot).every((node) => active.has(node));
  if (isSame) return next;
  return { ...next, ...placeOf(step.chart.root, nodes), _nodes: nodes, historyValue: histories } as AnyMachineSnapshot;
}

type Action = string | { type: string; params?: unknown } | Builtin;

/** XState's own actions; of a chart's own the engine needs only the name. */
type Builtin = ((...args: unknown[]) => void) & {
  type?: string;
  assignment?: Assignment;
  execute?: unknown;
  resolve?: (
    scope: AnyActorScope,
    snapshot: AnyMachineSnapshot,
    args: object,
    params: unknown,
    action: Builtin,
    extra: { internalQueue: AnyEventObject[] },
  ) => [AnyMachineSnapshot, unknown, Action[] | undefined];
};
type Assign = (args: object, params: unknown) => unknown;
type Assignment = Assign | Record<string, unknown>;

function act(
  step: Step,
  actions: readonly Action[],
  snapshot: AnyMachineSnapshot,
  event: AnyEventObject,
): AnyMachineSnapshot {
  const { machine, scope } = step.chart;
  const known = (machine.implementations as { actions: Record<string, Builtin | undefined> }).actions;
  let next = snapshot;
  for (const action of actions) {
    const type = typeof action === 'string' ? action : typeof action === 'object' ? action.type : action.name;
    const found = typeof action === 'function' ? action : known[type];
    const args = { context: next.context as object, event, self: scope.self, system: scope.system };
    const params = typeof action === 'object' ? paramsOf(action, args) : undefined;
    if (found?.assignment) {
      next = { ...next, context: { ...args.context, ...assigned(found.assignment, args, params) } };
    } else if (found?.resolve) {
      const [, asked, more] = found.resolve(scope, next, args, params, found, { internalQueue: step.raised });
      if (found.execute) step.requested.push({ type: found.type ?? type, params: asked });
      if (more) next = act(step, more, next, event);
    } else step.requested.push({ type, params });
  }
  return next;
}

function assigned(assignment: Assignment, args: object, params: unknown): object {
  if (typeof assignment === 'function') return assignment(args, params) as object;
  return Object.fromEntries(
    Object.entries(assignment).map(([key, value]) => [
      key,
      typeof value === 'function' ? (value as Assign)(args, params) : value,
    ]),
  );
}

function nodesOf(snapshot: AnyMachineSnapshot): readonly AnyStateNode[] {
  return snapshot._nodes;
}

function historiesOf(snapshot: AnyMachineSnapshot): Histories {
  return snapshot.historyValue as Histories;
}
