import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Engine } from '../engine/engine.ts';
import { NeverRetryFault, plainMessage } from '../kernel/faults.ts';
import { effects } from './effects.ts';
import type { OutboxRow } from './effects.ts';

const page = 20;
/** Longer than any delivery may take: after it, another worker takes the row over from one that died. */
const lease = '60 seconds';
const maxAttempts = 6;

/**
 * Takes a page of due effects under a lease and delivers them, each under its stable key (E5). What fails is tried again
 * with growing, jittered pauses; what keeps failing, or can never succeed, becomes an incident. Returns how many it took.
 */
export async function deliverOutbox(store: Store, engine: Engine): Promise<number> {
  const { rows } = await store.pool.query<OutboxRow>(takeSql, [page, lease]);
  await Promise.all(rows.map((row) => deliver(store, engine, row)));
  return rows.length;
}

async function deliver(store: Store, engine: Engine, row: OutboxRow): Promise<void> {
  try {
    const outcome = await effects[row.kind](row, { store, engine });
    await markDelivered(store.pool, row, outcome);
  } catch (error) {
    await markFailed(store.pool, row, error);
  }
}

async function markDelivered(pool: Pool, row: OutboxRow, outcome: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `update outbox set status = 'delivered', outcome = $2, delivered_at = clock_timestamp(), last_error = null where id = $1`,
      [row.id, outcome],
    );
    await client.query(
      `update incident set status = 'resolved', resolved_at = clock_timestamp(), resolution = 'delivered'
       where kind = 'effect' and subject = $1 and status = 'open'`,
      [row.key],
    );
  });
}

async function markFailed(pool: Pool, row: OutboxRow, error: unknown): Promise<void> {
  const hopeless = error instanceof NeverRetryFault || row.attempts >= maxAttempts;
  await inTransaction(pool, async (client) => {
    await client.query(
      `update outbox set status = $2, last_error = $3, due_at = clock_timestamp() + $4::interval where id = $1`,
      [row.id, hopeless ? 'failed' : 'pending', plainMessage(error), `${pauseSeconds(row.attempts)} seconds`],
    );
    if (!hopeless) return;
    await client.query(
      `insert into incident (id, kind, subject, case_id, organisation_id, opened_at, attempts, last_error, advice, status)
       values ($1, 'effect', $2, $3, $4, clock_timestamp(), $5, $6, $7, 'open')
       on conflict (kind, subject) where status = 'open'
       do update set attempts = excluded.attempts, last_error = excluded.last_error`,
      [
        randomUUID(),
        row.key,
        row.caseId,
        row.organisationId,
        row.attempts,
        plainMessage(error),
        JSON.stringify(advice),
      ],
    );
  });
}

const advice = {
  da: 'Beskeden nåede ikke frem. Ret modtagerens adresse eller ring til vagten, og prøv igen.',
  en: 'The notice did not arrive. Correct the receiver’s address or call its duty contact, then try again.',
};

/** 2, 4, 8 … seconds and up to as much again, at most an hour: many that failed together do not return together. */
function pauseSeconds(attempts: number): number {
  return Math.min(3_600, 2 ** attempts * (1 + Math.random()));
}

const takeSql = `
  update outbox o set due_at = clock_timestamp() + $2::interval, attempts = attempts + 1
  from (select id from outbox where status = 'pending' and due_at <= clock_timestamp() order by due_at, id limit $1 for update skip locked) due
  where o.id = due.id
  returning o.id, o.key, o.case_id as "caseId", o.kind, o.organisation_id as "organisationId", o.code, o.sealed, o.attempts,
    o.created_at as "createdAt"`;
