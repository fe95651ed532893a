import type { Pool } from 'pg';

export interface RequestCount {
  /** `practice`, `autoForward` (West), `pool` (East), `noWay` or `unknown`. */
  way: string;
  /** `notRejected`, or what the care record shows of the rejection: `shown`, `findable` or `invisible`. */
  seen: string;
  open: boolean;
  /** Days since it was made, of open ones: `0-6`, `7-13`, `14-27` or `28+`; `closed` of the others. */
  age: string;
  count: number;
}

/** Prescription requests by the way they go, who can see them, and for how long they have waited (R61–R65). */
export async function requestCounts(pool: Pool, at: string): Promise<RequestCount[]> {
  const { rows } = await pool.query<RequestCount>({
    name: 'statistics-requests',
    text: `select split_part(s.kind, '.', 2) as way, split_part(s.kind, '.', 3) as seen, c.closed_at is null as open,
        case when c.closed_at is not null then 'closed'
          when s.occurred_at > $1::timestamptz - interval '7 days' then '0-6'
          when s.occurred_at > $1::timestamptz - interval '14 days' then '7-13'
          when s.occurred_at > $1::timestamptz - interval '28 days' then '14-27'
          else '28+' end as age, count(distinct c.family_id)::int as count
      from statistic s join "case" c on c.id = s.case_id where s.key = 'request' group by 1, 2, 3, 4 order by 1, 2, 3 desc, 4`,
    values: [at],
  });
  return rows;
}
