import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { notesOn } from './notes.query.ts';
import type { NoteRow } from './notes.query.ts';
import { openFamily } from './open-family.ts';
import { Restricted, redact } from './redact.ts';
import { placeOfNote } from './write-note.ts';

/**
 * What colleagues have written on the citizen's case, for those of them who treat (P3): a note may rest on what another party
 * must not know. The reading is logged before it is answered (P2).
 */
export async function listNotes(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
) {
  const { viewer, member } = await openFamily(store, definitions, caller, caseId);
  const rows = await notesOn(store.pool, member.row.familyId, caller.organisationId);
  const at = await store.clock(store.pool);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'notes', purpose });
  const show = (row: NoteRow) => ({
    id: row.id,
    text: unseal(store.keys.vault.unwrap(row.citizenId, row.wrapped), placeOfNote(row.id), row.sealed).toString(),
    writtenAt: row.writtenAt,
    by: row.person,
    organisation: row.organisation,
    isOwn: row.personId === caller.id ? true : undefined,
  });
  const items = rows.map(
    (row) => new Restricted('colleague', row.organisationId, new Restricted('identity', row.organisationId, show(row))),
  );
  return redact({ items }, viewer);
}
