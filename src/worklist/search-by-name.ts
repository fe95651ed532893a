import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { Problem } from '../kernel/problem.ts';
import { auditReads } from './audit-reads.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { showCitizen } from './show-citizen.ts';
import { openCasesOf } from './open-cases-of.query.ts';
import { covers, redact } from './redact.ts';
import { viewerOf } from './viewer.ts';

const mostShown = 20;

/**
 * The open cases of the caller's organisation whose citizen is called so. Names are sealed, and an index of them would tell
 * how often each occurs: so every name of the organisation's own list is opened, about 30 µs each, and none of them shown but
 * those found. Throws a Problem for callers who may know no names.
 */
export async function searchByName(store: Store, caller: Caller, name: string, purpose: Purpose) {
  const { pool, clock } = store;
  const viewer = await viewerOf(pool, caller);
  if (!covers(viewer, 'identity', caller.organisationId) || servesAll(caller)) {
    throw new Problem(
      403,
      'forbidden',
      'You may not do this',
      'Expected someone who treats citizens: only they see names',
    );
  }
  const rows = await openCasesOf(pool, caller.organisationId, await clock(pool));
  const identities = await citizenIdentities(
    store,
    rows.map(({ citizenId }) => citizenId),
  );
  const asked = wordsOf(name);
  const found = rows.filter(({ citizenId }) => isCalled(identities.get(citizenId)?.name, asked));
  const shown = found.slice(0, mostShown);
  const ids = shown.map(({ id }) => id);
  await auditReads(store, caller, ids, 'found by name', purpose);
  if (ids.length === 0) {
    await writeAudit(pool, { at: await clock(pool), caller, action: 'search', detail: 'nothing found', purpose });
  }
  const items = shown.map(({ citizenId, municipalityId, ...row }) => ({
    ...row,
    municipality: municipalityId,
    citizen: showCitizen(identities.get(citizenId), municipalityId),
  }));
  return redact({ items, more: found.length > shown.length }, viewer);
}

function isCalled(name: string | undefined, asked: readonly string[]): boolean {
  const words = wordsOf(name ?? '');
  return asked.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

function wordsOf(name: string): string[] {
  return name.toLocaleLowerCase('da').match(/\p{L}+/gu) ?? [];
}
