import type { PoolClient } from 'pg';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { removalOf } from './audit-chain.ts';
import { erasePastRetention } from './erase-citizen.ts';
import { retention } from './retention.ts';

const page = 100;

/** Personal data that nothing keeps any more, some at a time. */
export async function removePastRetention(store: Pick<Store, 'pool' | 'keys' | 'clock'>): Promise<void> {
  await erasePastRetention(store, page);
  await removePersonalAccess(store);
  await removeAccessLog(store);
  await eraseCitizensWithoutCase(store);
}

async function removePersonalAccess({ pool, clock }: Pick<Store, 'pool' | 'clock'>): Promise<void> {
  await pool.query(`delete from personal_access where until < $1::timestamptz - make_interval(years => $2)`, [
    await clock(pool),
    retention.personalAccessYears,
  ]);
}

/** Whole links of the chain, the oldest first; the last of them stays as the place where the chain begins. */
async function removeAccessLog({ pool, keys, clock }: Pick<Store, 'pool' | 'keys' | 'clock'>): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string; to: string; hash: Buffer }>(
      `select id, to_id as to, hash from (select * from audit_seal
         where removed is null and sealed_at < $1::timestamptz - make_interval(years => $2) order by id limit $3) past
       order by id desc limit 1`,
      [await clock(client), retention.accessLogYears, page],
    );
    const [link] = rows;
    if (!link) return;
    await client.query('delete from audit where id <= $1', [link.to]);
    await client.query('delete from audit_seal where id < $1', [link.id]);
    await client.query('update audit_seal set removed = $2 where id = $1', [link.id, removalOf(keys.vault, link)]);
  });
}

/** Opening a case may fail after its citizen is written: that someone asked is no reason to keep who. */
async function eraseCitizensWithoutCase({ pool, clock }: Pick<Store, 'pool' | 'clock'>): Promise<void> {
  await inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { rows } = await client.query<{ id: string }>(
      `select z.id from citizen z
       where z.created_at < $1::timestamptz - make_interval(days => $2) and exists (select from citizen_number n where n.citizen_id = z.id)
         and ${unknownElsewhere('z')}
       order by z.created_at limit $3`,
      [at, retention.citizenWithoutCaseDays, page],
    );
    const ids = rows.map(({ id }) => id);
    await eraseUnknown(client, ids, { at, ground: 'no case was opened', by: 'retention' });
  });
}

const unknownElsewhere = (citizen: string): string =>
  `not exists (select from "case" c where c.citizen_id = ${citizen}.id)
   and not exists (select from candidate c where c.citizen_id = ${citizen}.id)
   and not exists (select from inbox i where i.key_citizen_id = ${citizen}.id)`;

/**
 * Of these citizens, everything about those of whom no case, candidate or message is known: without their keys copies are
 * unreadable too, and what is written beside the keys erases them again after a restore.
 */
export async function eraseUnknown(
  client: PoolClient,
  ids: readonly string[],
  { at, ground, by }: { at: string; ground: string; by: string },
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await client.query<{ id: string }>(
    `select z.id from citizen z where z.id = any($1::uuid[]) and ${unknownElsewhere('z')} for update`,
    [ids],
  );
  const citizens = rows.map(({ id }) => id);
  await client.query(
    `insert into keys.erasure (citizen_id, at, ground, erased_by) select id, $2, $3, $4 from unnest($1::uuid[]) as id`,
    [citizens, at, ground, by],
  );
  await client.query('delete from keys.citizen_key where citizen_id = any($1::uuid[])', [citizens]);
  await client.query('delete from citizen_number where citizen_id = any($1::uuid[])', [citizens]);
  await client.query('delete from citizen where id = any($1::uuid[])', [citizens]);
}
