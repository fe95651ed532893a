import type { Pool } from 'pg';
import { worksAs } from '../../workflows/definition.ts';
import type { Parties } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';
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

/** Whether the caller's organisation is among these parties; of a case that is there, `relationTo` says since and until when. */
export function isAmong(caller: Caller, parties: Parties): boolean {
  const { region, ...others } = parties;
  // A region takes part by its nursing staff alone: its coordinators see aggregates.
  if (region === caller.organisationId && worksAs(caller.role) === 'municipalNurse') return true;
  return servesAll(caller) || Object.values(others).includes(caller.organisationId);
}
