import type { Pool } from 'pg';

interface Counts {
  admissions: number;
  removed: number;
  removedWithoutReason: number;
  held: number;
}

export interface DepartmentCount {
  /** SOR id. */
  sor: string;
  /** Null where the directory does not know it. */
  name: string | null;
  /** Of each month in which something happened there. */
  months: Counts[];
}

/**
 * Citizens to whom something happened during a stay, by department and month (R67–R69): what they are shown from, month by month,
 * for a sum over months tells of a month when it is set beside the sum without it. Months as `2026-09`, both included.
 */
export async function admissionsOf(pool: Pool, from: string, to: string): Promise<DepartmentCount[]> {
  const { rows } = await pool.query<DepartmentCount>({
    name: 'statistics-admissions',
    text: `with counted as (
        select s.unit, s.kind, date_trunc('month', s.occurred_at at time zone 'Europe/Copenhagen') as month,
          count(distinct c.family_id)::int as n
        from statistic s join "case" c on c.id = s.case_id
        where s.kind in ('admission', 'removedDuringStay', 'removedDuringStayWithoutReason', 'heldDuringStay') and s.unit is not null
          and s.occurred_at >= ($1 || '-01')::timestamp at time zone 'Europe/Copenhagen'
          and s.occurred_at < (($2 || '-01')::date + interval '1 month')::timestamp at time zone 'Europe/Copenhagen'
        group by 1, 2, 3),
      monthly as (
        select unit, month,
          coalesce(max(n) filter (where kind = 'admission'), 0) as admissions,
          coalesce(max(n) filter (where kind = 'removedDuringStay'), 0) as removed,
          coalesce(max(n) filter (where kind = 'removedDuringStayWithoutReason'), 0) as "removedWithoutReason",
          coalesce(max(n) filter (where kind = 'heldDuringStay'), 0) as held
        from counted group by unit, month)
      select unit as sor, (select name from organisation o where o.sor = unit limit 1) as name,
        json_agg(monthly order by month) as months
      from monthly group by unit order by sum(removed) desc, sum(admissions) desc, unit`,
    values: [from, to],
  });
  return rows;
}
