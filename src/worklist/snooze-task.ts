import type { PoolClient } from 'pg';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { Problem, badRequest } from '../kernel/problem.ts';
import { changeTask } from './change-task.ts';
import { nextCutOffSql } from './next-cut-off.query.ts';

/** Codes, for a free text would be personal data in a clear column (P1). */
export const snoozeReasons = ['awaitingAnswer', 'awaitingCitizen', 'awaitingDelivery', 'planned', 'other'] as const;
export type SnoozeReason = (typeof snoozeReasons)[number];

/**
 * Until when a task may be put off: its deadline, or the next change cut-off of a roll of the citizen's where that comes first,
 * as what is done after it misses the roll.
 */
export function snoozableUntil({ deadlineAt, nextCutOffAt }: { deadlineAt: Date; nextCutOffAt: Date | null }): string {
  return (nextCutOffAt && nextCutOffAt < deadlineAt ? nextCutOffAt : deadlineAt).toISOString();
}

/** Puts the task out of sight until then, never past its deadline or a change cut-off. */
export function snoozeTask(store: Store, caller: Caller, taskId: string, until: string, reason: SnoozeReason) {
  return changeTask(store, caller, taskId, `task snoozed: ${reason}`, async ({ caseId, deadlineAt }, at, client) => {
    const nextCutOffAt = await nextCutOff(client, caseId, at);
    if (nextCutOffAt && nextCutOffAt < deadlineAt && Date.parse(until) > nextCutOffAt.getTime()) {
      const detail = `Opgaven kan ikke udsættes længere end til tidsfristen for ændringer i næste dosisrulle, ${danish.format(nextCutOffAt)}`;
      throw new Problem(409, 'past-cut-off', 'A change cut-off comes before that', detail, { nextCutOffAt });
    }
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

async function nextCutOff(client: PoolClient, caseId: string, at: string): Promise<Date | null> {
  const { rows } = await client.query<{ nextCutOffAt: Date | null }>(
    `select ${nextCutOffSql('c', '$2')} as "nextCutOffAt" from "case" c where c.id = $1`,
    [caseId, at],
  );
  return rows[0]?.nextCutOffAt ?? null;
}

const danish = new Intl.DateTimeFormat('da-DK', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});
