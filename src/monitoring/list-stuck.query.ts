import type { Pool } from 'pg';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';
import { causesByKey } from './stuck-causes.ts';
import type { StuckCause } from './stuck-causes.ts';
import type { StuckScope } from './stuck-scope.query.ts';

export interface StuckRow {
  id: string;
  case: string;
  root: string;
  workflow: WorkflowName;
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
  remindedAt: Date;
  claimed: boolean;
}

export interface StuckFilter {
  cause: StuckCause | undefined;
  municipality: string | undefined;
  organisation: string | undefined;
  /** The state of the chart that the task waits in, as its key begins. */
  state: string | undefined;
  before: string | undefined;
  after: { since: string; id: string } | undefined;
  limit: number;
}

const prefixes = Object.keys(causesByKey);
const causes = Object.values(causesByKey);

/** Overdue tasks with their cause: parameters $1 and $2 are the causes by key, $3 the municipalities, $4 whether with hospitals'. */
const stuck = `select t.*, c.family_id, c.workflow, c.version, c.municipality_id, coalesce((
      select k.cause from unnest($1::text[], $2::text[]) as k(prefix, cause)
      where starts_with(t.key, k.prefix) order by length(k.prefix) desc limit 1), 'overdueTask') as cause
    from task t join "case" c on c.id = t.case_id
    where t.closed_at is null and starts_with(t.title ->> 'da', 'Overskredet:')
      and ($3::uuid[] is null or c.municipality_id = any($3)) and ($4 or t.basis <> 'hospitalNotification')`;

const scoped = ({ municipalities, withHospital }: StuckScope): unknown[] => [
  prefixes,
  causes,
  municipalities,
  withHospital,
];

/** What stands still, that which has stood longest first. */
export async function listStuck(pool: Pool, scope: StuckScope, filter: StuckFilter): Promise<StuckRow[]> {
  const { cause, municipality, organisation, state, before, after, limit } = filter;
  const { rows } = await pool.query<StuckRow>({
    text: `with stuck as (${stuck}), dated as (
        select s.*, date_trunc('milliseconds', (
          select min(o.opened_at) from task o where o.case_id = s.case_id and o.key = s.key)) as since
        from stuck s)
      select d.id, d.case_id as "case", d.family_id as root, d.workflow, d.cause, d.title, d.role,
        d.organisation_id as organisation, o.name as "organisationName", o.duty_contact as "dutyContact",
        d.municipality_id as municipality, m.name as "municipalityName", d.since, d.deadline_at as "remindedAt",
        d.claimed_by is not null as claimed
      from dated d join organisation o on o.id = d.organisation_id join organisation m on m.id = d.municipality_id
      where ($5::text is null or d.cause = $5) and ($6::uuid is null or d.municipality_id = $6)
        and ($7::uuid is null or d.organisation_id = $7) and ($8::text is null or starts_with(d.key, $8))
        and ($9::timestamptz is null or d.since <= $9) and ($10::timestamptz is null or (d.since, d.id) > ($10, $11::uuid))
      order by d.since, d.id limit $12`,
    values: [...scoped(scope), cause, municipality, organisation, state, before, after?.since, after?.id, limit],
  });
  return rows;
}

export interface StuckCount {
  cause: StuckCause;
  municipality: string;
  municipalityName: string;
  count: number;
}

/** How many stand still, by cause and municipality: tasks for those who see which, and citizens for those who see numbers only. */
export async function countStuck(pool: Pool, scope: StuckScope): Promise<StuckCount[]> {
  const { rows } = await pool.query<StuckCount>({
    text: `with stuck as (${stuck})
      select s.cause, s.municipality_id as municipality, m.name as "municipalityName", count(distinct case when $5 then s.family_id else s.id end)::int as count
      from stuck s join organisation m on m.id = s.municipality_id group by s.cause, s.municipality_id, m.name
      order by count desc, m.name`,
    values: [...scoped(scope), scope.numbersOnly],
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
    text: `select c.workflow, c.version, substr(t.key, length(c.workflow) + 2) as state, count(distinct unit)::int as waiting,
        (count(distinct unit) filter (where starts_with(t.title ->> 'da', 'Overskredet:')))::int as overdue
      from task t join "case" c on c.id = t.case_id, lateral (select case when $3 then c.family_id else t.id end as unit) u
      where t.closed_at is null and ($1::uuid[] is null or c.municipality_id = any($1)) and ($2 or t.basis <> 'hospitalNotification')
      group by 1, 2, 3 order by 1, 2, 3`,
    values: [municipalities, withHospital, numbersOnly],
  });
  return rows;
}
