import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Role, StateMeta, Text, WorkflowDefinition } from '../../workflows/definition.ts';

export interface ReadRegion {
  path: string;
  title: Text;
  states: ReadState[];
  transitions: ReadTransition[];
}

export interface ReadState {
  path: string;
  /** Path of the state around it; the region's own for the outermost. */
  within: string;
  title: Text;
  holdsStates: boolean;
  initial: boolean;
  closed: boolean;
  /** The role that its task waits for, and the deadline's name. */
  task: { role: Role; deadline: string } | undefined;
}

export interface ReadTransition {
  from: string;
  to: string;
  causes: string[];
  guards: string[];
  /** Why it does not happen, of the guards that have a reason for people. */
  unless: Text[];
  delay: string | undefined;
  label: Text;
}

/** What the chart does by itself, when its conditions hold. */
export const automatic: Text = { da: 'automatisk', en: 'automatic' };

/** What there is to draw: each compound state that runs beside others is a region of its own. */
export function readChart(definition: WorkflowDefinition): ReadRegion[] {
  return regionsOf(definition.machine.root).map((region) => {
    const nodes = below(region);
    return {
      path: pathOf(region),
      title: titleOf(region),
      states: nodes.map((node) => stateOf(node, definition)),
      transitions: together(nodes.flatMap((node) => leaving(node, region, definition))),
    };
  });
}

function regionsOf(node: AnyStateNode): AnyStateNode[] {
  return node.type === 'parallel' ? Object.values(node.states).flatMap(regionsOf) : [node];
}

/** A history state is where something goes back to, not where a case stands. */
function below(node: AnyStateNode): AnyStateNode[] {
  const children = Object.values(node.states).filter(({ type }) => type !== 'history');
  return children.flatMap((child) => [child, ...below(child)]);
}

function stateOf(node: AnyStateNode, definition: WorkflowDefinition): ReadState {
  const { parent } = node;
  return {
    path: pathOf(node),
    within: parent ? pathOf(parent) : '',
    title: titleOf(node),
    holdsStates: Object.keys(node.states).length > 0,
    initial: parent?.type === 'compound' && parent.initial.target.includes(node),
    closed: node.tags.includes('closed'),
    task: taskOf(node, definition),
  };
}

function taskOf(node: AnyStateNode, { deadlines }: WorkflowDefinition): ReadState['task'] {
  const { task } = metaOf(node);
  const role = task && deadlines[task.deadline]?.role;
  return role && { role, deadline: task.deadline };
}

/** What leads out of a state; what a state answers and stays in is not drawn. */
function leaving(node: AnyStateNode, region: AnyStateNode, definition: WorkflowDefinition): ReadTransition[] {
  const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  return transitions.flatMap((transition) =>
    (transition.target ?? []).flatMap((target) => {
      const to = target.type === 'history' && target.parent ? target.parent : target;
      if (isWithin(to, node) || isWithin(node, to) || !isWithin(to, region)) return [];
      return [{ from: pathOf(node), to: pathOf(to), ...causeOf(transition, definition) }];
    }),
  );
}

function causeOf(transition: AnyTransitionDefinition, { messages, guardReasons }: WorkflowDefinition) {
  const eventType = transition.eventType as string;
  const guards = guardsOf(transition.guard);
  const delay = /^xstate\.after\.([^.]+)\./.exec(eventType)?.[1];
  // What is no message the chart says to itself.
  const label = delay
    ? { da: 'fristen udløber', en: 'the deadline passes' }
    : (messages[eventType]?.label ?? automatic);
  return {
    causes: delay ? [`after ${delay}`] : eventType ? [eventType] : [],
    guards,
    unless: guards.flatMap((guard) => guardReasons[guard] ?? []),
    delay,
    label,
  };
}

/** Several causes of one way are one arrow. */
function together(transitions: readonly ReadTransition[]): ReadTransition[] {
  const ways = new Map<string, ReadTransition>();
  for (const transition of transitions) {
    const way = `${transition.from} ${transition.to}`;
    const known = ways.get(way);
    ways.set(way, known ? joined(known, transition) : transition);
  }
  return [...ways.values()];
}

function joined(a: ReadTransition, b: ReadTransition): ReadTransition {
  return {
    ...a,
    causes: [...new Set([...a.causes, ...b.causes])],
    guards: [...new Set([...a.guards, ...b.guards])],
    unless: [...new Set([...a.unless, ...b.unless])],
    delay: a.delay ?? b.delay,
    label: labelOfBoth(a.label, b.label),
  };
}

/** That it may also come by itself is not said beside who brings it about. */
function labelOfBoth(a: Text, b: Text): Text {
  if (a.da === automatic.da) return b;
  if (b.da === automatic.da) return a;
  const both = (one: string, other: string): string => (one.split(' / ').includes(other) ? one : `${one} / ${other}`);
  return { da: both(a.da, b.da), en: both(a.en, b.en) };
}

function guardsOf(guard: unknown): string[] {
  if (typeof guard === 'string') return [guard];
  if (typeof guard !== 'object' || guard === null || !('type' in guard)) return [];
  const params = 'params' in guard ? Object.values((guard.params ?? {}) as Record<string, unknown>) : [];
  return [[guard.type, ...params].join(' ')];
}

function isWithin(node: AnyStateNode, outer: AnyStateNode): boolean {
  return node === outer || (node.parent !== undefined && isWithin(node.parent, outer));
}

function metaOf(node: AnyStateNode): StateMeta {
  return (node.meta ?? {}) as StateMeta;
}

function titleOf(node: AnyStateNode): Text {
  return metaOf(node).title ?? { da: node.key, en: node.key };
}

function pathOf({ path }: AnyStateNode): string {
  return path.join('.');
}
