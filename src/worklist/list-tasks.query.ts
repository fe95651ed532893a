import type { Pool } from 'pg';
import type { Role, WorkflowName } from '../../workflows/definition.ts';
import { taskColumns } from './family-tasks.query.ts';
import type { TaskRow } from './family-tasks.query.ts';

export interface ListedTaskRow extends TaskRow {
  rootId: string;
  workflow: WorkflowName;
  municipalityId: string;
  citizenId: string;
}

export interface TaskFilter {
  organisationId: string;
  role: Role;
  /** Only tasks that this person has claimed. */
  claimedBy: string | undefined;
  /** Leaves out what is snoozed beyond this instant. */
  awakeAt: string | undefined;
  after: { deadlineAt: string; id: string } | undefined;
  limit: number;
}

/** An organisation's open tasks of one role, the most urgent first (index task_list). */
export async function listTasks(pool: Pool, filter: TaskFilter): Promise<ListedTaskRow[]> {
  const { organisationId, role, claimedBy, awakeAt, after, limit } = filter;
  const { rows } = await pool.query<ListedTaskRow>({
    text: `select ${taskColumns}, c.family_id as "rootId", c.workflow, c.municipality_id as "municipalityId",
        c.citizen_id as "citizenId"
      from task t join "case" c on c.id = t.case_id left join person p on p.id = t.claimed_by::uuid
      where t.organisation_id = $1 and t.role = $2 and t.closed_at is null
        and ($3::text is null or t.claimed_by = $3)
        and ($4::timestamptz is null or t.snoozed_until is null or t.snoozed_until <= $4)
        and ($5::timestamptz is null or (t.deadline_at, t.id) > ($5, $6::uuid))
      order by t.deadline_at, t.id limit $7`,
    values: [organisationId, role, claimedBy, awakeAt, after?.deadlineAt, after?.id, limit],
  });
  return rows;
}
