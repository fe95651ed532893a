import type { CitizenDetail } from '../audit/details.ts';
import { writeReads } from '../audit/write-audit.ts';
import type { Store } from '../db/store.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';

/** A list shows cases too (P2): one row for each, so that a citizen's log names everyone who saw the case. */
export async function auditReads(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: Caller,
  caseIds: readonly string[],
  detail: CitizenDetail,
  purpose: Purpose,
): Promise<void> {
  if (caseIds.length === 0) return;
  await writeReads(pool, { at: await clock(pool), caller, action: 'read', detail, purpose }, caseIds);
}
