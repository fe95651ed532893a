import { createHash } from 'node:crypto';
import type { Actor } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import type { Engine } from '../engine/engine.ts';
import { receiveRead } from '../integration/hospital-notification/receive.ts';
import type { HospitalNotification } from '../integration/hospital-notification/translate.ts';
import type { Format } from '../integration/medcom/fhir-types.ts';
import { operationOutcome } from '../integration/medcom/operation-outcome.ts';
import type { Read } from '../integration/medcom/read.ts';
import { answer, bundleReused, medcomSource, notNow, ofSameBytes, plain } from './answer-medcom.ts';
import type { Reply } from './answer-medcom.ts';
import { earlierMessage } from './earlier-message.query.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import { settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { keptId } from './kept-id.ts';
import { notificationMode } from './notification-mode.query.ts';

/**
 * One hospital notification, from what was read to its answer: find the citizen, let the stay decide, acknowledge.
 * Safe to run again on the same row: the engine knows the message by its key.
 */
export async function takeNotification(
  store: Store,
  engine: Engine,
  by: Actor,
  row: InboxRow,
  read: Read,
): Promise<Reply> {
  const received = receiveRead(read);
  switch (received.kind) {
    case 'acknowledgement':
      await settle(store, row, { id: row.id, status: 'handled', code: 'acknowledgement' });
      return { status: 202, format: 'json', resource: undefined };
    case 'rejected':
      await settle(store, row, { id: row.id, status: 'unreadable', reason: plain(received.issues) });
      return { status: received.status, format: received.format, resource: operationOutcome(received.issues) };
    case 'fault':
      return answer(store, row, received.header, received.format, {
        code: 'fatal-error',
        issues: received.issues,
        ...(await ofSameBytes(store, row)),
        status: 'unreadable',
      });
    case 'notification':
      return understand(store, engine, by, row, received.notification, received.format);
  }
}

async function understand(
  store: Store,
  engine: Engine,
  by: Actor,
  row: InboxRow,
  notification: HospitalNotification,
  format: Format,
): Promise<Reply> {
  const { messageHeaderId, bundleId, cpr } = notification;
  const { vault } = store.keys;
  const fingerprint = vault.hash('content', `${cpr} ${notification.fingerprint}`).toString('hex');
  const known = { headerId: messageHeaderId, bundleId, fingerprint, code: notification.code };
  const earlier = await earlierMessage(store, row.id, known);
  if (earlier === 'bundleReused') {
    return answer(store, row, notification, format, {
      code: 'fatal-error',
      issues: [bundleReused],
      ...(await ofSameBytes(store, row)),
      status: 'unreadable',
      known,
    });
  }
  const at = await store.clock(store.pool);
  const found = await findCitizenCase(store.pool, vault, cpr, at);
  // The same message with another header id is another message (domain §4.3): the header is part of the key.
  const key = createHash('sha256')
    .update(`${keptId(vault, messageHeaderId)} ${fingerprint}`)
    .digest('hex');
  if (!found) {
    return answer(store, row, notification, format, {
      code: 'ok',
      issues: [],
      seed: key,
      at: earlier?.at,
      status: 'unmatched',
      known,
    });
  }
  const mode = await notificationMode(store.pool, notification.receiver);
  const data = { ...notification.data, reportOfAdmission: notification.data.reportOfAdmission && mode === 'receiver' };
  try {
    const handled = await engine.handle({
      to: 'child',
      root: found.caseId,
      workflow: 'hospital-stay',
      aliases: data.episodes,
      data: { episodes: data.episodes },
      ...(found.closed && { known: true }),
      scope: medcomSource,
      message: {
        kind: 'fact',
        type: notification.type,
        data,
        occurredAt: notification.occurredAt,
        by,
        key,
      },
    });
    const done = handled.kind === 'done' ? handled : undefined;
    const reply = await answer(store, row, notification, format, {
      code: 'ok',
      issues: [],
      seed: key,
      at: done?.answer.at ?? earlier?.at,
      status: done || handled.kind === 'keyReused' ? 'handled' : 'unmatched',
      known,
      ...(done && { caseId: done.answer.caseId, citizen: { id: found.citizenId, key: found.key } }),
    });
    if (!done) return reply;
    return { ...reply, effect: done.answer };
  } catch (error) {
    return notNow(store, row, notification, format, error, known, found.caseId);
  }
}
