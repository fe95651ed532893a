import type { Purpose } from '../audit/read-purpose.ts';
import { writeReads } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { csv } from '../kernel/csv.ts';
import { accessLogOf } from './access-log.query.ts';
import type { AccessLogRow } from './access-log.query.ts';
import { auditEvents } from './audit-event.ts';

export type AccessLogFormat = 'csv' | 'fhir';

/**
 * The citizen's extract of the access log: who saw or changed what, for which organisation, why. Reading it is logged. A data
 * protection officer gets it for the citizens of the own organisation.
 */
export async function readAccessLog(
  { pool, keys, clock }: Pick<Store, 'pool' | 'keys' | 'clock'>,
  caller: Caller,
  cpr: Cpr,
  format: AccessLogFormat,
  purpose: Purpose,
): Promise<{ type: string; body: string }> {
  const isAdministrator = caller.role === 'administrator';
  const rows = await accessLogOf(pool, keys.vault, cpr, isAdministrator ? undefined : caller.organisationId);
  const at = await clock(pool);
  const cases = rows.flatMap(({ caseId }) => caseId ?? []);
  await writeReads(pool, { at, caller, action: 'read', detail: 'access log', purpose }, cases);
  return format === 'fhir'
    ? { type: 'application/fhir+json', body: JSON.stringify(auditEvents(rows)) }
    : { type: 'text/csv; charset=utf-8', body: csv(header, rows.map(cells)) };
}

const header = ['Tidspunkt', 'Hvem', 'Rolle', 'Organisation', 'Handling', 'Hvad', 'Formål', 'Forløb', 'Slags forløb'];

function cells(row: AccessLogRow): (string | null)[] {
  const { at, actorName, actorKind, actorRole, organisation, action, detail, purpose, caseId, workflow } = row;
  return [at.toISOString(), actorName ?? actorKind, actorRole, organisation, action, detail, purpose, caseId, workflow];
}
