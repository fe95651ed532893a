import type { Pool } from 'pg';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';
import type { StuckScope } from './stuck-scope.query.ts';

interface SoonRow {
  id: string;
  case: string;
  root: string;
  workflow: WorkflowName;
  title: Text;
  role: Role;
  organisation: string;
  organisationName: string;
  dutyContact: string;
  municipalityName: string;
  deadlineAt: Date;
  claimed: boolean;
}

/** Tasks whose deadline passes within so long and that are not overdue yet, the nearest first (index task_of_municipality). */
export async function listSoon(
  pool: Pool,
  { municipalities, withHospital }: StuckScope,
  asked: {
    municipality: string | undefined;
    from: string;
    until: string;
    after: { deadlineAt: string; id: string } | undefined;
    limit: number;
  },
): Promise<SoonRow[]> {
  const { municipality, from, until, after, limit } = asked;
  const own = municipality
    ? [municipality].filter((id) => !municipalities || municipalities.includes(id))
    : municipalities;
  const { rows } = await pool.query<SoonRow>(
    `with page as materialized (
       select task.* from (select id from organisation where kind = 'municipality' and ($1::uuid[] is null or id = any($1))) lane, lateral (
         select * from task where closed_at is null and municipality_id = lane.id and overdue_since is null
           and deadline_at >= $3 and deadline_at < $4 and ($2 or basis <> 'hospitalNotification')
           and ($5::timestamptz is null or (deadline_at, id) > ($5, $6::uuid))
         order by deadline_at, id limit $7) task
       order by task.deadline_at, task.id limit $7)
     select p.id, p.case_id as "case", c.family_id as root, c.workflow, p.title, p.role, p.organisation_id as organisation,
       o.name as "organisationName", o.duty_contact as "dutyContact", m.name as "municipalityName", p.deadline_at as "deadlineAt",
       p.claimed_by is not null as claimed
     from page p join "case" c on c.id = p.case_id join organisation o on o.id = p.organisation_id
       join organisation m on m.id = c.municipality_id
     order by p.deadline_at, p.id`,
    [own, withHospital, from, until, after?.deadlineAt, after?.id, limit],
  );
  return rows;
}

/** Timers that the system has not come to in five minutes, up to 1,000: work stands still. */
export async function countLateTimers(pool: Pool, at: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from (
       select from timer where due_at < $1::timestamptz - interval '5 minutes' limit 1000) late`,
    [at],
  );
  return rows[0]?.count ?? 0;
}
