import type { Store } from '../db/store.ts';

const page = 5_000;

/**
 * Adds what decisions changed to the counters of what waits, and the stays that have ended to the history of their states; a
 * page of each at each sweep, whoever else does the same.
 */
export async function addWaitingCounts({ pool }: Store): Promise<void> {
  await pool.query(
    `with gone as (
       delete from waiting_count_change where ctid = any(array(
         select ctid from waiting_count_change limit $1 for update skip locked))
       returning municipality_id, version, key, hospital, tasks, families
     )
     insert into waiting_count as c (municipality_id, version, key, hospital, tasks, families)
     select municipality_id, version, key, hospital, sum(tasks), sum(families) from gone group by 1, 2, 3, 4 order by 1, 2, 3, 4
     on conflict (municipality_id, version, key, hospital)
     do update set tasks = c.tasks + excluded.tasks, families = c.families + excluded.families`,
    [page],
  );
  await pool.query(
    `with gone as (
       delete from dwell_change where ctid = any(array(select ctid from dwell_change limit $1 for update skip locked))
       returning state, bucket
     )
     insert into dwell as d (state, bucket, stays) select state, bucket, count(*) from gone group by 1, 2 order by 1, 2
     on conflict (state, bucket) do update set stays = d.stays + excluded.stays`,
    [page],
  );
}
