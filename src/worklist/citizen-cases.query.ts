import type { Pool } from 'pg';
import type { WorkflowName } from '../../workflows/definition.ts';
import type { Vault } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';

export interface CitizenCaseRow {
  id: string;
  citizenId: string;
  workflow: WorkflowName;
  municipalityId: string;
  openedAt: Date;
  closedAt: Date | null;
}

/** A citizen's own cases, the newest first. */
export async function citizenCases(pool: Pool, vault: Vault, cpr: Cpr): Promise<CitizenCaseRow[]> {
  const { rows } = await pool.query<CitizenCaseRow>({
    name: 'citizen-cases',
    text: `select c.id, c.citizen_id as "citizenId", c.workflow, c.municipality_id as "municipalityId",
        c.opened_at as "openedAt", c.closed_at as "closedAt"
      from citizen_number n join "case" c on c.citizen_id = n.citizen_id
      where n.lookup = $1 and c.parent_id is null order by c.opened_at desc, c.id`,
    values: [vault.hash('cpr', cpr)],
  });
  return rows;
}
