import type { CitizenDetail } from '../audit/details.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import { writeReads } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';

/** A list that names cases shows them (P2): one row of the access log for each, before it is answered. */
export async function logCases(
  { pool, clock }: Store,
  caller: Caller,
  detail: CitizenDetail,
  shown: readonly { case?: string | null | undefined }[],
  purpose: Purpose,
): Promise<void> {
  const entry = { at: await clock(pool), caller, action: 'read' as const, detail, purpose };
  await writeReads(
    pool,
    entry,
    shown.flatMap((row) => row.case ?? []),
  );
}
