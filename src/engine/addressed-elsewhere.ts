import type { AnyMachineSnapshot } from 'xstate';
import { worksAs } from '../../workflows/definition.ts';
import type { Actor, OpenTask, Refusal, WorkflowDefinition } from '../../workflows/definition.ts';
import { notAllowedHere, unknownOrForeign } from './availability.ts';

/** Who gives a command: of the engine's own and a walk's no organisation is known. */
export type Giver = Pick<Actor, 'role' | 'organisationId'>;

/**
 * Why this command is for another organisation of the case: it answers open tasks of the giver's own profession, and each
 * is addressed elsewhere. What another profession may record for them, the chart's roles say: a nurse notes what the GP
 * said by phone. An overdue task is addressed to the municipality again (`routing.ts`). Administrators serve everyone.
 */
export function addressedElsewhere(
  definition: WorkflowDefinition,
  snapshot: AnyMachineSnapshot,
  tasks: readonly Pick<OpenTask, 'key' | 'role' | 'organisationId' | 'basis'>[],
  type: string,
  { role, organisationId }: Giver,
): Refusal | undefined {
  if (organisationId === undefined || role === 'administrator') return undefined;
  const answered = tasks.filter((task) => task.role === worksAs(role) && isAnswer(snapshot, task.key, type));
  if (answered.length === 0 || answered.some((task) => task.organisationId === organisationId)) return undefined;
  if (unknownOrForeign(definition, type, role)) return undefined;
  // That such a task is there would tell of the hospital's message.
  if (answered.some(({ basis }) => basis === 'hospitalNotification')) return notAllowedHere(definition, snapshot, type);
  const label = definition.messages[type]?.label ?? { da: type, en: type };
  return {
    code: 'organisationNotAllowed',
    message: {
      da: `”${label.da}” svarer på en opgave, som en anden organisation i forløbet har fået; bed den om at svare`,
      en: `Expected “${label.en}” from the organisation that has the task, but yours is another; ask it to answer`,
    },
  };
}

/** The chart has an answer at the wait: at the waiting state, or at the one that holds it and its overdue twin. */
function isAnswer(snapshot: AnyMachineSnapshot, task: string, type: string): boolean {
  const waiting = snapshot._nodes.find((node) => node.id === task);
  return [waiting, waiting?.parent].some(
    (node) => node && node.parent !== undefined && (node.transitions.get(type)?.length ?? 0) > 0,
  );
}
