import type { AnyMachineSnapshot } from 'xstate';
import type {
  Actor,
  Coverage,
  Env,
  Instant,
  Role,
  StateMeta,
  Text,
  WorkflowDefinition,
} from '../../workflows/definition.ts';
import { addressedElsewhere } from './addressed-elsewhere.ts';
import type { Giver } from './addressed-elsewhere.ts';
import { availability, isKnownHere } from './availability.ts';
import type { CaseState } from './decide.ts';
import { schemaOf } from './message-schema.ts';
import { transition } from './transition.ts';

/** Where a case stands and what would move it: the stuck list, the case page and the API all answer from here. */
export interface Explanation {
  /** The active states in the chart's words, outermost first. */
  standing: { state: string; title: Text }[];
  waitingFor: {
    task: string;
    title: Text;
    role: Role;
    organisationId: string;
    deadlineAt: Instant;
    commands: string[];
  }[];
  /** Every command that someone may give now, with the roles that may. */
  canMove: { command: string; label: Text; roles: readonly Role[] }[];
  /** Commands of this state that a guard holds back, and why. */
  blocked: { command: string; label: Text; reason: Text }[];
  nextTimer: { key: string; dueAt: Instant } | null;
  /** What the citizen's drugs come from in the days ahead, hospital days told. Only of a case that is about them. */
  coverage?: Coverage;
}

export function explain(definition: WorkflowDefinition, state: CaseState): Explanation {
  const { snapshot } = state;
  const commands = Object.entries(definition.messages).flatMap(([type, spec]) => {
    if (spec.kind !== 'command' || !isKnownHere(snapshot, type)) return [];
    const role = spec.roles[0];
    return role ? [{ type, spec, refusal: availability(definition, snapshot, type, role) }] : [];
  });
  const open = commands.filter(({ refusal }) => !refusal);
  const coverage = definition.coverage?.(snapshot.context as never, true);
  return {
    standing: snapshot._nodes.flatMap((node) => {
      const title = (node.meta as StateMeta | undefined)?.title;
      return title && !(node.meta as StateMeta).quiet ? [{ state: node.id, title }] : [];
    }),
    waitingFor: state.tasks.map((task) => ({
      task: task.key,
      title: task.title,
      role: task.role,
      organisationId: task.organisationId,
      deadlineAt: task.deadlineAt,
      commands: open.filter(({ type }) => leads(snapshot, task.key, type)).map(({ type }) => type),
    })),
    canMove: open.map(({ type, spec }) => ({ command: type, label: spec.label, roles: spec.roles })),
    blocked: commands.flatMap(({ type, spec, refusal }) =>
      refusal ? [{ command: type, label: spec.label, reason: refusal.message }] : [],
    ),
    nextTimer: state.timers.toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0] ?? null,
    ...(coverage && { coverage }),
  };
}

/**
 * The commands by which someone of this role and organisation may answer a task as the case stands; not those that the whole
 * case always knows. Where the waiting state knows none, those that end its wait from elsewhere in the chart: a roll is
 * received where the roll is, and the duty to receive it follows.
 */
export function answersTo(
  definition: WorkflowDefinition,
  { snapshot, tasks }: CaseState,
  task: string,
  giver: Giver,
): string[] {
  const open = Object.keys(definition.messages).filter(
    (type) =>
      !definition.machine.root.transitions.has(type) &&
      isKnownHere(snapshot, type) &&
      !availability(definition, snapshot, type, giver.role) &&
      !addressedElsewhere(definition, snapshot, tasks, type, giver),
  );
  const known = open.filter((type) => leads(snapshot, task, type));
  return known.length > 0 ? known : open.filter((type) => endsWait(definition, snapshot, task, type, giver));
}

/** Tried on the chart. Only of a command that asks for nothing: what another does depends on what is filled in. */
function endsWait(
  { machine, messages }: WorkflowDefinition,
  snapshot: AnyMachineSnapshot,
  task: string,
  type: string,
  giver: Giver,
): boolean {
  const spec = messages[type];
  if (spec?.kind !== 'command' || schemaOf(spec.data)['required']) return false;
  const { env } = snapshot.context as { env: Env };
  const by: Actor = { kind: 'person', id: 'whoever may', ...giver };
  const { next } = transition(machine, snapshot, { type, data: {}, occurredAt: env.at, by, key: 'tried' });
  return next._nodes.every(({ id }) => id !== task);
}

/** Whether the command is known to the waiting state itself or to a state it lies in, so that it may answer the task. */
function leads(snapshot: AnyMachineSnapshot, stateId: string, type: string): boolean {
  const waiting = snapshot._nodes.find((node) => node.id === stateId);
  for (let node = waiting; node; node = node.parent) {
    if (node.transitions.get(type)?.length) return true;
  }
  return false;
}
