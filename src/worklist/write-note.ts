import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Definitions } from '../engine/read-family.ts';
import { badRequest, notFound } from '../kernel/problem.ts';
import { findAccess } from './find-access.ts';
import type { WriteNote } from './note-views.ts';
import { seenBy } from '../auth/seen-by.ts';

/** Where a note is sealed. */
export const placeOfNote = (id: string): string => `case_note:${id}`;

/** Ten digits as a CPR number is written: a note is on one citizen's case, and a number in it is another's or needless. */
const cprLike = /(?<!\d)\d{6}[- ]?\d{4}(?!\d)/;

/** Writes a note of a colleague on the citizen's case; the same id again changes nothing. */
export async function writeNote(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  { id, text }: WriteNote,
): Promise<void> {
  await findAccess(seenBy(store, caller), definitions, caller, caseId);
  const words = text.trim();
  if (words === '') throw badRequest('Expected some words', [{ field: 'text', message: 'Skriv noget' }]);
  if (cprLike.test(words)) {
    throw badRequest('Expected no CPR number in a note', [
      { field: 'text', message: 'Skriv ikke CPR-numre i en note: den står på borgerens eget forløb' },
    ]);
  }
  const at = await store.clock(store.pool);
  await inTransaction(store.pool, async (client) => {
    const { rows } = await client.query<{ familyId: string; citizenId: string; wrapped: Buffer }>(
      `select c.family_id as "familyId", c.citizen_id as "citizenId", k.wrapped
       from "case" c join keys.citizen_key k on k.citizen_id = c.citizen_id where c.id = $1`,
      [caseId],
    );
    const [found] = rows;
    if (!found) throw notFound('a citizen’s case with this id');
    const sealed = seal(store.keys.vault.unwrap(found.citizenId, found.wrapped), placeOfNote(id), words);
    const { rowCount } = await client.query(
      `insert into case_note (id, family_id, organisation_id, person_id, written_at, sealed)
       values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
      [id, found.familyId, caller.organisationId, caller.id, at, sealed],
    );
    if (rowCount) {
      await writeAudit(client, { at, caller, action: 'change', caseId, detail: 'note written', purpose: 'treatment' });
    }
  });
}
