import type { Text } from '../../workflows/definition.ts';
import type { TaskRow } from './family-tasks.query.ts';
import type { Owner, Viewer } from './redact.ts';
import { Restricted } from './redact.ts';

/** A task as an answer, its basis still on it. `owner` is the case's municipality. */
export function showTask(task: TaskRow) {
  return {
    id: task.id,
    case: task.caseId,
    title: task.title,
    role: task.role,
    organisation: task.organisationId,
    openedAt: task.openedAt.toISOString(),
    deadlineAt: task.deadlineAt.toISOString(),
    claimedBy: task.claimedBy
      ? { id: task.claimedBy, name: new Restricted('colleague', task.organisationId, task.claimedByName ?? undefined) }
      : null,
    snoozedUntil: task.snoozedUntil?.toISOString() ?? null,
    snoozeReason: task.snoozeReason,
  };
}

/** What is known of a task in its case. */
interface Own {
  commands: readonly string[];
  drugs: readonly { drugId: string; name?: string }[];
  next: readonly Text[];
}

/**
 * A task in its case. Outside the municipality each organisation sees its own tasks alone: a death reported by a hospital
 * stops every task, and the others' absence would tell.
 */
export function showOwnTask(task: TaskRow, owner: Owner, { commands, drugs, next }: Own) {
  const about = {
    ...(drugs.length > 0 && { aboutDrugs: new Restricted('identity', owner, drugs) }),
    ...(next.length > 0 && { next }),
  };
  const shown = { ...showTask(task), ...about, commands };
  const own = new Restricted('colleague', task.organisationId, shown);
  return new Restricted(task.basis, owner, new Restricted('hospitalNotification', owner, shown, own));
}

/** Whether someone whom hospital notifications do not cover sees the task. */
export function isSeen({ basis, organisationId }: Pick<TaskRow, 'basis' | 'organisationId'>, viewer: Viewer): boolean {
  return basis !== 'hospitalNotification' && organisationId === viewer.organisationId;
}
