import type { Pool, PoolClient } from 'pg';
import type { CitizenDetail } from './details.ts';
import type { Purpose } from './read-purpose.ts';

interface Entry {
  at: string;
  /** A caller, or an actor of the engine. */
  caller: { kind: string; id: string; role: string; organisationId?: string };
  action: 'read' | 'search' | 'change';
  purpose: Purpose;
}

/** What was seen or done, in words of the product: no personal data. */
type Of =
  /** Of a case, or of a citizen who may have none. */
  | { caseId?: string; citizenId?: string; detail: CitizenDetail }
  /** Of nobody: what an administrator set, or a search that found nobody. */
  | { caseId?: never; citizenId?: never; detail: string };

/** One row of the audit trail. A change is written by the engine, in the transaction of the change. */
export type AuditEntry = Entry & Of;
/** Of several at once. */
type Reading = Entry & { detail: CitizenDetail };

export async function writeAudit(client: Pool | PoolClient, entry: AuditEntry): Promise<void> {
  const { at, caller, action, caseId, citizenId, detail, purpose } = entry;
  await client.query(
    `insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, case_id, detail, purpose, citizen_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [at, caller.kind, caller.id, caller.role, caller.organisationId, action, caseId, detail, purpose, citizenId],
  );
}

/** A list shows cases too (P2): one row for each. */
export async function writeReads(
  client: Pool | PoolClient,
  { at, caller, action, detail, purpose }: Reading,
  caseIds: readonly string[],
): Promise<void> {
  if (caseIds.length === 0) return;
  await client.query(
    `insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, case_id, detail, purpose)
     select $1, $2, $3, $4, $5, $6, case_id, $8, $9 from unnest($7::uuid[]) as case_id`,
    [at, caller.kind, caller.id, caller.role, caller.organisationId, action, [...new Set(caseIds)], detail, purpose],
  );
}

/** A list of citizens who may have no case: one row for each. */
export async function writeReadsOfCitizens(
  client: Pool | PoolClient,
  { at, caller, action, detail, purpose }: Reading,
  citizenIds: readonly string[],
): Promise<void> {
  if (citizenIds.length === 0) return;
  await client.query(
    `insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, detail, purpose, citizen_id)
     select $1, $2, $3, $4, $5, $6, $7, $8, citizen_id from unnest($9::uuid[]) as citizen_id`,
    [at, caller.kind, caller.id, caller.role, caller.organisationId, action, detail, purpose, citizenIds],
  );
}
