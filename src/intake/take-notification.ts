import { createHash } from 'node:crypto';
import type { Actor } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import type { Answer, Engine } from '../engine/engine.ts';
import { acknowledge } from '../integration/hospital-notification/acknowledge.ts';
import type { Bundle, Format, OperationOutcome } from '../integration/hospital-notification/fhir-types.ts';
import type { Issue } from '../integration/hospital-notification/issue.ts';
import { operationOutcome } from '../integration/hospital-notification/operation-outcome.ts';
import type { Header } from '../integration/hospital-notification/parse.ts';
import { receive } from '../integration/hospital-notification/receive.ts';
import type { HospitalNotification } from '../integration/hospital-notification/translate.ts';
import { plainMessage } from '../kernel/faults.ts';
import { findCitizenCase } from './find-citizen-case.query.ts';
import { earlierMessage } from './earlier-message.query.ts';
import { settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { notificationMode } from './notification-mode.query.ts';
import { openIncident } from './open-incident.ts';

export const medcomSource = 'medcom';

/** The answer to a sender, in the format of the message. */
export interface Reply {
  status: 200 | 202 | 400 | 413 | 415;
  format: Format;
  resource: Bundle | OperationOutcome | undefined;
  /** What the message did, for the adapter that sent it: a stay is not part of MedCom's acknowledgement. */
  effect?: Pick<Answer, 'caseId' | 'root'>;
}

/**
 * One hospital notification from its bytes to its answer: read, find the citizen, let the stay decide, acknowledge.
 * Safe to run again on the same row: the engine knows the message by its key.
 */
export async function takeNotification(store: Store, engine: Engine, by: Actor, row: InboxRow): Promise<Reply> {
  const received = receive(row.raw, row.mediaType);
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
        seed: row.id,
        status: 'unreadable',
      });
    case 'notification':
      return understand(store, engine, by, row, received.notification, received.format);
  }
}

/** For when the message could not even be put away: a sender that is told so sends it again. */
export function unavailable(raw: Buffer, mediaType: string, id: string, at: string): Reply {
  const received = receive(raw, mediaType);
  if (received.kind === 'rejected')
    return { status: received.status, format: received.format, resource: operationOutcome(received.issues) };
  if (received.kind === 'acknowledgement') return { status: 202, format: 'json', resource: undefined };
  const of = received.kind === 'fault' ? received.header : received.notification;
  const resource = acknowledge({
    of,
    code: 'transient-error',
    issues: [outOfOperation],
    id,
    bundleId: part(id, 'bundle'),
    at,
  });
  return { status: 200, format: received.format, resource };
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
  const earlier = await earlierMessage(store.pool, row.id, known);
  if (earlier === 'bundleReused') {
    return answer(store, row, notification, format, {
      code: 'fatal-error',
      issues: [bundleReused],
      seed: row.id,
      status: 'unreadable',
      known,
    });
  }
  const at = await store.clock(store.pool);
  const found = await findCitizenCase(store.pool, vault, cpr, at);
  // The same message with another header id is another message (domain §4.3): the header is part of the key.
  const key = createHash('sha256').update(`${messageHeaderId} ${fingerprint}`).digest('hex');
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
    return notNow(store, row, notification, format, error, known);
  }
}

interface Outcome {
  code: 'ok' | 'fatal-error';
  issues: readonly Issue[];
  /** The acknowledgement's ids and time derive from these, so that a duplicate gets the original answer. */
  seed: string;
  at?: string | undefined;
  status: 'handled' | 'unmatched' | 'unreadable';
  known?: { headerId: string; bundleId: string; fingerprint: string; code: string };
  caseId?: string;
  citizen?: Parameters<typeof settle>[2]['citizen'];
}

async function answer(store: Store, row: InboxRow, of: Header, format: Format, outcome: Outcome): Promise<Reply> {
  const { code, issues, seed, status, known, caseId, citizen } = outcome;
  const at = outcome.at ?? (await store.clock(store.pool));
  const id = part(seed, 'acknowledgement');
  await settle(store, row, {
    id: row.id,
    status,
    headerId: of.messageHeaderId,
    bundleId: of.bundleId,
    ...known,
    acknowledgement: { id, code, at },
    ...(issues.length > 0 && { reason: plain(issues) }),
    ...(caseId && { caseId }),
    ...(citizen && { citizen }),
  });
  const resource = acknowledge({ of, code, issues, id, bundleId: part(seed, 'bundle'), at });
  return { status: 200, format, resource };
}

/** Our own fault: the message stays in the inbox and is taken up again, and the sender may send it again as well. */
async function notNow(
  store: Store,
  row: InboxRow,
  of: HospitalNotification,
  format: Format,
  error: unknown,
  known: Outcome['known'],
): Promise<Reply> {
  const at = new Date().toISOString();
  if (!isPassing(error)) {
    await settle(store, row, { id: row.id, status: 'faulted', ...known, reason: plainMessage(error) });
    await openIncident(store.pool, 'inbox', row.id, plainMessage(error));
  }
  const id = part(row.id, 'transient');
  const resource = acknowledge({
    of,
    code: 'transient-error',
    issues: [outOfOperation],
    id,
    bundleId: part(id, 'bundle'),
    at,
  });
  return { status: 200, format, resource };
}

const outOfOperation: Issue = {
  severity: 'error',
  code: 'transient',
  details: 'MSG_Mailbox_Out_Of_Operation',
  diagnostics: 'The message could not be handled now. Send it again unchanged.',
  expression: '',
};

const bundleReused: Issue = {
  severity: 'fatal',
  code: 'invalid',
  details: 'MSG_DUPLICATE_ID',
  diagnostics: 'Expected a Bundle.id that is new, but it came before with another MessageHeader.id.',
  expression: 'Bundle.id',
};

function plain(issues: readonly Issue[]): { code: string; details: string; diagnostics: string; expression: string }[] {
  return issues.map(({ code, details, diagnostics, expression }) => ({ code, details, diagnostics, expression }));
}

function part(seed: string, name: string): string {
  const hex = createHash('sha256').update(`${name} ${seed}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
