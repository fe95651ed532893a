import type { Pool } from 'pg';

export interface DepartmentCount {
  /** SOR id. */
  sor: string;
  /** Null where the directory does not know it. */
  name: string | null;
  admissions: number;
  removed: number;
  removedWithoutReason: number;
  held: number;
}

/** Stays during which dose packing was removed or set on hold, by department (R67–R69). Months as `2026-09`, both included. */
export async function admissionsOf(pool: Pool, from: string, to: string): Promise<DepartmentCount[]> {
  const { rows } = await pool.query<DepartmentCount>({
    name: 'statistics-admissions',
    text: `with counted as (
        select s.unit, s.kind, count(distinct c.family_id)::int as n from statistic s join "case" c on c.id = s.case_id
        where s.kind in ('admission', 'removedDuringStay', 'removedDuringStayWithoutReason', 'heldDuringStay') and s.unit is not null
          and s.occurred_at >= ($1 || '-01')::timestamp at time zone 'Europe/Copenhagen'
          and s.occurred_at < (($2 || '-01')::date + interval '1 month')::timestamp at time zone 'Europe/Copenhagen'
        group by 1, 2)
      select unit as sor, (select name from organisation o where o.sor = unit limit 1) as name,
        coalesce(max(n) filter (where kind = 'admission'), 0) as admissions,
        coalesce(max(n) filter (where kind = 'removedDuringStay'), 0) as removed,
        coalesce(max(n) filter (where kind = 'removedDuringStayWithoutReason'), 0) as "removedWithoutReason",
        coalesce(max(n) filter (where kind = 'heldDuringStay'), 0) as held
      from counted group by unit order by removed desc, admissions desc, unit`,
    values: [from, to],
  });
  return rows;
}
