import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { systemActor } from '../../workflows/definition.ts';
import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import type { Engine } from '../engine/engine.ts';
import { changedGroups } from './changed-groups.query.ts';
import { changedProducts } from './changed-products.query.ts';
import { drugsWithBackOrders } from './read-supply.query.ts';
import { tellSupply } from './take-back-order.ts';

/**
 * When a price list comes into force, or a date that it names, whoever it concerns is told. Each product that is or was on back-order is looked at
 * again, as groups, packages and D marks may be others (R57). The cases that pack a drug which can no longer be packed, or can
 * again, or that is in another substitution group, get a broadcast: its cursor is the progress. Returns how many products
 * changed or were looked at.
 */
export async function tellPriceList({ store, engine }: { store: Store; engine: Engine }): Promise<number> {
  const { pool, clock } = store;
  const today = danishDateOf(await clock(pool));
  if (!(await isToBeTold(pool, today))) return 0;
  const supplies = await tellSupply({ store, engine }, systemActor, await drugsWithBackOrders(pool, today), today);
  const changed = await inTransaction(pool, (client) => broadcastChanges(store, client, today));
  return supplies.size + changed;
}

/** What was told of each drug and what there is to tell change together: a list read again tells nothing twice. */
async function broadcastChanges({ keys, clock }: Store, client: PoolClient, today: string): Promise<number> {
  await client.query('select from price_list where valid_from <= $1::date order by valid_from for update', [today]);
  if (!(await isToBeTold(client, today))) return 0;
  const at = await clock(client);
  // In no order of the drugs: with the price list beside it, their order would tell which hash is which drug (P1).
  const broadcast = async (type: string, facts: readonly { drugId: string }[]): Promise<void> => {
    const ids = facts.map(() => randomUUID());
    await client.query(
      `insert into broadcast (id, key, products, type, sealed, created_at, expected)
       select id, 'priceList:' || id, array[product], $5, sealed, $4,
         (select count(*) from packed_product p where p.product = d.product)
       from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as d(id, product, sealed) order by id`,
      [
        ids,
        facts.map(({ drugId }) => keys.vault.hash('drug', drugId)),
        facts.map((data, n) => seal(keys.system, `broadcast:${ids[n]}`, JSON.stringify(data))),
        at,
        type,
      ],
    );
  };
  const changed = await changedProducts(client, today);
  const told = changed.flatMap(({ drugId, change, isNew }) => (isNew ? [] : { drugId, change }));
  await broadcast('productChanged', told);
  await client.query(
    `insert into product_told (drug_id, change) select * from unnest($1::text[], $2::text[])
     on conflict (drug_id) do update set change = excluded.change`,
    [changed.map(({ drugId }) => drugId), changed.map(({ change }) => change)],
  );
  const moved = await changedGroups(client, today);
  const toldOfGroup = moved.flatMap(({ drugId, group, isNew }) => (isNew ? [] : { drugId, group }));
  await broadcast('substitutionGroupChanged', toldOfGroup);
  await client.query(
    `update product_told t set substitution_group = d.number from unnest($1::text[], $2::text[]) as d(drug_id, number)
     where t.drug_id = d.drug_id`,
    [moved.map(({ drugId }) => drugId), moved.map(({ number }) => number)],
  );
  await client.query(
    `update price_list set told = true, looked_on = $1::date
     where valid_from <= $1::date and (not told or looked_on is distinct from $1::date)`,
    [today],
  );
  return told.length + toldOfGroup.length;
}

/** A list has come into force, or a date that the list in force names has: a drug deregistered, a package sold no more. */
async function isToBeTold(client: Pool | PoolClient, today: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `with list as (select valid_from, told, coalesce(looked_on, valid_from) as looked_on from price_list
       where valid_from <= $1::date order by valid_from desc limit 1)
     select from list where exists (select from price_list where valid_from <= $1::date and not told)
       or exists (select from drug d where d.valid_from = list.valid_from and d.deregistered_on > list.looked_on and d.deregistered_on <= $1::date)
       or exists (select from package p where p.valid_from = list.valid_from and p.withdrawn_on > list.looked_on and p.withdrawn_on <= $1::date)`,
    [today],
  );
  return (rowCount ?? 0) > 0;
}
