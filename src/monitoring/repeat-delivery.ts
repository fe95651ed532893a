import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { CommitBell } from '../engine/engine.module.ts';
import { notFound } from '../kernel/problem.ts';
import { listDeliveries } from './list-deliveries.query.ts';
import type { DeliveryRow } from './list-deliveries.query.ts';

/**
 * Sends a notice once more, under the key it had: a receiver that lost what it got, or has mended its address, gets the same
 * again. How it went shows in the log.
 */
export async function repeatDelivery(
  { pool, clock }: Store,
  bell: CommitBell,
  caller: Caller,
  id: string,
): Promise<DeliveryRow> {
  const { rows } = await pool.query<{ caseId: string | null }>(
    `update outbox set status = 'pending', due_at = clock_timestamp(), acknowledge_by = null, last_error = null
     where id = $1::bigint and kind = 'notice' returning case_id as "caseId"`,
    [id],
  );
  const [row] = rows;
  if (!row) throw notFound('a delivery with this id');
  const at = await clock(pool);
  const of = row.caseId ? { caseId: row.caseId } : {};
  await writeAudit(pool, {
    at,
    caller,
    action: 'change',
    ...of,
    detail: `delivery ${id} repeated`,
    purpose: 'operation',
  });
  bell.ring({ decided: 0, messages: 1, notices: 1, broadcasts: 0, timersDueBy: undefined });
  const [shown] = await listDeliveries(pool, { id, limit: 1 });
  if (!shown) throw notFound('a delivery with this id');
  return shown;
}
