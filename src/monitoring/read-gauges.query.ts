import type { Pool } from 'pg';
import type { Store } from '../db/store.ts';
import { countStuck } from './list-stuck.query.ts';

/** Where more wait than this, how many more tells nothing new: counting stops. */
const most = 10_000;

/** How much of what stands in the database now; ages in seconds. */
export interface Gauges {
  /** Open cases by where each region of them stands. */
  cases: { workflow: string; region: string; state: string; cases: number }[];
  /** Overdue tasks by what holds them up. */
  stuck: { cause: string; count: number }[];
  incidents: { kind: string; count: number }[];
  timersOverdue: number;
  timerLag: number;
  effectsWaiting: number;
  effectLag: number;
  inbox: number;
  oldestTransaction: number;
}

/** Read from counters and the ends of indexes: no table is gone through, however many citizens there are. */
export async function readGauges({ pool, clock }: Pick<Store, 'pool' | 'clock'>): Promise<Gauges> {
  const [cases, stuck, incidents, waiting] = await Promise.all([
    pool.query<Gauges['cases'][number]>(casesSql),
    countStuck(pool, { municipalities: null, withHospital: true, numbersOnly: false }),
    pool.query<Gauges['incidents'][number]>(
      `select kind, count(*)::int as count from incident where status = 'open' group by kind`,
    ),
    pool.query<Omit<Gauges, 'cases' | 'stuck' | 'incidents'>>(waitingSql, [await clock(pool), most]),
  ]);
  const [numbers] = waiting.rows;
  if (!numbers) throw new Error('Expected one row of numbers');
  const byCause = new Map<string, number>();
  // What the system could not do has its own numbers.
  for (const { cause, count } of stuck)
    if (cause !== 'failedEffect') byCause.set(cause, (byCause.get(cause) ?? 0) + count);
  return {
    cases: cases.rows,
    stuck: [...byCause].map(([cause, count]) => ({ cause, count })),
    incidents: incidents.rows,
    ...numbers,
  };
}

/** Messages received that nobody has come to yet, up to the limit. */
export async function countInbox(pool: Pool, limit: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from (${inboxSql} limit $1) counted`,
    [limit],
  );
  return rows[0]?.count ?? 0;
}

const casesSql = `
  select workflow, region, state, sum(cases)::int as cases from (
    select workflow, region, state, cases from case_count
    union all select workflow, region, state, change from case_count_change) counted
  group by 1, 2, 3 having sum(cases) <> 0 order by 1, 2, 3`;

/** What waits for its next try does not wait for us. */
const inboxSql = `select from inbox where status = 'received' and (retry_at is null or retry_at <= clock_timestamp())`;

/** The first of each receiver, one step of the index for each: none is read past what another has waiting. */
const waitingSql = `
  with recursive receiver as (
    (select organisation_id, due_at from outbox where status = 'pending' and organisation_id is not null
      order by organisation_id, due_at, id limit 1)
    union all
    select next.* from receiver r, lateral (
      select o.organisation_id, o.due_at from outbox o where o.status = 'pending' and o.organisation_id > r.organisation_id
      order by o.organisation_id, o.due_at, o.id limit 1) next
  ), first as (
    select due_at from receiver
    union all (select due_at from outbox where status = 'pending' and organisation_id is null order by due_at, id limit 1)
  )
  select (select count(*)::int from (select from timer where due_at <= $1 limit $2) counted) as "timersOverdue",
    coalesce((select extract(epoch from $1::timestamptz - min(due_at)) from timer where due_at <= $1), 0)::float8 as "timerLag",
    (select count(*)::int from (select from outbox where status = 'pending' limit $2) counted) as "effectsWaiting",
    coalesce((select extract(epoch from clock_timestamp() - min(due_at)) from first where due_at <= clock_timestamp()), 0)::float8
      as "effectLag",
    (select count(*)::int from (${inboxSql} limit $2) counted) as inbox,
    coalesce((select extract(epoch from clock_timestamp() - min(xact_start)) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()), 0)::float8 as "oldestTransaction"`;
