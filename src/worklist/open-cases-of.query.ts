import type { Pool } from 'pg';
import type { WorkflowName } from '../../workflows/definition.ts';

export interface OpenCaseRow {
  id: string;
  workflow: WorkflowName;
  citizenId: string;
  municipalityId: string;
  openedAt: Date;
  closedAt: Date | null;
}

/** The citizens' open cases that an organisation takes part in now. */
export async function openCasesOf(pool: Pool, organisationId: string, at: string): Promise<OpenCaseRow[]> {
  const { rows } = await pool.query<OpenCaseRow>({
    name: 'open-cases-of',
    text: `select c.id, c.workflow, c.citizen_id as "citizenId", c.municipality_id as "municipalityId",
        c.opened_at as "openedAt", c.closed_at as "closedAt"
      from "case" c where c.parent_id is null and c.citizen_id is not null and c.closed_at is null
        and c.id in (select family_id from participation
          where organisation_id = $1 and since <= $2 and (until is null or until > $2))
      order by c.id`,
    values: [organisationId, at],
  });
  return rows;
}
