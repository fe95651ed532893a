import { createHash } from 'node:crypto';
import type { Actor, JsonObject, Parties } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import type { Answer, Engine } from '../engine/engine.ts';
import { drugsOfPackages, drugsWithBackOrders, readSupply } from './read-supply.query.ts';

export interface Services {
  store: Store;
  engine: Engine;
}

export type Taken = { kind: 'taken'; answer: Answer } | { kind: 'unknownPackage' };

/**
 * What is known now of a package on back-order: written where it is newer than what was known, and told to the case of its
 * drug and of every drug of the group that has one. May be run again: the same word changes nothing.
 */
export async function takeBackOrder(services: Services, by: Actor, data: JsonObject, seenAt: string): Promise<Taken> {
  const packageNumber = data['packageNumber'] as string;
  const today = danishDateOf(await services.store.clock(services.store.pool));
  const drugId = (await drugsOfPackages(services.store.pool, [packageNumber], today)).get(packageNumber);
  if (!drugId) return { kind: 'unknownPackage' };
  const answers = await takeBackOrders(services, by, [data], [drugId], seenAt);
  const answer = answers.get(drugId);
  if (!answer) throw new Error('Expected the case of the drug that a package was just found of');
  return { kind: 'taken', answer };
}

/** Many at once, of packages that the price list holds, with the drugs of those: all are written, then told. */
export async function takeBackOrders(
  { store, engine }: Services,
  by: Actor,
  words: readonly JsonObject[],
  drugIds: readonly string[],
  seenAt: string,
): Promise<Map<string, Answer>> {
  const today = danishDateOf(await store.clock(store.pool));
  await store.pool.query(
    `insert into back_order (package_number, since, expected_to, ended_on, withdrawn, source, seen_at)
     select "packageNumber", since, "expectedTo", "endedOn", coalesce(withdrawn, false), source, $2
     from json_to_recordset($1) as word("packageNumber" text, since date, "expectedTo" date, "endedOn" date,
       withdrawn boolean, source text)
     on conflict (package_number) do update set since = excluded.since, expected_to = excluded.expected_to,
       ended_on = excluded.ended_on, withdrawn = excluded.withdrawn, source = excluded.source, seen_at = excluded.seen_at
     where back_order.seen_at <= excluded.seen_at`,
    [JSON.stringify(words), seenAt],
  );
  const asked = await readSupply(store.pool, drugIds, today);
  const groups = asked.flatMap(({ supply }) => supply.drugs.map(({ drugId }) => drugId));
  return tellSupply({ store, engine }, by, [...drugIds, ...groups], today);
}

/** Reads how these drugs stand and tells the case of each that has had a back-order itself. */
export async function tellSupply(
  { store, engine }: Services,
  by: Actor,
  drugIds: readonly string[],
  today: string,
): Promise<Map<string, Answer>> {
  const concerned = await drugsWithBackOrders(store.pool, today);
  const asked = [...new Set(drugIds)].filter((drugId) => concerned.includes(drugId));
  const at = await store.clock(store.pool);
  const parties = await ownerOf(store, by);
  const answers = new Map<string, Answer>();
  for (const { drugId, supply } of await readSupply(store.pool, asked, today)) {
    const key = createHash('sha256').update(`${drugId} ${supply.reading}`).digest('hex');
    const handled = await engine.handle({
      to: 'product',
      workflow: 'back-order',
      drugId,
      parties,
      scope: 'supply',
      message: {
        kind: 'fact',
        type: 'supplyObserved',
        data: { ...supply } as unknown as JsonObject,
        occurredAt: at,
        by,
        key,
      },
    });
    if (handled.kind !== 'done') throw new Error(`Expected the case of ${drugId} to answer, but got ${handled.kind}`);
    answers.set(drugId, handled.answer);
  }
  return answers;
}

/** Whoever runs Dosisflow owns the cases of products; where the directory does not say, who tells of them. */
async function ownerOf({ pool }: Store, by: Actor): Promise<Parties> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from organisation where kind = 'supplier' or id = $1 order by kind = 'supplier' desc, id limit 1`,
    [by.organisationId ?? null],
  );
  const owner = rows[0]?.id;
  if (!owner)
    throw new Error('Expected an organisation of the kind supplier in the directory, to own the cases of products');
  return { municipality: owner };
}
