import type { Text } from '../../workflows/definition.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit, writeReads, writeReadsOfCitizens } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { overseenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { csv } from '../kernel/csv.ts';
import { accessLogOf } from './access-log.query.ts';
import type { AccessLogRow } from './access-log.query.ts';
import { auditEvents } from './audit-event.ts';
import { describeAccess } from './describe-access.ts';
import type { DescribedAccess } from './describe-access.ts';

interface Asked {
  format: 'csv' | 'fhir';
  /** Of the table; a FHIR answer says everything in both. */
  language: keyof Text;
  purpose: Purpose;
}

/**
 * The citizen's extract of the access log: who saw or changed what, for which organisation, why, in the citizen's words.
 * Reading it is logged, also where nothing was found. A data protection officer gets it for the citizens of the own organisation.
 */
export async function readAccessLog(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  cpr: Cpr,
  { format, language, purpose }: Asked,
): Promise<{ type: string; body: string }> {
  const { pool, keys, clock } = overseenBy(store, caller);
  const rows = await accessLogOf(pool, keys.vault, cpr);
  const at = await clock(pool);
  const entry = { at, caller, action: 'read', detail: 'access log', purpose } as const;
  const cases = rows.flatMap(({ caseId }) => caseId ?? []);
  if (rows.length === 0) await writeAudit(pool, { at, caller, action: 'search', detail: 'nothing found', purpose });
  else if (cases.length > 0) await writeReads(pool, entry, cases);
  else await writeReadsOfCitizens(pool, entry, [...new Set(rows.map(({ citizenId }) => citizenId))]);
  const described = rows.map((row): [AccessLogRow, DescribedAccess] => [
    row,
    describeAccess(row, row.workflow ? definitions(row.workflow) : undefined),
  ]);
  return format === 'fhir'
    ? { type: 'application/fhir+json', body: JSON.stringify(auditEvents(described)) }
    : { type: 'text/csv; charset=utf-8', body: table(described, language) };
}

const header: readonly Text[] = [
  { da: 'Tidspunkt (dansk tid)', en: 'Time (Danish)' },
  { da: 'Hvem', en: 'Who' },
  { da: 'Rolle', en: 'Role' },
  { da: 'Organisation', en: 'Organisation' },
  { da: 'Handling', en: 'Action' },
  { da: 'Hvad', en: 'What' },
  { da: 'Hvorfor', en: 'Why' },
  { da: 'Slags forløb', en: 'Kind of case' },
  { da: 'Forløbets id', en: 'Id of the case' },
];

function table(described: readonly [AccessLogRow, DescribedAccess][], language: keyof Text): string {
  const cells = described.map(([{ at, organisation, caseId }, { who, role, action, what, why, workflow }]) => {
    const [named, acted, ...words] = [who, role, action, what, why, workflow].map((text) => text[language]);
    return [danish.format(at), named ?? null, acted ?? null, organisation, ...words, caseId];
  });
  return csv(
    header.map((text) => text[language]),
    cells,
  );
}

/** `2026-11-20 08:00:00`: Swedish writes a date as ISO 8601 does, and a spreadsheet sorts it. */
const danish = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
  timeZone: 'Europe/Copenhagen',
});
