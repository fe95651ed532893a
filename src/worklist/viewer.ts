import type { Pool } from 'pg';
import type { Parties } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import type { OrganisationKind } from '../db/tables.ts';
import type { Viewer } from './redact.ts';

export async function viewerOf(pool: Pool, { role, organisationId }: Caller): Promise<Viewer> {
  const { rows } = await pool.query<{ kind: OrganisationKind }>({
    name: 'organisation-kind',
    text: 'select kind from organisation where id = $1',
    values: [organisationId],
  });
  const kind = rows[0]?.kind;
  if (!kind) throw new Error(`Expected the organisation ${organisationId} of a caller in the directory`);
  return { role, organisationId, organisationKind: kind };
}

/** Administrators and integration clients serve every organisation; everyone else only what their own takes part in. */
export function servesAll({ kind, role, scopes }: Caller): boolean {
  return role === 'administrator' || (kind === 'client' && scopes.includes('integration'));
}

export function takesPart(caller: Caller, parties: Parties): boolean {
  return servesAll(caller) || Object.values(parties).includes(caller.organisationId);
}
