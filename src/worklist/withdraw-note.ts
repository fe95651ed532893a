import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Definitions } from '../engine/read-family.ts';
import { notFound } from '../kernel/problem.ts';
import { findAccess } from './find-access.ts';
import { seenBy } from '../auth/seen-by.ts';

/** Takes back a note of the caller's own: its words go, and the access log says that there was one. */
export async function withdrawNote(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  note: string,
): Promise<void> {
  await findAccess(seenBy(store, caller), definitions, caller, caseId);
  const at = await store.clock(store.pool);
  await inTransaction(store.pool, async (client) => {
    const { rowCount } = await client.query(
      `delete from case_note n using "case" c
       where n.id = $1 and n.person_id = $2 and c.id = $3 and n.family_id = c.family_id`,
      [note, caller.id, caseId],
    );
    if (!rowCount) throw notFound('a note of yours on this case');
    await writeAudit(client, { at, caller, action: 'change', caseId, detail: 'note withdrawn', purpose: 'treatment' });
  });
}
