import { randomUUID } from 'node:crypto';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Cpr } from '../kernel/cpr.ts';
import { citizenCases } from './citizen-cases.query.ts';
import { grantAccess } from './grant-access.ts';
import { relationTo } from './relation.query.ts';
import { searchCitizens } from './search-citizens.ts';

/** [I] Long enough for a shift’s urgent matter; whoever needs more opens again, with a reason of its own. */
const openHours = 4;

/**
 * Opens a citizen's cases for someone whose organisation takes no part in them: for reading, for a few hours, with a
 * reason. It stands in the access log and on the list of the data protection officer. Each fact keeps its legal basis: an
 * emergency gives a part in the case, not another profession's sight of it.
 */
export async function openInEmergency(store: Store, caller: Caller, cpr: Cpr, reason: string) {
  const { pool, keys, clock } = store;
  const at = await clock(pool);
  const until = new Date(Date.parse(at) + openHours * 3_600_000).toISOString();
  for (const { id: familyId } of await citizenCases(pool, keys.vault, cpr)) {
    if (await relationTo(pool, caller, familyId, at)) continue;
    await inTransaction(pool, async (client) => {
      const granted = {
        id: randomUUID(),
        familyId,
        person: caller,
        ground: 'breakGlass',
        reason,
        at,
        until,
        by: caller.id,
      } as const;
      await grantAccess(client, keys.vault, granted);
      const detail = 'opened in an emergency';
      await writeAudit(client, { at, caller, action: 'search', caseId: familyId, detail, purpose: 'treatment' });
    });
  }
  const { items } = await searchCitizens(seenBy(store, caller), caller, cpr, 'treatment');
  return { items, until };
}
