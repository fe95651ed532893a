import { randomUUID } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { danishDate, plusDays } from '../../workflows/calendar.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { findOrCreateCitizen } from '../directory/find-or-create-citizen.ts';
import { environmentAt } from '../engine/environment.ts';
import { dMarksOf } from '../intake/read-supply.query.ts';
import { checkCpr } from '../kernel/cpr.ts';
import { fieldFaults } from '../kernel/field-faults.ts';
import { badRequest } from '../kernel/problem.ts';
import { assessCandidate } from './assess-candidate.ts';
import { CandidateGiven } from './questions.ts';
import type { ImportCandidates } from './questions.ts';
import { readCandidates } from './read-candidates.ts';
import { settleDMarks } from './settle-d-marks.ts';
import type { CandidateContent } from './show-candidate.ts';
import type { ImportedCandidate } from './views.ts';

/** Keeps each candidate, sealed under the citizen's key; the same citizen given again is brought up to date. */
export async function importCandidates(
  store: Store,
  caller: Caller,
  { candidates, csv }: ImportCandidates,
): Promise<ImportedCandidate[]> {
  const results: ImportedCandidate[] = [];
  for (const given of listOf(candidates, csv)) results.push(await importOne(store, caller, given));
  return results;
}

function listOf(candidates: readonly unknown[] | undefined, csv: string | undefined): readonly unknown[] {
  if (csv === undefined && candidates === undefined)
    throw badRequest('Expected candidates, as a list or as the text of a CSV file');
  if (csv === undefined) return candidates ?? [];
  const read = readCandidates(csv);
  if (!read.ok) throw badRequest('Expected a CSV file as described; correct the lines named in faults', read.faults);
  return [...(candidates ?? []), ...read.candidates];
}

async function importOne(store: Store, caller: Caller, raw: unknown): Promise<ImportedCandidate> {
  const given = plainToInstance(CandidateGiven, typeof raw === 'object' && raw !== null ? raw : {});
  const faults = fieldFaults(validateSync(given, { whitelist: true, forbidNonWhitelisted: true }));
  const checked = typeof given.cpr === 'string' ? checkCpr(given.cpr) : undefined;
  if (checked?.kind === 'invalid') faults.push({ field: 'cpr', message: 'CPR-nummeret findes ikke' });
  if (faults.length > 0 || !checked || checked.kind === 'invalid') return { result: 'invalid', faults };
  const at = await store.clock(store.pool);
  const { policy } = environmentAt(at);
  const citizenId = await findOrCreateCitizen(store, {
    cpr: checked.cpr,
    name: given.name,
    municipalityId: caller.organisationId,
    at,
  });
  const { stability, isRegisteredNotSuited, careSetting } = given;
  const drugIds = given.drugs.map(({ drugId }) => drugId);
  const drugs = settleDMarks(given.drugs, await dMarksOf(store.pool, drugIds, danishDate(at)));
  const stableSince = danishDate(plusDays(at, -policy.candidateStableDays));
  const { coveragePercent, blockers } = assessCandidate({ ...given, drugs }, stableSince);
  return inTransaction(store.pool, async (client) => {
    const { rows } = await client.query<{
      wrapped: Buffer;
      known: string | null;
      openCase: string | null;
      isOwn: boolean;
    }>(
      `select k.wrapped, (select id from candidate c where c.citizen_id = z.id and c.municipality_id = $2) as known,
         o.id as "openCase", coalesce(o.municipality_id = $2, false) as "isOwn"
       from citizen z join keys.citizen_key k on k.citizen_id = z.id
         left join "case" o on o.citizen_id = z.id and o.workflow = 'dose-dispensing' and o.closed_at is null
       where z.id = $1 for update of z`,
      [citizenId, caller.organisationId],
    );
    const [citizen] = rows;
    if (!citizen) throw new Error('Expected the citizen that was just found');
    const entry = { at, caller, citizenId, purpose: 'treatment' } as const;
    if (citizen.openCase) {
      const detail = 'found in giving candidates';
      await writeAudit(client, { ...entry, action: 'search', caseId: citizen.openCase, detail });
    }
    // That another municipality has a case is not for this one to know: its candidate is kept as any other.
    if (citizen.isOwn) return { result: 'hasCase' };
    const id = citizen.known ?? randomUUID();
    const key = store.keys.vault.unwrap(citizenId, citizen.wrapped);
    const { cpr } = checked;
    const content: CandidateContent = { cpr, name: given.name, drugs, stability, isRegisteredNotSuited };
    await client.query(
      `insert into candidate (id, municipality_id, citizen_id, care_setting, status, coverage_percent, blockers, imported_at,
         expires_at, sealed) values ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9)
       on conflict (municipality_id, citizen_id) do update set care_setting = excluded.care_setting, status = 'open',
         coverage_percent = excluded.coverage_percent, blockers = excluded.blockers, imported_at = excluded.imported_at,
         expires_at = excluded.expires_at, sealed = excluded.sealed, case_id = null`,
      [
        ...[id, caller.organisationId, citizenId, careSetting, coveragePercent, blockers, at],
        plusDays(at, policy.candidateDays),
        seal(key, `candidate:${id}`, JSON.stringify(content)),
      ],
    );
    await writeAudit(client, { ...entry, action: 'change', detail: `candidate imported ${id}` });
    return { result: 'kept', id };
  });
}
