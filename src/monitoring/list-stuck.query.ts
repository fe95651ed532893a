import type { Pool } from 'pg';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';
import { causeOf } from '../kernel/stuck-causes.ts';
import type { StuckCause } from '../kernel/stuck-causes.ts';
import type { Store } from '../db/store.ts';
import type { StuckScope } from './stuck-scope.query.ts';

export interface StuckRow {
  id: string;
  case: string;
  root: string;
  workflow: WorkflowName;
  /** Of the task; of a failed effect the word `effect`. */
  key: string;
  cause: StuckCause;
  title: Text;
  role: Role;
  organisation: string;
  organisationName: string;
  dutyContact: string;
  municipality: string;
  municipalityName: string;
  /** When it first became overdue. */
  since: Date;
  /** Since when the state is waited for; null of a failed effect. */
  waitingSince: Date | null;
  remindedAt: Date;
  /** When someone last asked for a reminder to be sent. */
  toldAt: Date | null;
  claimed: boolean;
}

export interface StuckFilter {
  cause: StuckCause | undefined;
  /** Only these municipalities; undefined for all that the scope has. */
  municipalities: readonly string[] | undefined;
  organisation: string | undefined;
  /** The state of the chart that the task waits in, as its key begins. */
  state: string | undefined;
  before: string | undefined;
}

interface StuckPlace {
  since: string;
  id: string;
}

/** An overdue task: what both indexes of such tasks are of (migration 0067). */
const overdue = 'closed_at is null and overdue_since is not null';

/**
 * The keys of the overdue tasks of everyone, read as the engine reads: one step of the index for each, however many tasks have
 * it. Under the policies each step would go past all the rows that the reader does not see.
 */
async function overdueKeys({ pool }: Store): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    `with recursive known as (
       (select key from task where ${overdue} order by key limit 1)
       union all
       select (select t.key from task t where ${overdue} and t.key > k.key order by t.key limit 1) from known k
       where k.key is not null)
     select key from known where key is not null`,
  );
  return rows.map(({ key }) => key);
}

interface Lanes {
  /** What the lanes are of: the oldest of each are merged. */
  by: 'municipality' | 'key';
  municipalities: string[] | null;
  keys: string[] | null;
}

/** Few municipalities are gone through whatever the cause; of a cause over many, each state of it is. */
const fewMunicipalities = 5;

async function lanesOf(
  store: Store,
  scope: StuckScope,
  { cause, state, municipalities: asked }: StuckFilter,
): Promise<Lanes> {
  const own = scope.municipalities;
  const municipalities = asked ? asked.filter((id) => own === null || own.includes(id)) : own;
  const isFew = municipalities !== null && municipalities.length <= fewMunicipalities;
  if (isFew && !cause && !state) return { by: 'municipality', municipalities: [...municipalities], keys: null };
  const keys = (await overdueKeys(store)).filter(
    (key) => (!cause || causeOf(key) === cause) && (!state || key.startsWith(state)),
  );
  return { by: isFew ? 'municipality' : 'key', municipalities: municipalities && [...municipalities], keys };
}

/** Tasks of one lane: $1 municipalities, $2 keys, $3 with hospitals', $4 organisation, $5 overdue before, $6 and $7 the place, $8 how many. */
const laneSql = (by: Lanes['by']): string => `
  select task.* from unnest(${by === 'key' ? '$2::text[]' : '$1::uuid[]'}) as lane(value), lateral (
    select * from task where ${overdue} and ${by === 'key' ? 'key' : 'municipality_id'} = lane.value
      and ${by === 'key' ? '($1::uuid[] is null or municipality_id = any($1))' : '($2::text[] is null or key = any($2))'}
      and ($3 or basis <> 'hospitalNotification') and ($4::uuid is null or organisation_id = $4)
      and ($5::timestamptz is null or overdue_since <= $5)
      and ($6::timestamptz is null or (overdue_since, id) > ($6, $7::uuid))
    order by overdue_since, id limit $8) task
  order by task.overdue_since, task.id limit $8`;

const laneValues = (
  { municipalities, keys }: Lanes,
  { withHospital }: StuckScope,
  { organisation, before }: StuckFilter,
  after: StuckPlace | undefined,
  limit: number,
): unknown[] => [municipalities, keys, withHospital, organisation, before, after?.since, after?.id, limit];

/**
 * What stands still, that which has stood longest first: overdue tasks and notices that did not arrive, as `seen` shows them.
 * Each place is one step of an index, and what is shown beside it is looked up for the page alone.
 */
export async function listStuck(
  store: Store,
  { pool }: Store,
  scope: StuckScope,
  filter: StuckFilter,
  after: StuckPlace | undefined,
  limit: number,
): Promise<StuckRow[]> {
  const lanes = await lanesOf(store, scope, filter);
  const values = laneValues(lanes, scope, filter, after, limit);
  const [tasks, effects] = await Promise.all([
    pool.query<Omit<StuckRow, 'cause'>>(
      `with page as materialized (${laneSql(lanes.by)})
       select p.id, p.case_id as "case", c.family_id as root, c.workflow, p.key, p.title, p.role, p.organisation_id as organisation,
         o.name as "organisationName", o.duty_contact as "dutyContact", c.municipality_id as municipality,
         m.name as "municipalityName", p.overdue_since as since, p.waiting_since as "waitingSince", p.deadline_at as "remindedAt",
         p.reminded_at as "toldAt", p.claimed_by is not null as claimed
       from page p join "case" c on c.id = p.case_id join organisation o on o.id = p.organisation_id
         join organisation m on m.id = c.municipality_id
       order by p.overdue_since, p.id`,
      values,
    ),
    asksForEffects(filter)
      ? pool.query<Omit<StuckRow, 'cause'>>(failedEffectsSql, [
          lanes.municipalities,
          scope.withHospital,
          filter.organisation,
          filter.before,
          after?.since,
          after?.id,
          limit,
        ])
      : { rows: [] },
  ]);
  const rows: StuckRow[] = [
    ...tasks.rows.map((row) => ({ ...row, cause: causeOf(row.key) })),
    ...effects.rows.map((row) => ({ ...row, cause: 'failedEffect' as const })),
  ];
  return rows.toSorted((a, b) => a.since.getTime() - b.since.getTime() || (a.id < b.id ? -1 : 1)).slice(0, limit);
}

/** The ids and cases of all overdue tasks that the filter takes, up to `limit`. */
export async function listOverdue(
  store: Store,
  { pool }: Store,
  scope: StuckScope,
  filter: StuckFilter,
  limit: number,
): Promise<string[]> {
  const lanes = await lanesOf(store, scope, filter);
  const { rows } = await pool.query<{ id: string }>(
    `select id from (${laneSql(lanes.by)}) overdue`,
    laneValues(lanes, scope, filter, undefined, limit),
  );
  return rows.map(({ id }) => id);
}

const asksForEffects = ({ cause, state }: StuckFilter): boolean => !state && (!cause || cause === 'failedEffect');

/** Who may not know of a hospital’s messages is told of no failure in a stay (P3). */
const failedEffects = `from incident i join "case" c on c.id = i.case_id
  where i.status = 'open' and i.kind = 'effect' and ($1::uuid[] is null or c.municipality_id = any($1))
    and ($2 or c.workflow <> 'hospital-stay')`;

const failedEffectsSql = `
  select i.id, i.case_id as "case", c.family_id as root, c.workflow, 'effect' as key, i.advice as title, 'administrator' as role,
    o.id as organisation, o.name as "organisationName", o.duty_contact as "dutyContact", m.id as municipality,
    m.name as "municipalityName", date_trunc('milliseconds', i.opened_at) as since, null as "waitingSince",
    i.opened_at as "remindedAt", null as "toldAt", false as claimed
  from (select i.id, i.case_id, i.advice, i.opened_at, coalesce(i.organisation_id, c.municipality_id) as organisation_id ${failedEffects}) i
    join "case" c on c.id = i.case_id join organisation o on o.id = i.organisation_id join organisation m on m.id = c.municipality_id
  where ($3::uuid is null or o.id = $3) and ($4::timestamptz is null or i.opened_at <= $4)
    and ($5::timestamptz is null or (date_trunc('milliseconds', i.opened_at), i.id) > ($5, $6::uuid))
  order by 13, 1 limit $7`;

export interface StuckCount {
  cause: StuckCause;
  municipality: string;
  municipalityName: string;
  count: number;
}

/** Each counter with what decisions have changed of it since it was added up. */
const counters = `(
  select municipality_id, version, key, hospital, tasks, families from waiting_count
  union all select municipality_id, version, key, hospital, tasks, families from waiting_count_change) counted`;

/** How many stand still, by cause and municipality: tasks for those who see which, and citizens for those who see numbers only. */
export async function countStuck(
  pool: Pool,
  { municipalities, withHospital, numbersOnly }: StuckScope,
): Promise<StuckCount[]> {
  const { rows } = await pool.query<StuckCount>({
    text: `with stuck as (
        select substr(key, 7) as cause, municipality_id, sum(case when $3 then families else tasks end)::int as count
        from ${counters} where version = 0 and ($1::uuid[] is null or municipality_id = any($1)) and ($2 or not hospital)
        group by 1, 2
        union all
        select 'failedEffect', c.municipality_id, count(distinct case when $3 then c.family_id else i.id end)::int
        ${failedEffects} group by 2)
      select s.cause, s.municipality_id as municipality, m.name as "municipalityName", s.count
      from stuck s join organisation m on m.id = s.municipality_id where s.count > 0 order by s.count desc, m.name`,
    values: [municipalities, withHospital, numbersOnly],
  });
  return rows;
}

export interface WaitingCount {
  workflow: WorkflowName;
  version: number;
  /** Dotted path from the root of the chart. */
  state: string;
  waiting: number;
  overdue: number;
}

/** How many wait in each state of each chart, overdue or not. */
export async function countWaiting(
  pool: Pool,
  { municipalities, withHospital, numbersOnly }: StuckScope,
): Promise<WaitingCount[]> {
  const { rows } = await pool.query<WaitingCount>({
    text: `select workflow, version, state, waiting, case when state like '%.overdue' then waiting else 0 end as overdue
      from (
        select split_part(key, '.', 1) as workflow, version, substr(key, strpos(key, '.') + 1) as state,
          sum(case when $3 then families else tasks end)::int as waiting
        from ${counters} where version > 0 and ($1::uuid[] is null or municipality_id = any($1)) and ($2 or not hospital)
        group by 1, 2, 3) s
      where waiting > 0 order by 1, 2, 3`,
    values: [municipalities, withHospital, numbersOnly],
  });
  return rows;
}
