import type { Pool } from 'pg';
import type { QualityClusterView } from './reference-views.ts';

/** The quality clusters of general practices on a day, and how far each has come with the package on dose packing (R14). */
export async function qualityClustersOn(pool: Pool, day: string): Promise<QualityClusterView[]> {
  const { rows } = await pool.query<QualityClusterView>(
    `with member as (
       select distinct on (q.organisation_id) q.organisation_id, q.value as name from quality_cluster q
       where q.valid_from <= $1 and (q.valid_to is null or $1 <= q.valid_to) order by q.organisation_id, q.valid_from desc)
     select m.name, count(*)::int as practices, (select k.value from cluster_package k where k.quality_cluster = m.name
         and k.valid_from <= $1 and (k.valid_to is null or $1 <= k.valid_to) order by k.valid_from desc limit 1) as package
     from member m group by m.name order by m.name`,
    [day],
  );
  return rows;
}
