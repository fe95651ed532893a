import { Logger } from '@nestjs/common';
import type { Pool } from 'pg';
import { openIncident, resolveIncident } from '../db/open-incident.ts';
import type { Store } from '../db/store.ts';
import { inTransaction, isPassing } from '../db/transaction.ts';
import type { Engine } from '../engine/engine.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { NeverRetryFault, RefusedFault, RetryFault, plainMessage } from '../kernel/faults.ts';
import { effects } from './effects.ts';
import type { OutboxRow, Outside } from './effects.ts';
import { effectAttempts } from '../telemetry/metrics.ts';
import { inSpan } from '../telemetry/span.ts';

const logger = new Logger('Outbox');
const page = 64;
/** Longer than any delivery may take: after it, another worker takes the row over from one that died. */
export const lease = '60 seconds';
const maxAttempts = 6;
/** MedCom's time-out of an acknowledgement (domain §4.3), by the clock that deadlines go by. */
const acknowledgeWithin = '30 minutes';

/**
 * Brings one effect about that was taken under a lease, under its stable key (E5). What fails is tried again with growing,
 * jittered pauses; what keeps failing, or can never succeed, becomes an incident. Never rejects: a row that could not even be
 * marked, as the database is away, is taken again when its lease is over. Says whether the receiver answered.
 */
export function deliver(row: OutboxRow, outside: Outside): Promise<'answered' | 'silent'> {
  const attributes = { 'dosisflow.effect.code': row.code, 'dosisflow.effect.attempt': row.attempts };
  return inSpan(`effect ${row.kind}`, { parent: row.trace, attributes }, async (note) => {
    const outcome = await bring(row, outside);
    note({ 'dosisflow.effect.outcome': outcome });
    return outcome;
  });
}

async function bring(row: OutboxRow, outside: Outside): Promise<'answered' | 'silent'> {
  const { store } = outside;
  const { pool } = store;
  try {
    const { way, awaitsAcknowledgement } = await effects[row.kind](row, outside);
    crashPoint('effectSent');
    await (awaitsAcknowledgement ? markSent : markDelivered)(store, row, way);
    effectAttempts.inc({ kind: row.kind, outcome: awaitsAcknowledgement ? 'sent' : 'delivered' });
    return 'answered';
  } catch (error) {
    await noteFailure(pool, row, error).catch(() => {});
    return error instanceof RetryFault ? 'silent' : 'answered';
  }
}

function noteFailure(pool: Pool, row: OutboxRow, error: unknown): Promise<void> {
  if (isPassing(error)) return putBack(pool, row);
  return error instanceof RefusedFault ? markRefused(pool, row, error) : markFailed(pool, row, error);
}

async function markDelivered({ pool }: Store, row: OutboxRow, way: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `update outbox set status = 'delivered', outcome = $2, delivered_at = clock_timestamp(), last_error = null where id = $1`,
      [row.id, way],
    );
    await resolveIncident(client, 'effect', row.key, 'delivered');
  });
}

/** An acknowledgement may have been faster than we are: what is delivered stays so. */
async function markSent({ pool, clock }: Store, row: OutboxRow, way: string): Promise<void> {
  await pool.query(
    `update outbox set status = 'sent', outcome = $2, acknowledge_by = $4::timestamptz + $3::interval, last_error = null
     where id = $1 and status = 'pending'`,
    [row.id, way, acknowledgeWithin, await clock(pool)],
  );
}

async function markFailed(pool: Pool, row: OutboxRow, thrown: unknown): Promise<void> {
  const hopeless = thrown instanceof NeverRetryFault || row.attempts >= maxAttempts;
  effectAttempts.inc({ kind: row.kind, outcome: hopeless ? 'failed' : 'again' });
  const error = plainMessage(thrown);
  const { key, caseId, organisationId, attempts } = row;
  logger[hopeless ? 'warn' : 'debug']({
    msg: 'An effect failed',
    key,
    caseId,
    organisationId,
    attempts,
    hopeless,
    error,
  });
  await inTransaction(pool, async (client) => {
    await client.query(
      `update outbox set status = $2, last_error = $3, due_at = clock_timestamp() + $4::interval where id = $1`,
      [row.id, hopeless ? 'failed' : 'pending', error, `${pauseSeconds(row.attempts)} seconds`],
    );
    if (hopeless) await openIncident(client, { kind: 'effect', subject: key, caseId, organisationId, attempts, error });
  });
}

/** The delivery log tells why; an incident of earlier tries is over, as nothing is left to be done. */
async function markRefused(pool: Pool, row: OutboxRow, { message }: RefusedFault): Promise<void> {
  effectAttempts.inc({ kind: row.kind, outcome: 'refused' });
  await inTransaction(pool, async (client) => {
    await client.query(`update outbox set status = 'refused', last_error = $2 where id = $1`, [row.id, message]);
    await resolveIncident(client, 'effect', row.key, 'handled');
  });
}

/** Not the effect's own failure: it counts as no attempt. */
async function putBack(pool: Pool, row: OutboxRow): Promise<void> {
  await pool.query(
    `update outbox set due_at = clock_timestamp() + interval '1 second' * (1 + random()), attempts = attempts - 1
     where id = $1 and status = 'pending'`,
    [row.id],
  );
}

/** 2, 4, 8 … seconds and up to as much again, at most an hour: many that failed together do not return together. */
function pauseSeconds(attempts: number): number {
  return Math.min(3_600, 2 ** attempts * (1 + Math.random()));
}

/**
 * Hands a page of due messages to the cases they are for; they wait for no receiver outside. Returns how many it took. A
 * notice to nobody is among them: it fails, and is shown.
 */
export async function handOverMessages(store: Store, engine: Engine): Promise<number> {
  const { rows } = await store.pool.query<OutboxRow>(
    `with due as materialized (
       select id from outbox where status = 'pending' and organisation_id is null and due_at <= clock_timestamp()
       order by due_at, id limit $1 for update skip locked)
     ${leaseSql}`,
    [page, lease],
  );
  // No webhook goes this way.
  await Promise.all(rows.map((row) => deliver(row, { store, engine, webhooks: 'public' })));
  return rows.length;
}

/** What a statement ends with that has gathered the rows to take in `due`; $2 is the lease. */
export const leaseSql = `
  update outbox o set due_at = clock_timestamp() + $2::interval, attempts = attempts + 1
  from due where o.id = due.id
  returning o.id, o.key, o.case_id as "caseId", o.kind, o.organisation_id as "organisationId", o.code, o.sealed, o.attempts,
    o.created_at as "createdAt", o.trace`;
