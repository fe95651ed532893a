import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import type { LegalBasis, Role, StateMeta, WorkflowDefinition } from '../../workflows/definition.ts';
import { mayGive } from '../engine/availability.ts';

/** What the parts of a chart rest on (P3): asked of the chart, never of the case, so that an absence says nothing either. */
export interface Grounds {
  whole: LegalBasis;
  /** Of a region as `state` names it. */
  region(name: string): LegalBasis;
  node(node: AnyStateNode): LegalBasis;
  /** Of a message or timer by the event it is to the chart. */
  event(type: string): LegalBasis;
  /** The messages and timers that only hidden parts of the chart hear, by the event each is to it. */
  hiddenEvents: readonly string[];
  /** Of a command that active states know. A chart that lets a role give it lets that role see that it may be given. */
  command(snapshot: AnyMachineSnapshot, type: string, role: Role): LegalBasis;
}

const known = new WeakMap<WorkflowDefinition, Grounds>();

export function groundsOf(definition: WorkflowDefinition): Grounds {
  let grounds = known.get(definition);
  if (!grounds) {
    grounds = analyse(definition);
    known.set(definition, grounds);
  }
  return grounds;
}

/** The regions that a hospital's message moves, by the names that `state` has. */
export function hiddenRegions(definition: WorkflowDefinition): string[] {
  const grounds = groundsOf(definition);
  return Object.keys(definition.machine.root.states).filter((name) => grounds.region(name) === 'hospitalNotification');
}

/** A duty that a death has stopped looks like an open one: only the municipality may know of a death before others do. */
export function seenPath(path: string): string {
  return path
    .split('+')
    .map((part) => part.replace(/(^|\.)(stopped|open(\.\w+)*)$/, '$1open'))
    .join('+');
}

function analyse(definition: WorkflowDefinition): Grounds {
  const { root } = definition.machine;
  const everything = definition.name === 'hospital-stay';
  const hidden = new Set(
    Object.values(root.states)
      .filter((region) => everything || region.key === 'careSetting' || [...below(region)].some(asksForHospital))
      .map(({ key }) => key),
  );
  const isHidden = (node: AnyStateNode): boolean => everything || hidden.has(node.path[0] ?? '');
  const seen = new Set<string>();
  const unseen = new Set<string>();
  for (const node of below(root)) {
    for (const type of node.ownEvents as string[]) {
      const hides = isHidden(node) || (type.startsWith('xstate.after') && isInDuty(node));
      (hides ? unseen : seen).add(type);
    }
  }
  const hiddenEvents = new Set([...unseen].filter((type) => !seen.has(type)));
  const basis = (hides: boolean): LegalBasis => (hides ? 'hospitalNotification' : 'municipal');
  return {
    whole: basis(everything),
    region: (name) => basis(everything || hidden.has(name)),
    node: (node) => basis(isHidden(node) || isInDuty(node)),
    event: (type) => {
      if (everything || hiddenEvents.has(type)) return 'hospitalNotification';
      const spec = definition.messages[type];
      return spec?.kind === 'fact' ? spec.basis : 'municipal';
    },
    hiddenEvents: [...hiddenEvents],
    command: (snapshot, type, role) => {
      const spec = definition.messages[type];
      if (!everything && spec?.kind === 'command' && mayGive(role, type, spec.roles)) return 'municipal';
      return basis(
        !snapshot._nodes.some((node) => !isHidden(node) && !isInDuty(node) && node.transitions.get(type)?.length),
      );
    },
  };
}

function* below(node: AnyStateNode): Generator<AnyStateNode> {
  yield node;
  for (const child of Object.values(node.states)) yield* below(child);
}

function asksForHospital(node: AnyStateNode): boolean {
  return (node.meta as StateMeta | undefined)?.task?.basis === 'hospitalNotification';
}

/** Inside the open or the stopped half of a duty (workflows/duty.ts): a reported death moves it from one to the other. */
function isInDuty(node: AnyStateNode): boolean {
  const { parent } = node;
  if (!parent) return false;
  const halves = 'open' in parent.states && 'stopped' in parent.states;
  return (halves && (node.key === 'open' || node.key === 'stopped')) || isInDuty(parent);
}
