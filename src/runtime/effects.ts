import type { JsonObject } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { Organisation } from '../db/tables.ts';
import type { Engine } from '../engine/engine.ts';
import { sendWebhook } from '../integration/webhooks/send.ts';
import { NeverRetryFault } from '../kernel/faults.ts';

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
}

interface Outside {
  store: Store;
  engine: Engine;
}

/** How each kind of effect is brought about; the answer says by which way. Throws a fault where it was not. */
export const effects: Record<OutboxRow['kind'], (row: OutboxRow, outside: Outside) => Promise<string>> = {
  notice: sendNotice,
  message: handOver,
};

/** Tells an organisation that something waits for it: a code and the case's id, never what it is about (P1, P3). */
async function sendNotice(row: OutboxRow, { store }: Outside): Promise<string> {
  const receiver = row.organisationId
    ? await store.dataSource.manager.findOneBy(Organisation, { id: row.organisationId })
    : null;
  if (!receiver) throw new NeverRetryFault('Expected a receiver in the directory, but there is none');
  if (!receiver.webhookUrl) return 'taskOnly';
  await sendWebhook({
    url: receiver.webhookUrl,
    secret: store.keys.vault.hash('webhook', receiver.id),
    id: row.key,
    sentAt: new Date(),
    body: { type: row.code, caseId: row.caseId, at: row.createdAt.toISOString() },
  });
  return 'webhook';
}

/** Hands a message to a case of another family. The engine knows the key if an earlier attempt got through. */
async function handOver(row: OutboxRow, { store, engine }: Outside): Promise<string> {
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
  return handled.answer.outcome;
}
