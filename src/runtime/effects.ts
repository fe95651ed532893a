import type { JsonObject } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import type { Engine } from '../engine/engine.ts';
import type { MailServer } from '../integration/mail/send.ts';
import type { WebhookAddresses } from '../integration/webhooks/send.ts';
import { NeverRetryFault } from '../kernel/faults.ts';
import { sendNotice } from './send-notice.ts';

export interface OutboxRow {
  id: string;
  /** Stable over all attempts: receivers and the engine know a repeat by it. */
  key: string;
  caseId: string | null;
  kind: 'notice' | 'message';
  organisationId: string | null;
  code: string;
  sealed: Buffer | null;
  /** This attempt counted. */
  attempts: number;
  createdAt: Date;
  /** Of the message that caused it. */
  trace: string | null;
}

/** How e-mails are sent, and where their link leads. */
export interface MailSettings extends MailServer {
  publicUrl: string | undefined;
}

/** What an effect reaches. */
export interface Outside {
  store: Store;
  engine: Engine;
  webhooks: WebhookAddresses;
  /** Undefined: no e-mail can be sent. */
  mail?: MailSettings | undefined;
}

export interface Brought {
  /** By which way. */
  way: string;
  /** It is delivered only when its receiver says so. */
  awaitsAcknowledgement?: true;
}

/** How each kind of effect is brought about. Throws a fault where it was not. */
export const effects: Record<OutboxRow['kind'], (row: OutboxRow, outside: Outside) => Promise<Brought>> = {
  notice: sendNotice,
  message: handOver,
};

/** Hands a message to a case of another family. The engine knows the key if an earlier attempt got through. */
async function handOver(row: OutboxRow, { store, engine }: Outside): Promise<Brought> {
  if (!row.caseId || !row.sealed) throw new NeverRetryFault('Expected a case and a content for a message');
  const { data, occurredAt } = JSON.parse(unseal(store.keys.system, `outbox:${row.key}`, row.sealed).toString()) as {
    data: JsonObject;
    occurredAt: string;
  };
  const handled = await engine.handle({
    to: 'case',
    caseId: row.caseId,
    scope: 'outbox',
    message: { kind: 'internal', type: row.code, data, occurredAt, by: systemActor, key: row.key },
  });
  if (handled.kind !== 'done')
    throw new NeverRetryFault(`Expected the case to take the message, but it answered ${handled.kind}`);
  return { way: handled.answer.outcome };
}
