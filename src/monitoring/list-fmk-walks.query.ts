import type { Pool } from 'pg';
import type { FmkWalkView } from './views.ts';

export type FmkWalkRow = Omit<FmkWalkView, 'since' | 'startedAt' | 'finishedAt'> & {
  since: Date;
  startedAt: Date;
  finishedAt: Date | null;
};

/** The walks over all citizens that compare the cases with FMK, the newest first. */
export async function listFmkWalks(
  pool: Pool,
  before: { startedAt: string; id: string } | undefined,
  limit: number,
): Promise<FmkWalkRow[]> {
  const { rows } = await pool.query<FmkWalkRow>(
    `select r.id, r.reason, r.since, r.started_at as "startedAt", r.finished_at as "finishedAt", r.asked, r.read, r.unchanged,
       (select count(*)::int from fmk_question q where q.walk = r.id) as waiting,
       coalesce((select jsonb_agg(jsonb_build_object('fact', fact, 'change', change, 'number', number, 'cases', cases)
           order by fact, change)
         from (select fact, change, sum(number) as number, count(*) as cases from fmk_difference d
           where d.walk = r.id group by fact, change) found), '[]') as differences
     from fmk_resync r where $1::timestamptz is null or (r.started_at, r.id) < ($1, $2::uuid)
     order by r.started_at desc, r.id desc limit $3`,
    [before?.startedAt, before?.id, limit],
  );
  return rows;
}
