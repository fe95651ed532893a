import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { showCitizen } from './show-citizen.ts';
import { citizenCases } from './citizen-cases.query.ts';
import { redact } from './redact.ts';
import { relationTo } from './relation.query.ts';
import { viewerOf } from './viewer.ts';

/** The citizen's cases that the caller's organisation takes part in. Nobody learns that a citizen is known elsewhere. */
export async function searchCitizens(store: Store, caller: Caller, cpr: Cpr, purpose: Purpose) {
  const { pool, keys, clock } = store;
  const at = await clock(pool);
  const viewer = await viewerOf(pool, caller);
  const found = await citizenCases(pool, keys.vault, cpr);
  const items = [];
  for (const { id, citizenId, municipalityId, workflow, openedAt, closedAt } of found) {
    if (!(await relationTo(pool, caller, id, at))) continue;
    const identities = await citizenIdentities(store, [citizenId]);
    const citizen = showCitizen(identities.get(citizenId), municipalityId);
    items.push({ id, workflow, municipality: municipalityId, citizen, openedAt, closedAt });
    await writeAudit(pool, { at, caller, action: 'search', caseId: id, detail: 'found by CPR number', purpose });
  }
  if (items.length === 0) await writeAudit(pool, { at, caller, action: 'search', detail: 'nothing found', purpose });
  return redact({ items }, viewer);
}
