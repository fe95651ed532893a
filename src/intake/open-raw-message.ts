import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import type { RawMessageView, RawReason } from './inbox-views.ts';
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
  const { rows } = await store.pool.query<{ sealed: Buffer; owner: string; wrapped: Buffer }>(
    `select i.sealed, coalesce(c.citizen_id::text, d.day::text) as owner, coalesce(c.wrapped, d.wrapped) as wrapped
     from inbox i left join keys.citizen_key c on c.citizen_id = i.key_citizen_id left join keys.day_key d on d.day = i.key_day
     where i.id = $1 and i.sealed is not null and coalesce(c.wrapped, d.wrapped) is not null`,
    [id],
  );
  const [row] = rows;
  if (!row) throw notFound('the content of this message');
  const at = await store.clock(store.pool);
  const of = {
    ...(message.case && { caseId: message.case }),
    ...(message.keyCitizenId && { citizenId: message.keyCitizenId }),
  };
  await writeAudit(store.pool, { at, caller, action: 'read', ...of, detail: `raw message ${id}: ${reason}`, purpose });
  const raw = unseal(store.keys.vault.unwrap(row.owner, row.wrapped), `inbox:${id}`, row.sealed);
  return { mediaType: message.mediaType, bytes: raw.length, text: raw.toString() };
}
