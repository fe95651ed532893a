import type { PoolClient } from 'pg';
import { worksAs } from '../../workflows/definition.ts';
import type { CitizenDetail } from '../audit/details.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import { taskColumns } from './family-tasks.query.ts';
import type { TaskRow } from './family-tasks.query.ts';
import { redact } from './redact.ts';
import { showTask } from './show-task.ts';
import { viewerOf } from './viewer.ts';

export interface TaskChange {
  claimedBy?: string | null;
  snoozedUntil?: string | null;
  snoozeReason?: string | null;
  /** What the log says of it, where that is more than the change itself: of whom the caller is deputy. */
  said?: CitizenDetail;
}

/**
 * Changes who does a task and when, never the case. The row is locked first, so that of two callers the second sees what
 * the first did. A change that is already so answers the same and writes nothing. Throws a Problem where it may not be.
 */
export async function changeTask(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: Caller,
  taskId: string,
  detail: CitizenDetail,
  decide: (task: TaskRow, at: string, client: PoolClient) => TaskChange | Promise<TaskChange>,
) {
  const viewer = await viewerOf(pool, caller);
  const task = await inTransaction(pool, async (client) => {
    const { rows } = await client.query<TaskRow & { closedAt: Date | null }>(lockSql, [taskId]);
    const found = rows[0];
    if (found?.organisationId !== caller.organisationId || found.role !== worksAs(caller.role))
      throw notFound('a task of yours');
    if (found.closedAt) {
      throw new Problem(409, 'task-closed', 'The task is closed', 'Opgaven er afsluttet, siden listen blev vist');
    }
    const at = await clock(client);
    const { said = detail, ...change } = await decide(found, at, client);
    const now = { ...found, ...revived(change) };
    if (JSON.stringify(now) === JSON.stringify(found)) return found;
    await client.query(changeSql, [taskId, now.claimedBy, now.snoozedUntil, now.snoozeReason]);
    await writeAudit(client, { at, caller, action: 'change', caseId: now.caseId, detail: said, purpose: 'treatment' });
    const changed = await client.query<TaskRow>(readSql, [taskId]);
    return changed.rows[0] ?? found;
  });
  return redact(showTask(task), viewer);
}

function revived({ snoozedUntil, ...rest }: TaskChange): Partial<TaskRow> {
  return { ...rest, ...(snoozedUntil !== undefined && { snoozedUntil: snoozedUntil ? new Date(snoozedUntil) : null }) };
}

const readSql = `select ${taskColumns}, t.closed_at as "closedAt" from task t left join person p on p.id = t.claimed_by::uuid where t.id = $1`;
const lockSql = `${readSql} for update of t`;
/** Whoever has the list open is told by the transaction (see live-moves.query.ts). */
const changeSql = `update task set claimed_by = $2, snoozed_until = $3, snooze_reason = $4, moved_in = pg_current_xact_id() where id = $1`;
