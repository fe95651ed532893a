import type { Store } from '../db/store.ts';

/** Answers past their 90 days, raw messages past their 30, deliveries past their 90. Facts stay: the journal holds them. */
export async function removeExpired({ pool, clock }: Store): Promise<void> {
  const at = await clock(pool);
  await pool.query('delete from handled where expires_at < $1', [at]);
  await pool.query('update inbox set sealed = null where delete_at < $1 and sealed is not null', [at]);
  await pool.query(
    `delete from outbox where status = 'delivered' and created_at < $1::timestamptz - interval '90 days'`,
    [at],
  );
  await pool.query(
    `delete from keys.day_key d where d.day < $1::timestamptz - interval '31 days'
     and not exists (select from inbox i where i.key_day = d.day and i.sealed is not null)`,
    [at],
  );
}
