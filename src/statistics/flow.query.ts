import type { Pool } from 'pg';

/** How many citizens by what happened to them: `takenOver`, `started`, `ended.<reason>`, `givenUp.<reason>`, `consentDeclined.<reason>`. */
export interface Flow {
  month: string;
  kind: string;
  count: number;
}

/** What came into being in these months and stands: what was undone is not counted. Months as `2026-09`, both included. */
export async function flowOf(pool: Pool, from: string, to: string): Promise<Flow[]> {
  const { rows } = await pool.query<Flow>({
    name: 'statistics-flow',
    text: `select to_char(occurred_at at time zone 'Europe/Copenhagen', 'YYYY-MM') as month, kind, count(distinct case_id)::int as count
      from statistic where key in ('started', 'ended', 'consentDeclined')
        and occurred_at >= ($1 || '-01')::timestamp at time zone 'Europe/Copenhagen'
        and occurred_at < (($2 || '-01')::date + interval '1 month')::timestamp at time zone 'Europe/Copenhagen'
      group by 1, 2 order by 1, 2`,
    values: [from, to],
  });
  return rows;
}
