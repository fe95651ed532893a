import type { Pool } from 'pg';
import type { InboxRowView } from './views.ts';

export type InboxListRow = Omit<InboxRowView, 'receivedAt' | 'retryAt' | 'deleteAt'> & {
  receivedAt: Date;
  retryAt: Date | null;
  deleteAt: Date | null;
};

/** What was received, the newest first: everything about a message but the message. */
export async function listInbox(
  pool: Pool,
  filter: { status: string | undefined; before: { receivedAt: string; id: string } | undefined; limit: number },
): Promise<InboxListRow[]> {
  const { status, before, limit } = filter;
  const { rows } = await pool.query<InboxListRow>(
    `select id, source, received_at as "receivedAt", media_type as "mediaType", status, code, header_id as "headerId",
       case_id as case, reason, attempts, retry_at as "retryAt", delete_at as "deleteAt"
     from inbox
     where ($1::text is null or status = $1) and ($2::timestamptz is null or (received_at, id) < ($2, $3::uuid))
     order by received_at desc, id desc limit $4`,
    [status, before?.receivedAt, before?.id, limit],
  );
  return rows;
}
