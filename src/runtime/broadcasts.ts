import type { JsonObject } from '../../workflows/definition.ts';
import { systemActor } from '../../workflows/definition.ts';
import { openIncident } from '../db/open-incident.ts';
import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import type { Engine } from '../engine/engine.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { NeverRetryFault, plainMessage } from '../kernel/faults.ts';

const page = 500;

/**
 * Carries the oldest unfinished broadcast one page further and returns how many cases it reached; 0 when none is open.
 * The cursor is the progress. Two workers may carry the same page: the message key `broadcast:case` lets each case take
 * it once, and only one of them moves the cursor.
 */
export async function carryBroadcasts(store: Store, engine: Engine): Promise<number> {
  const { rows } = await store.pool.query<BroadcastRow>(
    `select id, products, type, sealed, cursor, created_at as "createdAt" from broadcast where finished_at is null order by number limit 1`,
  );
  const broadcast = rows[0];
  if (!broadcast) return tellNewcomers(store, engine);
  const { rows: cases } = await store.pool.query<{ id: string }>(
    `select distinct case_id as id from packed_product
     where product = any($1) and ($2::uuid is null or case_id > $2) order by case_id limit $3`,
    [broadcast.products, broadcast.cursor, page],
  );
  const data = contentOf(store, broadcast);
  await Promise.all(cases.map(({ id }) => reach(store, engine, broadcast, data, id)));
  crashPoint('broadcastPage');
  const last = cases.at(-1)?.id ?? broadcast.cursor;
  await store.pool.query(
    `update broadcast set cursor = $2, handled = handled + $3, finished_at = case when $4 then clock_timestamp() end
     where id = $1 and cursor is not distinct from $5::uuid and finished_at is null`,
    [broadcast.id, last, cases.length, cases.length < page, broadcast.cursor],
  );
  return Math.max(cases.length, 1);
}

/**
 * Cases that began to pack a product: each is told what was last broadcast of it, of each type, as whoever packed it then was. It is asked
 * after the commit that packs it, when every earlier broadcast shows; a later one finds the case in the index. Returns how
 * many rows it looked at.
 */
async function tellNewcomers(store: Store, engine: Engine): Promise<number> {
  const { rows } = await store.pool.query<Newcomer>(
    `select p.product, p.case_id as "caseId", b.id, b.type, b.sealed, b.created_at as "createdAt"
     from (select product, case_id from packed_product where not told order by case_id limit $1) p
     left join lateral (
       select distinct on (type) id, type, sealed, created_at from broadcast where products @> array[p.product]
       order by type, number desc) b on true`,
    [page],
  );
  if (rows.length === 0) return 0;
  await Promise.all(
    rows.flatMap(({ caseId, ...said }) =>
      said.id === null ? [] : [reach(store, engine, said, contentOf(store, said), caseId)],
    ),
  );
  await store.pool.query(
    `update packed_product p set told = true from unnest($1::bytea[], $2::uuid[]) as d(product, case_id)
     where p.product = d.product and p.case_id = d.case_id`,
    [rows.map(({ product }) => product), rows.map(({ caseId }) => caseId)],
  );
  return rows.length;
}

interface Said {
  id: string;
  type: string;
  sealed: Buffer;
  createdAt: Date;
}
type Newcomer = { product: Buffer; caseId: string } & (Said | { [Field in keyof Said]: null });

function contentOf({ keys }: Store, { id, sealed }: Said): JsonObject {
  return JSON.parse(unseal(keys.system, `broadcast:${id}`, sealed).toString()) as JsonObject;
}

async function reach(store: Store, engine: Engine, said: Said, data: JsonObject, caseId: string): Promise<void> {
  await tell(engine, said, data, caseId).catch((error: unknown) => notReached(store, said.id, caseId, error));
}

async function tell(engine: Engine, { id, type, createdAt }: Said, data: JsonObject, caseId: string): Promise<void> {
  await engine.handle({
    to: 'case',
    caseId,
    scope: 'broadcast',
    message: {
      kind: 'internal',
      type,
      data,
      occurredAt: createdAt.toISOString(),
      by: systemActor,
      key: `${id}:${caseId}`,
    },
  });
}

/**
 * Tells a case that a broadcast did not reach what was last broadcast of the same products: what was said in between is no
 * longer so. Under that one's own key, so that a case which has it is told nothing twice. Throws where the case cannot take it.
 */
export async function tellUnreached(store: Store, engine: Engine, broadcastId: string, caseId: string): Promise<void> {
  const { rows } = await store.pool.query<Said>(
    `select later.id, later.type, later.sealed, later.created_at as "createdAt"
     from broadcast b join broadcast later on later.type = b.type and later.products @> b.products
     where b.id = $1 order by later.number desc limit 1`,
    [broadcastId],
  );
  const [said] = rows;
  if (!said) throw new NeverRetryFault('Expected the broadcast, but it is no longer kept');
  await tell(engine, said, contentOf(store, said), caseId);
}

/** A case whose chart cannot take the message must not hold up the thousands behind it. A database that is away must. */
async function notReached(store: Store, broadcast: string, caseId: string, error: unknown): Promise<void> {
  if (isPassing(error)) throw error;
  await openIncident(store.pool, {
    kind: 'broadcast',
    subject: `${broadcast}:${caseId}`,
    caseId,
    error: plainMessage(error),
  });
}

interface BroadcastRow extends Said {
  products: Buffer[];
  cursor: string | null;
}
