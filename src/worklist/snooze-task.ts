import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';

/** Codes, for a free text would be personal data in a clear column (P1). */
export const snoozeReasons = ['awaitingAnswer', 'awaitingCitizen', 'awaitingDelivery', 'planned', 'other'] as const;
export type SnoozeReason = (typeof snoozeReasons)[number];

/** Puts the task out of sight until then, never past its deadline. */
export function snoozeTask(store: Store, caller: Caller, taskId: string, until: string, reason: SnoozeReason) {
  return changeTask(store, caller, taskId, `task snoozed: ${reason}`, ({ deadlineAt }, at) => {
    if (Date.parse(until) > deadlineAt.getTime()) {
      const detail = `Opgaven kan ikke udsættes længere end til sin frist, ${danish.format(deadlineAt)}`;
      throw new Problem(409, 'past-deadline', 'The task is due before that', detail, { deadlineAt });
    }
    if (Date.parse(until) <= Date.parse(at)) {
      const message = 'Tidspunktet skal ligge i fremtiden';
      throw badRequest(message, [{ field: 'until', message }]);
    }
    return { snoozedUntil: new Date(until).toISOString(), snoozeReason: reason };
  });
}

const danish = new Intl.DateTimeFormat('da-DK', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});
