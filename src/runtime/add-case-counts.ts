import type { Store } from '../db/store.ts';

const page = 5_000;

/** Adds what decisions changed to the counters of cases by state; a page at each sweep, whoever else does the same. */
export async function addCaseCounts({ pool }: Store): Promise<void> {
  await pool.query(
    `with gone as (
       delete from case_count_change where ctid = any(array(
         select ctid from case_count_change limit $1 for update skip locked))
       returning workflow, region, state, change
     )
     insert into case_count as c (workflow, region, state, cases)
     select workflow, region, state, sum(change) from gone group by 1, 2, 3 order by 1, 2, 3
     on conflict (workflow, region, state) do update set cases = c.cases + excluded.cases`,
    [page],
  );
}
