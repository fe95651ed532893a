import { writeAudit } from '../audit/write-audit.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { parse } from '../integration/care-communication/parse.ts';
import { readMessage } from '../integration/medcom/read.ts';
import { notFound } from '../kernel/problem.ts';
import { findAccess } from '../worklist/find-access.ts';
import { covers } from '../worklist/redact.ts';
import { medcomSource } from './answer-medcom.ts';
import type { CareMessageView } from './care-message-views.ts';

/**
 * What was written to the municipality about this citizen, out of the sealed inbox, for its own nurses alone (P3): whoever is
 * asked to read it must be able to. The reading is logged before it is answered (P2).
 */
export async function readCareMessages(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
): Promise<CareMessageView[]> {
  const seen = seenBy(store, caller);
  const { viewer, municipalityId } = await findAccess(seen, definitions, caller, caseId);
  if (!covers(viewer, 'hospitalNotification', municipalityId)) throw notFound('a case with this id');
  const { rows } = await seen.pool.query<Kept>(
    `select i.id, i.media_type as "mediaType", i.received_at as "receivedAt", i.sealed, i.key_citizen_id as "citizenId", k.wrapped
     from inbox i join keys.citizen_key k on k.citizen_id = i.key_citizen_id
     where i.source = $2 and i.case_id = $1 and i.code like 'care.%' and i.sealed is not null
     order by i.received_at desc, i.id desc limit 100`,
    [caseId, medcomSource],
  );
  const at = await store.clock(seen.pool);
  await writeAudit(seen.pool, { at, caller, action: 'read', caseId, detail: 'correspondence', purpose });
  const shown = rows.flatMap((row) => show(store, row));
  const names = await namesOf(seen, shown);
  // A resend lies in the inbox as well.
  const once = new Map(shown.toReversed().map((each) => [each.messageId, each]));
  return [...once.values()].toReversed().map((each) => ({ ...each, senderName: names.get(each.sender) ?? null }));
}

interface Kept {
  id: string;
  mediaType: string;
  receivedAt: Date;
  sealed: Buffer;
  citizenId: string;
  wrapped: Buffer;
}

function show({ keys: { vault } }: Store, row: Kept): Omit<CareMessageView, 'senderName'>[] {
  const raw = unseal(vault.unwrap(row.citizenId, row.wrapped), `inbox:${row.id}`, row.sealed);
  const read = readMessage(raw, row.mediaType);
  const parsed = read.kind === 'bundle' ? parse(read.bundle) : undefined;
  if (parsed?.kind !== 'message') return [];
  const { messageHeaderId: messageId, threadId, category, sender, occurredAt, texts } = parsed.message;
  return [{ messageId, threadId, category, sender, occurredAt, receivedAt: row.receivedAt.toISOString(), texts }];
}

async function namesOf({ pool }: Store, shown: readonly { sender: string }[]): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ sor: string; name: string }>(
    'select sor, name from organisation where sor = any($1)',
    [shown.map(({ sender }) => sender)],
  );
  return new Map(rows.map(({ sor, name }) => [sor, name]));
}
