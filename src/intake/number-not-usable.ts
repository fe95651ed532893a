import type { CitizenDetail } from '../audit/details.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { Problem } from '../kernel/problem.ts';
import { findAccess } from '../worklist/find-access.ts';

interface Services {
  store: Store;
  definitions: Definitions;
}

/**
 * The first of these cases that the caller takes part in. Where there is none, nobody shall learn that the citizen is known
 * elsewhere; whoever tries out numbers this way stands in the citizen's access log, and `detail` says what was tried.
 */
export async function ownAmong(
  { store, definitions }: Services,
  caller: Caller,
  caseIds: readonly string[],
  detail: CitizenDetail,
): Promise<string | undefined> {
  for (const caseId of caseIds) {
    const isOwn = await findAccess(seenBy(store, caller), definitions, caller, caseId).then(
      () => true,
      () => false,
    );
    if (isOwn) return caseId;
  }
  const at = await store.clock(store.pool);
  for (const caseId of caseIds)
    await writeAudit(store.pool, { at, caller, action: 'search', caseId, detail, purpose: 'treatment' });
  return undefined;
}

/** Says neither why nor where: the same whatever stands in the way. */
export function numberNotUsable(): Problem {
  return new Problem(
    409,
    'number-not-usable',
    'The number cannot be used here',
    'CPR-nummeret kan ikke bruges her. Kontakt driften af Dosisflow, som kan se hvorfor',
  );
}
