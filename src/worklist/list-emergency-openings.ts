import type { Caller } from '../auth/caller.ts';
import { overseenBy } from '../auth/seen-by.ts';
import { unseal } from '../db/seal.ts';
import type { Vault } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { auditReads } from './audit-reads.ts';
import { emergencyOpenings } from './emergency-openings.query.ts';
import type { EmergencyOpeningRow } from './emergency-openings.query.ts';
import { notePlace, reasonPlace } from './grant-access.ts';

/** What the data protection officer of an organisation follows up: who opened what, when and why; never who the citizen is. */
export async function listEmergencyOpenings(
  store: Store,
  caller: Caller,
  { waiting, after, limit }: { waiting: boolean; after: string | undefined; limit: number },
) {
  const [openedAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
  const seen = overseenBy(store, caller);
  const rows = await emergencyOpenings(seen.pool, {
    waiting,
    after: openedAt && id ? { openedAt, id } : undefined,
    limit: limit + 1,
  });
  const { items, next } = pageOf(rows, limit, (row) => [row.openedAt.toISOString(), row.id]);
  const cases = items.map(({ caseId }) => caseId);
  await auditReads(seen, caller, cases, 'emergency openings', 'operation');
  return { items: items.map((row) => showOpening(store.keys.vault, row)), next };
}

export function showOpening(vault: Vault, row: EmergencyOpeningRow) {
  const { id, citizenId, wrapped, verdict, followedUpAt, followedUpBy } = row;
  const key = citizenId && wrapped ? vault.unwrap(citizenId, wrapped) : undefined;
  const opened = (place: string, sealed: Buffer | null): string | null =>
    key && sealed ? unseal(key, place, sealed).toString() : null;
  return {
    id,
    case: row.caseId,
    person: { id: row.personId, name: row.personName, role: row.role },
    organisation: row.organisation,
    reason: opened(reasonPlace(id), row.reason),
    openedAt: row.openedAt.toISOString(),
    until: row.until.toISOString(),
    followUp: verdict && {
      verdict,
      note: opened(notePlace(id), row.note),
      at: followedUpAt?.toISOString() ?? '',
      by: followedUpBy,
    },
  };
}
