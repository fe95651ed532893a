import type { Pool } from 'pg';
import type { ClusterPackage } from '../db/tables.ts';

export interface ClusterCount {
  name: string;
  practices: number;
  /** How far the cluster has come with the package on dose packing; null where it has not had it. */
  package: ClusterPackage | null;
  users: number;
}

/** Users of today whose general practice is in each quality cluster of that day (R14); every cluster, also one without users. */
export async function clusterUptake(pool: Pool, day: string): Promise<ClusterCount[]> {
  const { rows } = await pool.query<ClusterCount>({
    name: 'statistics-clusters',
    text: `with member as (
        select distinct on (q.organisation_id) q.organisation_id, q.value as name from quality_cluster q
        where q.valid_from <= $1 and (q.valid_to is null or $1 <= q.valid_to) order by q.organisation_id, q.valid_from desc)
      select m.name, count(distinct m.organisation_id)::int as practices, count(distinct s.case_id)::int as users,
        (select k.value from cluster_package k where k.quality_cluster = m.name
           and k.valid_from <= $1 and (k.valid_to is null or $1 <= k.valid_to) order by k.valid_from desc limit 1) as package
      from member m
      left join participation p on p.organisation_id = m.organisation_id and p.party = 'gpPractice' and p.until is null
      left join statistic s on s.case_id = p.case_id and s.key = 'started'
        and not exists (select from statistic e where e.case_id = s.case_id and e.key = 'ended')
      group by m.name order by m.name`,
    values: [day],
  });
  return rows;
}
