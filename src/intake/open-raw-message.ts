import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { unseal } from '../db/seal.ts';
import type { DataKey } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import type { RawMessageView, RawReason } from './inbox-views.ts';
import { readDayKey } from './inbox.ts';
import { contentState, findMessage } from './read-message.ts';

/** The bytes as they came, for who may have them; that they were opened, by whom and why, is logged before they are answered. */
export async function openRawMessage(
  store: Store,
  caller: Caller,
  id: string,
  reason: RawReason,
  purpose: Purpose,
): Promise<RawMessageView> {
  const message = await findMessage(store, caller, id);
  switch (contentState(message, caller)) {
    case 'deleted':
      throw new Problem(
        409,
        'content-deleted',
        'The content is not kept',
        'Indholdet er slettet: beskeden handlede ikke om nogen her, eller den er ældre, end beskeder gemmes',
      );
    case 'ofCitizen':
      throw new Problem(
        403,
        'content-of-citizen',
        'You may not do this',
        'Beskeden handler om en borger: kun sygeplejersker i den kommune, der har forløbet, kan åbne den',
      );
    case 'openable':
  }
  const kept = await keptContent(store, caller, id);
  if (!kept) throw notFound('the content of this message');
  const at = await store.clock(store.pool);
  const of = {
    ...(message.case && { caseId: message.case }),
    ...(message.keyCitizenId && { citizenId: message.keyCitizenId }),
  };
  await writeAudit(store.pool, { at, caller, action: 'read', ...of, detail: `raw message ${id}: ${reason}`, purpose });
  const raw = unseal(kept.key, `inbox:${id}`, kept.sealed);
  return { mediaType: message.mediaType, bytes: raw.length, text: raw.toString() };
}

/** What the caller may read of it, and its key: the citizen's, by the same policies, or the day's, which is nobody's. */
async function keptContent(
  store: Store,
  caller: Caller,
  id: string,
): Promise<{ key: DataKey; sealed: Buffer } | undefined> {
  const { rows } = await seenBy(store, caller).pool.query<Kept>(
    `select i.sealed, i.key_day::text as day, i.key_citizen_id as "citizenId", k.wrapped
     from inbox i left join keys.citizen_key k on k.citizen_id = i.key_citizen_id where i.id = $1 and i.sealed is not null`,
    [id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const owner = row.citizenId ?? row.day;
  const wrapped = row.wrapped ?? (row.day && (await readDayKey(store.pool, row.day)));
  return owner && wrapped ? { key: store.keys.vault.unwrap(owner, wrapped), sealed: row.sealed } : undefined;
}

interface Kept {
  sealed: Buffer;
  day: string | null;
  citizenId: string | null;
  wrapped: Buffer | null;
}
