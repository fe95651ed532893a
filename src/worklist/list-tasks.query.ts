import type { Pool } from 'pg';
import type { Role, WorkflowName } from '../../workflows/definition.ts';
import { taskColumns } from './family-tasks.query.ts';
import type { TaskRow } from './family-tasks.query.ts';
import { nextCutOffSql } from './next-cut-off.query.ts';

export interface ListedTaskRow extends TaskRow {
  rootId: string;
  workflow: WorkflowName;
  municipalityId: string;
  citizenId: string | null;
  firstGap: string | null;
  coveredUntil: string | null;
  hasPrivateDrugs: boolean;
  /** The first change cut-off ahead of a roll of the citizen's that is not packed. */
  nextCutOffAt: Date | null;
}

export interface TaskFilter {
  organisationId: string;
  role: Role;
  workflow: WorkflowName | undefined;
  /** Only tasks that one of these persons has claimed. */
  claimedBy: readonly string[] | undefined;
  /** Only tasks that nobody has claimed. */
  free?: boolean;
  /**
   * Only what is due before `at`, now, by the end of its Danish day, or of the seventh day after. A task that was overdue before waits
   * for the day of its next reminder, and says so by its title.
   */
  due?: 'passed' | 'today' | 'week' | undefined;
  at: string;
  /** Leaves out what is snoozed beyond this instant. */
  awakeAt: string | undefined;
  after: { deadlineAt: string; id: string } | undefined;
  limit: number;
}

/** An organisation's open tasks of one role, the most urgent first (index task_list). */
export async function listTasks(pool: Pool, filter: TaskFilter): Promise<ListedTaskRow[]> {
  const { organisationId, role, workflow, claimedBy, free = false, due, at, awakeAt, after, limit } = filter;
  const { rows } = await pool.query<ListedTaskRow>({
    text: `select ${taskColumns}, c.family_id as "rootId", c.workflow, c.municipality_id as "municipalityId",
        c.citizen_id as "citizenId", r.first_gap::text as "firstGap", r.covered_until::text as "coveredUntil",
        r.has_private_drugs as "hasPrivateDrugs",
        ${nextCutOffSql('c', '$11')} as "nextCutOffAt"
      from task t join "case" c on c.id = t.case_id join "case" r on r.id = c.family_id left join person p on p.id = t.claimed_by::uuid
      where t.organisation_id = $1 and t.role = $2 and t.closed_at is null
        and ($3::text[] is null or t.claimed_by = any($3))
        and ($4::timestamptz is null or t.snoozed_until is null or t.snoozed_until <= $4)
        and ($8::text is null or c.workflow = $8)
        and (not $9 or t.claimed_by is null)
        and ($10::text is null or ($10 = 'passed' and starts_with(t.title ->> 'da', 'Overskredet:')) or t.deadline_at < case $10 when 'passed' then $11::timestamptz else
          (date_trunc('day', $11::timestamptz at time zone 'Europe/Copenhagen') + case $10 when 'today' then interval '1 day' else interval '8 days' end)
            at time zone 'Europe/Copenhagen' end)
        and ($5::timestamptz is null or (t.deadline_at, t.id) > ($5, $6::uuid))
      order by t.deadline_at, t.id limit $7`,
    values: [organisationId, role, claimedBy, awakeAt, after?.deadlineAt, after?.id, limit, workflow, free, due, at],
  });
  return rows;
}
