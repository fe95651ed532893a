import type { Pool } from 'pg';
import type { LegalBasis, Role, Text } from '../../workflows/definition.ts';

export interface TaskRow {
  id: string;
  caseId: string;
  key: string;
  title: Text;
  role: Role;
  organisationId: string;
  basis: LegalBasis;
  openedAt: Date;
  deadlineAt: Date;
  claimedBy: string | null;
  claimedByName: string | null;
  snoozedUntil: Date | null;
  snoozeReason: string | null;
}

export const taskColumns = `t.id, t.case_id as "caseId", t.key, t.title, t.role, t.organisation_id as "organisationId", t.basis,
  t.opened_at as "openedAt", t.deadline_at as "deadlineAt", t.claimed_by as "claimedBy", p.name as "claimedByName",
  t.snoozed_until as "snoozedUntil", t.snooze_reason as "snoozeReason"`;

/** The open tasks of these cases, the most urgent first. */
export async function familyTasks(pool: Pool, caseIds: readonly string[]): Promise<TaskRow[]> {
  const { rows } = await pool.query<TaskRow>({
    name: 'family-tasks',
    text: `select ${taskColumns} from task t left join person p on p.id = t.claimed_by::uuid
      where t.case_id = any($1::uuid[]) and t.closed_at is null order by t.deadline_at, t.id`,
    values: [caseIds],
  });
  return rows;
}
