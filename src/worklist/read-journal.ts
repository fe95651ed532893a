import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { pageOf, placeAfter } from '../kernel/page.ts';
import { journalBefore } from './journal.query.ts';
import { openFamily } from './open-family.ts';
import { redact } from './redact.ts';
import { showJournalRow } from './show-journal-row.ts';

/** A page of what happened, newest first. Rows the caller may not see leave the page shorter, not the list. */
export async function readJournal(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  { after, limit, purpose }: { after: string | undefined; limit: number; purpose: Purpose },
) {
  const { viewer, member, family } = await openFamily(store, definitions, caller, caseId);
  const before = placeAfter(after, /^\d{1,9}$/)?.map(Number)[0];
  const page = pageOf(await journalBefore(store.pool, caseId, before, limit + 1), limit, ({ seq }) => [String(seq)]);
  const at = await store.clock(store.pool);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'journal', purpose });
  const items = page.items.map((row) => showJournalRow(row, member, family, viewer));
  return redact({ items, next: page.next }, viewer);
}
