import type { Pool, PoolClient } from 'pg';
import type { Purpose } from './read-purpose.ts';

/** One row of the audit trail. A change is written by the engine, in the transaction of the change. */
export interface AuditEntry {
  at: string;
  /** A caller, or an actor of the engine. */
  caller: { kind: string; id: string; role: string; organisationId?: string };
  action: 'read' | 'search' | 'change';
  caseId?: string;
  /** What was seen or done, in words of the product: no personal data. */
  detail: string;
  purpose: Purpose;
}

export async function writeAudit(client: Pool | PoolClient, entry: AuditEntry): Promise<void> {
  const { at, caller, action, caseId, detail, purpose } = entry;
  await client.query(
    `insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, case_id, detail, purpose)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [at, caller.kind, caller.id, caller.role, caller.organisationId, action, caseId, detail, purpose],
  );
}
