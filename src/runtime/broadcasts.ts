import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import type { Engine } from '../engine/engine.ts';
import { plainMessage } from '../kernel/faults.ts';

const page = 500;

/**
 * Carries the oldest unfinished broadcast one page further and returns how many cases it reached; 0 when none is open.
 * The cursor is the progress. Two workers may carry the same page: the message key `broadcast:case` lets each case take
 * it once, and only one of them moves the cursor.
 */
export async function carryBroadcasts(store: Store, engine: Engine): Promise<number> {
  const { rows } = await store.pool.query<BroadcastRow>(
    `select id, products, type, sealed, cursor, created_at as "createdAt" from broadcast where finished_at is null order by created_at limit 1`,
  );
  const broadcast = rows[0];
  if (!broadcast) return 0;
  const { rows: cases } = await store.pool.query<{ id: string }>(
    `select distinct case_id as id from packed_product
     where product = any($1) and ($2::uuid is null or case_id > $2) order by case_id limit $3`,
    [broadcast.products, broadcast.cursor, page],
  );
  const data = JSON.parse(
    unseal(store.keys.system, `broadcast:${broadcast.id}`, broadcast.sealed).toString(),
  ) as JsonObject;
  await Promise.all(
    cases.map(({ id }) =>
      engine
        .handle({
          to: 'case',
          caseId: id,
          scope: 'broadcast',
          message: {
            kind: 'internal',
            type: broadcast.type,
            data,
            occurredAt: broadcast.createdAt.toISOString(),
            by: systemActor,
            key: `${broadcast.id}:${id}`,
          },
        })
        .catch((error: unknown) => notReached(store, broadcast.id, id, error)),
    ),
  );
  const last = cases.at(-1)?.id ?? broadcast.cursor;
  await store.pool.query(
    `update broadcast set cursor = $2, handled = handled + $3, finished_at = case when $4 then clock_timestamp() end
     where id = $1 and cursor is not distinct from $5::uuid and finished_at is null`,
    [broadcast.id, last, cases.length, cases.length < page, broadcast.cursor],
  );
  return Math.max(cases.length, 1);
}

/** A case whose chart cannot take the message must not hold up the thousands behind it. A database that is away must. */
async function notReached(store: Store, broadcast: string, caseId: string, error: unknown): Promise<void> {
  if (isPassing(error)) throw error;
  await store.pool.query(
    `insert into incident (id, kind, subject, case_id, opened_at, attempts, last_error, advice, status)
     values ($1, 'broadcast', $2, $3, clock_timestamp(), 1, $4, $5, 'open')
     on conflict (kind, subject) where status = 'open' do update set attempts = incident.attempts + 1, last_error = excluded.last_error`,
    [randomUUID(), `${broadcast}:${caseId}`, caseId, plainMessage(error), JSON.stringify(advice)],
  );
}

const advice = {
  da: 'Forløbet kunne ikke tage imod en fælles besked. Kontakt driften.',
  en: 'The case could not take a broadcast. Call operations.',
};

interface BroadcastRow {
  id: string;
  products: Buffer[];
  type: string;
  sealed: Buffer;
  cursor: string | null;
  createdAt: Date;
}
