import type { Pool } from 'pg';
import type { BroadcastView } from './views.ts';

export type BroadcastRow = Omit<BroadcastView, 'handled' | 'expected' | 'createdAt' | 'finishedAt'> & {
  handled: number;
  expected: number;
  createdAt: Date;
  finishedAt: Date | null;
};

/** How far each message to many has come, the newest first. */
export async function listBroadcasts(
  pool: Pool,
  before: { createdAt: string; id: string } | undefined,
  limit: number,
): Promise<BroadcastRow[]> {
  const { rows } = await pool.query<BroadcastRow>(
    `select id, type, handled, expected, created_at as "createdAt", finished_at as "finishedAt" from broadcast
     where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
     order by created_at desc, id desc limit $3`,
    [before?.createdAt, before?.id, limit],
  );
  return rows;
}
