import { createHash } from 'node:crypto';
import type { Actor, JsonObject } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import type { Engine } from '../engine/engine.ts';
import { readFamily } from '../engine/read-family.ts';
import { parse } from '../integration/care-communication/parse.ts';
import type { CareMessage } from '../integration/care-communication/parse.ts';
import { translate } from '../integration/care-communication/translate.ts';
import type { Format } from '../integration/medcom/fhir-types.ts';
import { operationOutcome } from '../integration/medcom/operation-outcome.ts';
import type { Read } from '../integration/medcom/read.ts';
import { answer, bundleReused, medcomSource, notNow, ofSameBytes, plain } from './answer-medcom.ts';
import type { Reply } from './answer-medcom.ts';
import { earlierMessage } from './earlier-message.query.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import type { CitizenCase } from './find-citizen-case.query.ts';
import { settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { isForMunicipality } from './is-for-municipality.query.ts';
import { keptId } from './kept-id.ts';
import { noteReply } from './note-reply.ts';
import type { Intake } from './take-events.ts';

/**
 * One CareCommunication: find the citizen, tell the case that there is something to read, acknowledge. What is written in it
 * goes nowhere but into the sealed inbox; a death that it tells of is a report, which a person must confirm (C8).
 */
export async function takeCareCommunication(
  intake: Intake,
  by: Actor,
  row: InboxRow,
  { bundle, format }: Extract<Read, { kind: 'bundle' }>,
): Promise<Reply> {
  const { store } = intake;
  const parsed = parse(bundle);
  if (parsed.kind === 'message') return understand(intake, by, row, parsed.message, format);
  const { header, issues } = parsed;
  if (header)
    return answer(store, row, header, format, {
      code: 'fatal-error',
      issues,
      ...(await ofSameBytes(store, row)),
      status: 'unreadable',
    });
  await settle(store, row, { id: row.id, status: 'unreadable', reason: plain(issues) });
  return { status: 400, format, resource: operationOutcome(issues) };
}

async function understand(
  intake: Intake,
  by: Actor,
  row: InboxRow,
  message: CareMessage,
  format: Format,
): Promise<Reply> {
  const { store, engine } = intake;
  const { messageHeaderId, bundleId, cpr } = message;
  const { vault } = store.keys;
  const fact = translate(message);
  const fingerprint = vault.hash('content', `${cpr ?? ''} ${fact.fingerprint}`).toString('hex');
  const known = { headerId: messageHeaderId, bundleId, fingerprint, code: `care.${message.category}` };
  const earlier = await earlierMessage(store, row.id, known);
  if (earlier === 'bundleReused') {
    const issues = [bundleReused];
    return answer(store, row, message, format, {
      code: 'fatal-error',
      issues,
      ...(await ofSameBytes(store, row)),
      status: 'unreadable',
      known,
    });
  }
  const seed = createHash('sha256')
    .update(`${keptId(vault, messageHeaderId)} ${fingerprint}`)
    .digest('hex');
  const ok = { code: 'ok', issues: [], seed, at: earlier?.at, known } as const;
  let found: CitizenCase | undefined;
  try {
    found = await caseOf(store, message);
    // A reply to a message of ours proves that it has arrived, whatever it says.
    const isReply = await noteReply(store.pool, message);
    const isRelevant =
      fact.data.category !== 'other' ||
      fact.tellsDeath ||
      isReply ||
      (found !== undefined && (await isAwaited(intake, found, message)));
    if (!found || !isRelevant) return await answer(store, row, message, format, { ...ok, status: 'unmatched' });
    const told = await tell(engine, by, found, message, fact, seed);
    const reply = await answer(store, row, message, format, {
      ...ok,
      status: told ? 'handled' : 'unmatched',
      ...(told && { caseId: found.caseId, citizen: { id: found.citizenId, key: found.key } }),
    });
    return told ? { ...reply, effect: told } : reply;
  } catch (error) {
    return notNow(store, row, message, format, error, known, found?.caseId);
  }
}

/** The citizen's case, where the message is for the municipality that has it: what others are written is not its own (P3). */
async function caseOf(store: Store, { cpr, receiver }: CareMessage): Promise<CitizenCase | undefined> {
  if (!cpr) return undefined;
  const found = await findCitizenCase(store.pool, store.keys.vault, cpr, await store.clock(store.pool));
  return found && (await isForMunicipality(store.pool, receiver, found.municipalityId)) ? found : undefined;
}

/** Whether someone at the case waits for an answer in this thread. */
async function isAwaited({ store, definitions }: Intake, { caseId }: CitizenCase, message: CareMessage) {
  if (message.activity !== 'reply-message') return false;
  const at = await store.clock(store.pool);
  const [root] = (await readFamily(store.pool, store.keys.vault, definitions, caseId, at)) ?? [];
  const { awaitedReplies = {} } = (root?.state.snapshot.context ?? {}) as { awaitedReplies?: Record<string, string> };
  return Object.hasOwn(awaitedReplies, message.threadId.toLowerCase());
}

/** The death first: while it stands, nobody is asked to read. Each has a key of its own, so that a repeat changes nothing. */
async function tell(
  engine: Engine,
  by: Actor,
  { caseId }: CitizenCase,
  { occurredAt, threadId }: CareMessage,
  { data, tellsDeath }: ReturnType<typeof translate>,
  key: string,
) {
  const give = (type: string, content: JsonObject, part: string) =>
    engine.handle({
      to: 'case',
      caseId,
      scope: medcomSource,
      message: { kind: 'fact', type, data: content, occurredAt, by, key: `${key} ${part}` },
    });
  if (tellsDeath) {
    const report = { reportId: `care:${threadId}`, source: 'CareCommunication', withdrawn: false };
    await give('deathReportObserved', report, 'death');
  }
  const handled = await give('careMessageReceived', { ...data }, 'message');
  return handled.kind === 'done' ? handled.answer : undefined;
}
