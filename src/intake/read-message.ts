import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/engine.ts';
import { notFound } from '../kernel/problem.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { ContentState, InboxSource, MessageView } from './inbox-views.ts';
import { inboxColumns } from './list-inbox.query.ts';
import type { InboxListRow } from './list-inbox.query.ts';
import { messageEffects } from './message-effects.ts';

export interface MessageRow extends InboxListRow {
  source: InboxSource;
  bundleId: string | null;
  fingerprint: string | null;
  contentHash: Buffer;
  acknowledgement: MessageView['acknowledgement'];
  root: string | null;
  municipalityId: string | null;
  keyDay: string | null;
  keyCitizenId: string | null;
  isKept: boolean;
}

/**
 * Who may know of a message: an administrator of all, without what they say of citizens; a nurse of those to cases of the own
 * municipality. Whoever may not is answered as if there were none.
 */
export async function findMessage(store: Store, caller: Caller, id: string): Promise<MessageRow> {
  const { rows } = await seenBy(store, caller).pool.query<MessageRow>(
    `select ${inboxColumns}, i.bundle_id as "bundleId", i.fingerprint, i.content_hash as "contentHash", i.acknowledgement,
       c.family_id as root, c.municipality_id as "municipalityId", i.key_day::text as "keyDay", i.key_citizen_id as "keyCitizenId",
       i.sealed is not null as "isKept"
     from inbox i left join "case" c on c.id = i.case_id where i.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row || (caller.role !== 'administrator' && row.municipalityId !== caller.organisationId))
    throw notFound('a message with this id');
  return row;
}

/** Everything about one message but what it says: how it was answered, and what it did. */
export async function readMessage(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  id: string,
  purpose: Purpose,
): Promise<MessageView> {
  const row = await findMessage(store, caller, id);
  const at = await store.clock(store.pool);
  const of = row.case ? { caseId: row.case } : {};
  await writeAudit(store.pool, { at, caller, action: 'read', ...of, detail: 'message received', purpose });
  const effects = row.root ? await messageEffects(seenBy(store, caller).pool, definitions, row.root, row) : [];
  return { ...shown(row), effects, content: contentState(row, caller), replayable: isReplayable(row, caller) };
}

function shown({
  fingerprint: _,
  contentHash: _hash,
  municipalityId: _m,
  keyDay: _d,
  keyCitizenId: _c,
  isKept: _k,
  ...row
}: MessageRow) {
  const { receivedAt, retryAt, deleteAt } = row;
  return {
    ...row,
    receivedAt: receivedAt.toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
    deleteAt: deleteAt?.toISOString() ?? null,
  };
}

/** A citizen's message is opened by those who treat the citizen; one that is nobody's, by whoever must find out why. */
export function contentState({ isKept, keyCitizenId }: MessageRow, { role }: Caller): ContentState {
  if (!isKept) return 'deleted';
  return (keyCitizenId !== null) === (role === 'municipalNurse') ? 'openable' : 'ofCitizen';
}

/** What was handled, or is about nobody here, has its answer: the engine would know it by its key. */
export function isReplayable({ isKept, keyDay, status }: MessageRow, { role }: Caller): boolean {
  return (
    role === 'administrator' && isKept && keyDay !== null && ['received', 'unreadable', 'faulted'].includes(status)
  );
}
