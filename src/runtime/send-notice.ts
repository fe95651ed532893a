import { v5 as uuidv5 } from 'uuid';
import type { JsonObject } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { Organisation } from '../db/tables.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { sendCareCommunication } from '../integration/care-communication/send.ts';
import { writeCareCommunication } from '../integration/care-communication/write.ts';
import type { Correspondent } from '../integration/care-communication/write.ts';
import { sendMail } from '../integration/mail/send.ts';
import { writeDigest } from '../integration/mail/write.ts';
import type { WaitingTasks } from '../integration/mail/write.ts';
import { sendWebhook } from '../integration/webhooks/send.ts';
import { NeverRetryFault, RefusedFault } from '../kernel/faults.ts';
import { channelInForce } from './channel-in-force.query.ts';
import type { Channel } from './channel-in-force.query.ts';
import type { Brought, OutboxRow, Outside } from './effects.ts';
import { mayBeTold, noticeOf } from './notices.ts';

/**
 * Tells an organisation that something waits for it, by the channel that is its own today. A webhook says a code and the
 * case's id, never whom it is about (P1); a CareCommunication names the citizen, as it must, and says no more. What the
 * receiver's legal basis does not cover is not sent (P3), nor what it has no part in any more: asked at each attempt, as a
 * party may leave the case between them.
 */
export async function sendNotice(row: OutboxRow, outside: Outside): Promise<Brought> {
  const { store } = outside;
  const receiver = row.organisationId
    ? await store.dataSource.manager.findOneBy(Organisation, { id: row.organisationId })
    : null;
  if (!receiver) throw new NeverRetryFault('Expected a receiver in the directory, but there is none');
  const about = row.caseId ? await caseOf(store, row.caseId) : undefined;
  if (about && !mayBeTold(noticeOf(row.code), receiver, about.municipalityId)) {
    throw new NeverRetryFault(
      'Expected a receiver whose legal basis covers the notice: look at the parties of the case',
    );
  }
  if (about?.citizenId && !(await takesPart(store, receiver.id, about.rootId))) {
    throw new RefusedFault('Expected a receiver with part in the case, but it has none any more: it is not told');
  }
  const today = danishDateOf(await store.clock(store.pool));
  const channel = await channelInForce(store.pool, receiver.id, today);
  return send(channel, { row, receiver, about }, outside);
}

interface About {
  caseId: string;
  rootId: string;
  citizenId: string | null;
  municipalityId: string;
}

interface ToSend {
  row: OutboxRow;
  receiver: Organisation;
  about: About | undefined;
}

async function send(channel: Channel, what: ToSend, outside: Outside): Promise<Brought> {
  switch (channel.kind) {
    case 'task':
      return leftToTask(what.row);
    case 'webhook':
      return byWebhook(channel.address, what, outside);
    case 'email':
      return byMail(channel.address, what, outside);
    case 'careCommunication':
      return byCareCommunication(channel.address, what, outside);
  }
}

/** Told by the task that waits, or, where none does, by a person. */
function leftToTask({ code }: OutboxRow): Brought {
  if (noticeOf(code).standsAlone) {
    throw new NeverRetryFault(
      'Expected a channel for what no task tells, but the receiver has none: call the duty contact',
    );
  }
  return { way: 'taskOnly' };
}

async function byWebhook(url: string, { row, receiver }: ToSend, { store, webhooks }: Outside): Promise<Brought> {
  await sendWebhook({
    url,
    addresses: webhooks,
    secret: store.keys.vault.hash('webhook', receiver.id),
    id: row.key,
    sentAt: new Date(),
    body: { type: row.code, caseId: row.caseId, ...contentOf(row, store), at: row.createdAt.toISOString() },
  });
  return { way: 'webhook' };
}

/** Once a day alone, and without a word of whom: what else there is to tell waits as a task. */
async function byMail(to: string, { row, receiver }: ToSend, { store, mail }: Outside): Promise<Brought> {
  if (row.code !== 'mailDigest') return leftToTask(row);
  if (!mail) {
    throw new NeverRetryFault(
      'Expected a mail server, but none is configured: set SMTP_URL and MAIL_FROM, then try again',
    );
  }
  const { tasks = 0, overdue = 0, dueToday = 0 } = contentOf(row, store) as Partial<WaitingTasks>;
  const link = mail.publicUrl && new URL('/', mail.publicUrl).href;
  const written = writeDigest({ tasks, overdue, dueToday }, { organisation: receiver.name, link });
  await sendMail(mail, { to, id: row.key.replaceAll(':', '.'), ...written });
  return { way: 'email' };
}

/** The ids are known before it is sent: its acknowledgement may come before our own note that it was. */
async function byCareCommunication(
  url: string,
  { row, receiver, about }: ToSend,
  { store, webhooks }: Outside,
): Promise<Brought> {
  // What concerns no citizen, or several, has no place in a message that is about one.
  const citizen = about?.citizenId ? await identityOf(store, about.citizenId) : undefined;
  if (!about || !citizen) return leftToTask(row);
  const municipality = await store.dataSource.manager.findOneByOrFail(Organisation, { id: about.municipalityId });
  const messageId = uuidv5(`message:${row.key}`, uuidv5.URL);
  const threadId = uuidv5(`thread:${row.key}`, uuidv5.URL);
  const { category, text } = noticeOf(row.code);
  const bundle = writeCareCommunication({
    messageId,
    threadId,
    at: row.createdAt.toISOString(),
    sender: correspondent(municipality),
    receiver: correspondent(receiver),
    senderContact: municipality.dutyContact,
    citizen,
    category,
    topic: 'Dosispakket medicin',
    text,
  });
  await store.pool.query('update outbox set message_id = $2, thread_id = $3 where id = $1', [
    row.id,
    messageId,
    threadId,
  ]);
  await writeAudit(store.pool, {
    at: await store.clock(store.pool),
    caller: systemActor,
    action: 'read',
    caseId: about.rootId,
    detail: `care communication to ${receiver.id}`,
    purpose: 'treatment',
  });
  const outcome = await sendCareCommunication(bundle, { url, addresses: webhooks });
  return outcome === 'sent' ? { way: 'careCommunication', awaitsAcknowledgement: true } : { way: 'acknowledged' };
}

function correspondent({ name, sor, gln }: Organisation): Correspondent {
  if (!sor)
    throw new NeverRetryFault('Expected a SOR id of sender and receiver, but the directory has none: enter it there');
  return { name, sor, gln: gln ?? undefined };
}

/** What a notice says beside its code: a number at most, never what it is about. */
function contentOf({ key, sealed }: OutboxRow, { keys }: Store): JsonObject {
  return sealed ? (JSON.parse(unseal(keys.system, `outbox:${key}`, sealed).toString()) as JsonObject) : {};
}

async function caseOf({ pool }: Store, caseId: string): Promise<About | undefined> {
  const { rows } = await pool.query<About>(
    `select id as "caseId", family_id as "rootId", citizen_id as "citizenId", municipality_id as "municipalityId"
     from "case" where id = $1`,
    [caseId],
  );
  return rows[0];
}

/** As a party of the citizen's case, or because a task of it is its own: an agreement may give it one. */
async function takesPart({ pool, clock }: Store, organisationId: string, rootId: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from participation p where p.family_id = $1 and p.organisation_id = $2 and (p.until is null or p.until > $3)
     union all
     select from task t join "case" c on c.id = t.case_id
     where c.family_id = $1 and t.organisation_id = $2 and t.closed_at is null limit 1`,
    [rootId, organisationId, await clock(pool)],
  );
  return rowCount === 1;
}

/** Undefined for a citizen who is erased: there is nobody to write about. */
async function identityOf({ pool, keys: { vault } }: Store, citizenId: string) {
  const { rows } = await pool.query<{ sealed: Buffer; wrapped: Buffer }>(
    'select c.sealed, k.wrapped from citizen c join keys.citizen_key k on k.citizen_id = c.id where c.id = $1',
    [citizenId],
  );
  const [row] = rows;
  if (!row) return undefined;
  const opened = unseal(vault.unwrap(citizenId, row.wrapped), `citizen:${citizenId}`, row.sealed).toString();
  const { cpr, name } = JSON.parse(opened) as { cpr?: string; name?: string };
  return cpr ? { cpr, name: name ?? 'Ukendt navn' } : undefined;
}
