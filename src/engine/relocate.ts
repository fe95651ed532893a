/** Puts a case where no message of its chart would: onto another version, or into a state named by an administrator. Pure. */
import { createMachine } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import type { CaseContext, Env, Refusal, Timer, WorkflowDefinition } from '../../workflows/definition.ts';
import { roleNames } from '../../workflows/definition.ts';
import { availability } from './availability.ts';
import { accepted, persist, restore, tasksOf, timersOf, withEnv } from './decide.ts';
import type { Accepted, CaseState } from './decide.ts';
import { transition } from './transition.ts';

export type Relocated = Accepted | { kind: 'refused'; refusal: Refusal };

type StateValue = string | { [key: string]: StateValue };

/**
 * The case on another version of its chart (E8), where `to.migration` leads. What a state waits for is kept where the state
 * has an image that waits for the same: the due instant, and the task with who claimed it. New waits begin now. Entry
 * actions do not run, as nothing has happened in the world; what follows from the context does.
 */
export function migrate(from: WorkflowDefinition, to: WorkflowDefinition, state: CaseState, env: Env): Relocated {
  const { migration } = to;
  if (migration?.from !== from.version) {
    return refused(
      `Forløbet kan ikke flyttes fra udgave ${from.version} til ${to.version}: ingen flytning er skrevet`,
      `Expected version ${to.version} of ${to.name} to say how a case comes from version ${from.version}, but it does not`,
    );
  }
  const image = imagesOf(from.machine, to.machine, migration.states);
  const leaves = state.snapshot._nodes.filter(({ type }) => type === 'atomic');
  const targets: AnyStateNode[] = [];
  for (const leaf of leaves) {
    const target = image(leaf);
    if (target === undefined) {
      return refused(
        `Tilstanden ${pathOf(leaf)} findes ikke i udgave ${to.version}, og flytningen siger ikke, hvad den bliver til`,
        `Expected the state ${pathOf(leaf)} to have an image in version ${to.version}, but it has none: name it in the migration`,
      );
    }
    if (target) targets.push(target);
  }
  const value = valueOf(to.machine.root, targets);
  if (value === undefined) {
    return refused(
      'To tilstande flyttes til samme sted',
      'Expected each region to get one state, but two lead into the same: correct the migration',
    );
  }
  const { env: _, ...context } = state.snapshot.context as CaseContext;
  const stored = {
    status: 'active',
    value,
    historyValue: historyOf(from.machine, state.snapshot, image),
    context: migration.context?.(context as never) ?? context,
    children: {},
  };
  const placed = withEnv(restore(to, stored), env);
  const before = carriedOver(to, state, placed, image);
  const { next, requested } = transition(to.machine, placed, { type: settling });
  const settled = complete(to, accepted(to, before, next, requested, env), env);
  if (isStuck(to, settled.next) && !isStuck(from, state)) return stranded();
  return sinceBefore(state, settled, before.carried);
}

/**
 * The case in the states named by path, such as `course.active`, entered as by a transition: their entry actions run, and
 * what they wait for begins now. Timers and tasks whose rows were lost are made again. Naming the state in which the case
 * is already re-arms it.
 */
export function repair(
  definition: WorkflowDefinition,
  states: readonly string[],
  state: CaseState,
  env: Env,
): Relocated {
  const nodes = states.map((path) => nodeAt(definition.machine.root, path.split('.')));
  const named = nodes.filter((node) => node !== undefined);
  const unknown = states.find((_, n) => !isInRegion(nodes[n]));
  if (unknown !== undefined || states.length === 0) {
    return refused(
      `Tilstanden ${unknown ?? ''} findes ikke i en region af ${definition.title.da}`,
      `Expected a state inside a region of ${definition.name}, but it has none at ${unknown ?? 'no path'}`,
    );
  }
  const regions = named.map((node) => node.path.slice(0, regionDepth(node)).join('.'));
  if (new Set(regions).size < regions.length) {
    return refused(
      'To af tilstandene hører til samme region',
      'Expected one state for each region, but two of those named lie in the same',
    );
  }
  const machine = withWayTo(definition.machine, named);
  const there = { ...definition, machine };
  const before = withEnv(restore(there, persist(state.snapshot)), env);
  const { next, requested } = transition(machine, before, { type: settling });
  const decision = accepted(definition, state, next, requested, env);
  const home = withEnv(restore(definition, persist(decision.next.snapshot)), env);
  const repaired = complete(definition, { ...decision, next: { ...decision.next, snapshot: home } }, env);
  return isStuck(definition, repaired.next) ? stranded() : repaired;
}

/** No chart knows this event: only what follows by itself happens. A repair adds a way for it. */
const settling = 'dosisflow.relocated';

function refused(da: string, en: string): Relocated {
  return { kind: 'refused', refusal: { code: 'notAllowedInState', message: { da, en } } };
}

function stranded(): Relocated {
  return refused(
    'Forløbet ville gå i stå der: ingen frist venter, og ingen kan flytte det videre',
    'Expected someone or some timer to move the case on from there, but it would stand for ever',
  );
}

function pathOf(node: AnyStateNode): string {
  return node.path.join('.');
}

function nodeAt(root: AnyStateNode, path: readonly string[]): AnyStateNode | undefined {
  return path.reduce<AnyStateNode | undefined>((node, key) => node?.states[key], root);
}

/** Not a region itself, nor what only remembers: a state that the case can be in instead of another. */
function isInRegion(node: AnyStateNode | undefined): boolean {
  return node?.parent !== undefined && node.type !== 'history' && node.parent.type !== 'parallel';
}

type Image = (node: AnyStateNode) => AnyStateNode | null | undefined;

/** A state's image: by the longest path named, else by its own path. Null where its region is no more. */
function imagesOf(from: AnyStateMachine, to: AnyStateMachine, states: Readonly<Record<string, string | null>>): Image {
  return (node) => {
    for (let length = node.path.length; length > 0; length -= 1) {
      const named = node.path.slice(0, length).join('.');
      if (!Object.hasOwn(states, named)) continue;
      const target = states[named];
      if (target === null || target === undefined) return null;
      const below = nodeAt(to.root, [...target.split('.'), ...node.path.slice(length)]);
      // A path may be led to a single state, whatever lay below it.
      return below ?? nodeAt(to.root, target.split('.'));
    }
    return node === from.root ? to.root : nodeAt(to.root, node.path);
  };
}

/** XState's value of the configuration that holds these states; undefined where two of them exclude each other. */
function valueOf(node: AnyStateNode, targets: readonly AnyStateNode[]): StateValue | undefined {
  const children = Object.values(node.states).filter(({ type }) => type !== 'history');
  const within = (child: AnyStateNode): AnyStateNode[] =>
    targets.filter((target) => target.path[node.path.length] === child.key);
  if (node.type === 'parallel') {
    const regions = children.map((child) => [child.key, valueOf(child, within(child))] as const);
    if (regions.some(([, value]) => value === undefined)) return undefined;
    return Object.fromEntries(regions) as StateValue;
  }
  if (children.length === 0) return {};
  const chosen = children.filter((child) => within(child).length > 0);
  if (chosen.length > 1) return undefined;
  const [only] = chosen;
  if (!only) return valueOf(node, node.initial.target as readonly AnyStateNode[]);
  const below = valueOf(
    only,
    within(only).filter((target) => target !== only),
  );
  if (below === undefined) return undefined;
  return typeof below === 'object' && Object.keys(below).length === 0 ? only.key : { [only.key]: below };
}

function historyOf(from: AnyStateMachine, { historyValue }: AnyMachineSnapshot, image: Image): object {
  const remembered = Object.entries(historyValue as Record<string, AnyStateNode[]>).flatMap(([id, nodes]) => {
    const history = image(from.getStateNodeById(id));
    const states = nodes.flatMap((node) => image(from.getStateNodeById(node.id)) ?? []);
    return history?.type === 'history' && states.length > 0
      ? [[history.id, states.map((state) => ({ id: state.id }))] as const]
      : [];
  });
  return Object.fromEntries(remembered);
}

interface CarriedOver extends CaseState {
  carried: NonNullable<Accepted['carried']>;
}

/** The timers and tasks of the version before, under the names that this one has for the same waits. */
function carriedOver(to: WorkflowDefinition, state: CaseState, placed: AnyMachineSnapshot, image: Image): CarriedOver {
  const moved = new Map<string, { due: Timer; key: string }>();
  for (const node of state.snapshot._nodes) {
    const target = image(node);
    if (!target || !placed._nodes.includes(target)) continue;
    for (const name of delaysIn(node)) {
      const [was, is] = [timerKey(name, node), timerKey(name, target)];
      const due = state.timers.find(({ key }) => key === was);
      if (due && delaysIn(target).includes(name)) moved.set(is, { due: { ...due, key: is }, key: was });
    }
  }
  const names = new Map(
    state.snapshot._nodes.flatMap((node) => {
      const target = image(node);
      return target ? [[target.id, node.id] as const] : [];
    }),
  );
  const kept = tasksOf(to, placed).flatMap((task) => {
    const was = state.tasks.find(({ key }) => key === names.get(task.key));
    const isSame = was?.role === task.role && was.organisationId === task.organisationId;
    return was && isSame ? [{ from: was.key, to: { ...task, deadlineAt: was.deadlineAt } }] : [];
  });
  return {
    snapshot: placed,
    timers: [...moved.values()].map(({ due }) => due),
    tasks: kept.map((task) => task.to),
    carried: { tasks: kept, timers: [...moved].map(([to, { key }]) => ({ from: key, to })) },
  };
}

function delaysIn(node: AnyStateNode): string[] {
  return (node.after as { delay: string | number }[]).map(({ delay }) => String(delay));
}

function timerKey(delay: string, node: AnyStateNode): string {
  return `xstate.after.${delay}.${node.id}`;
}

/** With every timer that the active states wait for armed, and no other. */
function complete(definition: WorkflowDefinition, decision: Accepted, env: Env): Accepted {
  const { snapshot, timers, tasks } = decision.next;
  const wanted = timersOf(snapshot);
  const missing = wanted
    .filter((key) => !timers.some((timer) => timer.key === key))
    .map((key) => ({ key, dueAt: dueAt(definition, snapshot, key, env) }));
  const orphans = timers.map(({ key }) => key).filter((key) => !wanted.includes(key));
  return {
    ...decision,
    next: { snapshot, tasks, timers: [...timers.filter(({ key }) => !orphans.includes(key)), ...missing] },
    setTimers: [...decision.setTimers.filter(({ key }) => !orphans.includes(key)), ...missing],
    cancelTimers: [...decision.cancelTimers, ...orphans],
  };
}

type Delay = number | ((asked: { context: CaseContext; event: { type: string } }) => number);

function dueAt(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot, key: string, env: Env): string {
  const waiting = snapshot._nodes.flatMap((node: AnyStateNode) =>
    (node.after as { eventType: string; delay: string | number }[]).filter(({ eventType }) => eventType === key),
  )[0];
  const delay = waiting?.delay ?? 0;
  const told =
    typeof delay === 'number'
      ? delay
      : (definition.machine.implementations.delays as Partial<Record<string, Delay>>)[delay];
  const context = withEnv(snapshot, env).context as CaseContext;
  const given = typeof told === 'function' ? told({ context, event: { type: settling } }) : told;
  if (given === undefined) throw new Error(`Expected ${definition.name} to have the delay ${delay}, but it has none`);
  return new Date(Date.parse(env.at) + given).toISOString();
}

/** The decision as the tables see it: from what is stored, under the names of the version before. */
function sinceBefore(stored: CaseState, decision: Accepted, carried: CarriedOver['carried']): Accepted {
  const { timers, tasks } = decision.next;
  const isStored = ({ key, dueAt }: Timer): boolean =>
    stored.timers.some((timer) => timer.key === key && timer.dueAt === dueAt);
  const kept = carried.tasks.filter(({ to }) => tasks.includes(to));
  return {
    ...decision,
    setTimers: timers.filter((timer) => !isStored(timer)),
    cancelTimers: stored.timers.map(({ key }) => key).filter((key) => !timers.some((timer) => timer.key === key)),
    openTasks: tasks.filter((task) => !kept.some(({ to }) => to === task)),
    closeTasks: stored.tasks.map(({ key }) => key).filter((key) => !kept.some(({ from }) => from === key)),
    carried: { tasks: kept, timers: carried.timers },
  };
}

/** C2: an open case that no timer and no role but the administrator can move on, or with a task that no timer ends. */
function isStuck(definition: WorkflowDefinition, { snapshot, timers, tasks }: CaseState): boolean {
  if (snapshot.hasTag('closed')) return false;
  if (tasks.some(({ key }) => !timers.some((timer) => timer.key.endsWith(`.${key}`)))) return true;
  return timers.length === 0 && !canBeMoved(definition, snapshot);
}

function canBeMoved(definition: WorkflowDefinition, snapshot: AnyMachineSnapshot): boolean {
  const roles = (Object.keys(roleNames) as (keyof typeof roleNames)[]).filter((role) => role !== 'administrator');
  return Object.entries(definition.messages).some(
    ([type, spec]) =>
      spec.kind === 'command' &&
      roles.some((role) => spec.roles.includes(role) && availability(definition, snapshot, type, role) === undefined),
  );
}

interface Config {
  states?: Record<string, Config>;
  on?: Record<string, unknown>;
  [part: string]: unknown;
}

/** The chart with one transition more in the region of each of these states, which leads there from wherever the case is. */
function withWayTo(machine: AnyStateMachine, nodes: readonly AnyStateNode[]): AnyStateMachine {
  const config = nodes.reduce<Config>((chart, node) => {
    const depth = regionDepth(node);
    return withTransition(chart, node.path.slice(0, depth), `.${node.path.slice(depth).join('.')}`);
  }, machine.config as Config);
  return createMachine(config as never, machine.implementations as never);
}

/** How deep the innermost region lies that the state is a state of; a chart without regions is one. */
function regionDepth(node: AnyStateNode): number {
  let depth = 0;
  for (let at = node.parent; at; at = at.parent) {
    if (at.parent?.type === 'parallel') {
      depth = at.path.length;
      break;
    }
  }
  return depth;
}

function withTransition(chart: Config, [key, ...rest]: readonly string[], target: string): Config {
  if (key === undefined) return { ...chart, on: { ...chart.on, [settling]: { target, reenter: false } } };
  const inner = chart.states?.[key];
  return inner ? { ...chart, states: { ...chart.states, [key]: withTransition(inner, rest, target) } } : chart;
}
