import type { Pool } from 'pg';
import type { Role, WorkflowName } from '../../workflows/definition.ts';
import type { Vault } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';

/** One look at or change of a citizen's cases. */
export interface AccessLogRow {
  at: Date;
  action: 'read' | 'search' | 'change';
  /** What was seen or done, in words of the product. */
  detail: string;
  purpose: string;
  /** Null where the citizen was seen without a case, as a candidate. */
  caseId: string | null;
  citizenId: string;
  workflow: WorkflowName | null;
  actorKind: string;
  actorRole: Role;
  /** The person or client by name; null where nobody of the directory did it. */
  actorName: string | null;
  organisation: string | null;
  organisationSor: string | null;
}

/** Everything that was seen or changed of a citizen's cases, oldest first, as far as the reader oversees it (view overseen_access). */
export async function accessLogOf(pool: Pool, vault: Vault, cpr: Cpr): Promise<AccessLogRow[]> {
  const { rows } = await pool.query<AccessLogRow>(
    `select a.at, a.action, a.detail, a.purpose, a.case_id as "caseId", a.citizen_id as "citizenId", a.workflow, a.actor_kind as "actorKind",
       a.actor_role as "actorRole", p.name as "actorName", o.name as organisation, o.sor as "organisationSor"
     from overseen_access a left join person p on p.id::text = a.actor_id left join organisation o on o.id = a.organisation_id
     where a.lookup = $1 order by a.id`,
    [vault.hash('cpr', cpr)],
  );
  return rows;
}
