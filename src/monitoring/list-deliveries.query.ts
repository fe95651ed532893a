import type { Pool } from 'pg';
import { noticeOf } from '../runtime/notices.ts';
import type { DeliveryView } from './delivery-views.ts';

type At = 'createdAt' | 'deliveredAt' | 'acknowledgeBy';
export type DeliveryRow = Omit<DeliveryView, At> & Record<Exclude<At, 'createdAt'>, Date | null> & { createdAt: Date };

/** What went out and what became of it, the newest first: never what it said. `id` names one of them. */
export async function listDeliveries(
  pool: Pool,
  filter: {
    id?: string;
    organisation?: string | undefined;
    status?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<DeliveryRow[]> {
  const { id, organisation, status, before, limit } = filter;
  const { rows } = await pool.query<Omit<DeliveryRow, 'text'>>(
    `select id::text, organisation_id as organisation, case_id as case, code, status, outcome as way, attempts,
       last_error as "lastError", created_at as "createdAt", delivered_at as "deliveredAt", acknowledge_by as "acknowledgeBy"
     from outbox where kind = 'notice' and ($1::bigint is null or id = $1) and ($2::uuid is null or organisation_id = $2)
       and ($3::text is null or status = $3) and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [id ?? null, organisation ?? null, status ?? null, before ?? null, limit],
  );
  return rows.map((row) => ({ ...row, text: noticeOf(row.code).text }));
}
