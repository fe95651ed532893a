import { initialTransition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import type {
  Broadcast,
  CaseContext,
  CaseInput,
  Effect,
  Env,
  Instant,
  Message,
  OpenTask,
  Refusal,
  Responsible,
  StateMeta,
  Tell,
  Text,
  Timer,
  WorkflowDefinition,
} from '../../workflows/definition.ts';
import { once } from '../../workflows/once.ts';
import { assigneeOf } from '../../workflows/routing.ts';
import { titlesOf, unavailable, unknownOrForeign } from './availability.ts';
import { transition } from './transition.ts';
import type { Requested } from './transition.ts';

/** A case as the chart and the clock know it. Stored as a sealed snapshot, timer rows and task rows. */
export interface CaseState {
  snapshot: AnyMachineSnapshot;
  timers: readonly Timer[];
  tasks: readonly OpenTask[];
}

export interface Accepted {
  kind: 'accepted';
  next: CaseState;
  setTimers: Timer[];
  cancelTimers: string[];
  openTasks: OpenTask[];
  closeTasks: string[];
  /** Of a migration: what is the same wait as before, by the keys in both versions. Who claimed or snoozed a task keeps it. */
  carried?: { tasks: { from: string; to: OpenTask }[]; timers: { from: string; to: string }[] };
  effects: Effect[];
  tells: Tell[];
  broadcasts: Broadcast[];
}

export type Decision =
  | Accepted
  /** Commands only. */
  | { kind: 'refused'; refusal: Refusal }
  /** Facts, internal messages and stale timers: journalled, the state untouched. */
  | { kind: 'ignored'; reason: Text };

/** What this message does to this case. Pure and total: the same arguments give the same decision, and nothing runs. */
export function decide(definition: WorkflowDefinition, state: CaseState, message: Message, env: Env): Decision {
  const snapshot = withEnv(state.snapshot, env);
  const event =
    message.kind === 'timer'
      ? { type: message.type }
      : { type: message.type, data: message.data, occurredAt: message.occurredAt, by: message.by, key: message.key };
  if (message.kind === 'command') {
    const refusal = unknownOrForeign(definition, message.type, message.by.role);
    if (refusal) return { kind: 'refused', refusal };
  }
  const { next, requested, isTaken } = transition(definition.machine, snapshot, event);
  if (!isTaken) {
    return message.kind === 'command'
      ? { kind: 'refused', refusal: unavailable(definition, snapshot, message.type) }
      : { kind: 'ignored', reason: ignoredBecause(definition, snapshot, message) };
  }
  return accepted(definition, state, next, requested, env);
}

/** The first state of a new case, before any message. */
export function open(definition: WorkflowDefinition, input: CaseInput): Accepted {
  const [next, actions] = initialTransition(definition.machine, input as never);
  return accepted(definition, { snapshot: next, timers: [], tasks: [] }, next, actions, input.env, true);
}

/** What a step comes to: the tasks and timers of the next state against those of the one before. */
export function accepted(
  definition: WorkflowDefinition,
  before: CaseState,
  next: AnyMachineSnapshot,
  actions: readonly Requested[],
  env: Env,
  opening = false,
): Accepted {
  const set = new Map<string, Timer>();
  const cancelled = new Set<string>();
  const effects: Effect[] = [];
  const tells: Tell[] = [];
  const broadcasts: Broadcast[] = [];
  let isRerouted = hasOtherParties(before, next);
  const at = Date.parse(env.at);
  for (const action of actions) {
    const params = action.params as never;
    switch (action.type) {
      case 'xstate.raise': {
        const { id, delay } = params as { id: string; delay?: number };
        // Without a delay the chart has taken it already.
        if (delay !== undefined) set.set(id, { key: id, dueAt: new Date(at + delay).toISOString() });
        break;
      }
      case 'xstate.cancel': {
        const { sendId } = params as { sendId: string };
        set.delete(sendId);
        cancelled.add(sendId);
        break;
      }
      case 'effect':
        effects.push(params);
        break;
      case 'tell':
        tells.push(params);
        break;
      case 'broadcast':
        broadcasts.push(params);
        break;
      case 'reroute':
        isRerouted = true;
        break;
      default:
        throw new Error(
          `The chart ${definition.name} asked for the action ${action.type}, which the engine does not know`,
        );
    }
  }
  const tasks = tasksOf(definition, next);
  const kept: OpenTask[] = [];
  const openTasks: OpenTask[] = [];
  for (const task of tasks) {
    const already = before.tasks.find((open) => open.key === task.key);
    const reentered = [...set.keys()].some((key) => key.endsWith(`.${task.key}`));
    if (!already || reentered) openTasks.push(task);
    else if (!isRerouted || (already.organisationId === task.organisationId && already.role === task.role))
      kept.push(already);
    // The citizen has moved, or the parties agreed otherwise: the same wait, now another's.
    else openTasks.push({ ...task, deadlineAt: already.deadlineAt });
  }
  const closeTasks = before.tasks.filter((task) => !kept.includes(task)).map((task) => task.key);
  const setTimers = [...set.values()];
  const armed = opening ? [] : before.timers;
  return {
    kind: 'accepted',
    next: {
      snapshot: next,
      timers: [...armed.filter((timer) => !cancelled.has(timer.key) && !set.has(timer.key)), ...setTimers],
      tasks: [...kept, ...openTasks],
    },
    setTimers,
    cancelTimers: [...cancelled].filter((key) => !set.has(key) && armed.some((timer) => timer.key === key)),
    openTasks,
    closeTasks,
    effects,
    tells,
    broadcasts,
  };
}

/** Another municipality, pharmacy or GP: what waits goes over to them. Without that a running task stays where it is. */
function hasOtherParties(before: CaseState, next: AnyMachineSnapshot): boolean {
  const [was, is] = [before.snapshot, next].map((snapshot) => (snapshot.context as CaseContext).parties);
  return was !== is && JSON.stringify(was) !== JSON.stringify(is);
}

/** The tasks that the active states wait for, each with its deadline computed now. */
export function tasksOf(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot): OpenTask[] {
  const context = snapshot.context as CaseContext;
  return activeNodes(snapshot).flatMap((node) => {
    const task = (node.meta as StateMeta | undefined)?.task;
    if (!task) return [];
    const deadline = definition.deadlines[task.deadline];
    if (!deadline) throw new Error(`${node.id} names the deadline ${task.deadline}, which ${definition.name} lacks`);
    return [
      {
        key: node.id,
        title: task.title,
        ...assigneeOf(
          { ...task, role: deadline.role, party: deadline.party },
          context.parties,
          context.env.routings?.get(context.parties.municipality),
        ),
        deadlineAt: deadline.due(context as never),
        basis: task.basis,
      },
    ];
  });
}

/** The keys of the timers that the active states must have armed (E4). */
export function timersOf(snapshot: AnyMachineSnapshot): string[] {
  return activeNodes(snapshot).flatMap((node) =>
    (node.after as { eventType: string }[]).map(({ eventType }) => eventType),
  );
}

/** Who is next to act, and by when: the open task with the nearest deadline. */
export function responsibleOf(tasks: readonly OpenTask[]): {
  responsible: Responsible;
  deadlineAt: Instant | undefined;
} {
  const next = tasks.toSorted((a, b) => Date.parse(a.deadlineAt) - Date.parse(b.deadlineAt))[0];
  return {
    responsible: next && { role: next.role, organisationId: next.organisationId },
    deadlineAt: next?.deadlineAt,
  };
}

/** The active state of each region as a dotted path; a chart without regions has one, named `main`. */
export function regionsOf(snapshot: AnyMachineSnapshot): Readonly<Record<string, string>> {
  const value = snapshot.value as StateValue;
  if (typeof value === 'string') return { main: value };
  return snapshot.machine.root.type === 'parallel' ? regionsOfParallel(value) : { main: dotted(value) };
}

const regionsOfParallel = once((value: { [region: string]: StateValue }): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(value).map(([region, inner]) => [region, dotted(inner)])),
);

type StateValue = string | { [key: string]: StateValue };

function dotted(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([key, inner]) => {
      const below = dotted(inner);
      return below === '' ? key : `${key}.${below}`;
    })
    .join('+');
}

function activeNodes(snapshot: AnyMachineSnapshot): AnyStateNode[] {
  return snapshot._nodes;
}

/**
 * The stored form: plain JSON without the environment of the last decision. What XState's `getPersistedSnapshot` gives, but
 * without its search of the whole context for actors: charts here have none.
 */
export function persist({ status, value, historyValue, context }: AnyMachineSnapshot): object {
  const history = Object.entries(historyValue as Record<string, AnyStateNode[]>).map(
    ([id, nodes]) => [id, nodes.map((node) => ({ id: node.id }))] as const,
  );
  return {
    status,
    value: value as StateValue,
    historyValue: Object.fromEntries(history),
    context: { ...(context as CaseContext), env: undefined },
    children: {},
  };
}

/**
 * A stored snapshot made live again. `restoreSnapshot` and not `resolveState`, which fails on history states; it walks the
 * whole chart, 30 of the 45 µs that a stored case costs, so the nodes of a configuration are found once and shared.
 */
export function restore({ machine }: WorkflowDefinition, stored: object): AnyMachineSnapshot {
  const { value, context, historyValue } = stored as Stored;
  const configuration = JSON.stringify(value);
  const known = configurations.get(machine) ?? new Map<string, AnyMachineSnapshot>();
  configurations.set(machine, known);
  let like = known.get(configuration);
  if (!like) {
    like = (machine.restoreSnapshot as (stored: object) => AnyMachineSnapshot)(stored);
    if (known.size >= mostConfigurations) known.clear();
    known.set(configuration, { ...like, context: undefined });
  }
  const history = Object.entries(historyValue).map(
    ([id, nodes]) => [id, nodes.map((node) => machine.getStateNodeById(node.id))] as const,
  );
  return { ...like, context, historyValue: Object.fromEntries(history) } as AnyMachineSnapshot;
}

interface Stored {
  value: StateValue;
  context: object;
  historyValue: Record<string, { id: string }[]>;
}

/** Active nodes, value and tags by configuration; of the thousands that a chart has, a few hundred are ever in use. */
const configurations = new WeakMap<AnyStateMachine, Map<string, AnyMachineSnapshot>>();
const mostConfigurations = 2_048;

/** The snapshot with this environment in its context, for `transition`, `can` and everything that reads deadlines. */
export function withEnv(snapshot: AnyMachineSnapshot, env: Env): AnyMachineSnapshot {
  return { ...snapshot, context: { ...(snapshot.context as CaseContext), env } };
}

function ignoredBecause(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot, message: Message): Text {
  const where = titlesOf(definition, snapshot);
  if (message.kind === 'timer')
    return {
      da: `Fristen gælder ikke længere: forløbet er ${where.da}`,
      en: `Expected the deadline to be waited for, but the case is ${where.en}`,
    };
  const label = definition.messages[message.type]?.label ?? { da: message.type, en: message.type };
  return {
    da: `”${label.da}” ændrer intet: forløbet er ${where.da}`,
    en: `Expected to apply “${label.en}”, but the case is ${where.en}`,
  };
}
