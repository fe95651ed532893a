import type { Pool } from 'pg';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { auditRows, linkOf } from './audit-chain.ts';

/** Rows of one link: enough that a busy minute is one, few enough to be read at once. */
const most = 10_000;

/**
 * Adds a link to the chain over the access log, over the rows that no link has yet. Returns how many rows it took. Of two
 * processes that make the same link, one writes it and the other finds it there.
 */
export async function sealAudit({ pool, keys, clock }: Pick<Store, 'pool' | 'keys' | 'clock'>): Promise<number> {
  const settled = await lastSettled(pool);
  const { rows: links } = await pool.query<{ id: string; to: string; hash: Buffer }>(
    'select id, to_id as to, hash from audit_seal order by id desc limit 1',
  );
  const last = links[0] ?? { id: '0', to: '0', hash: Buffer.alloc(0) };
  const { rows: ends } = await pool.query<{ to: string | null }>(
    'select max(id) as to from (select id from audit where id > $1 and id <= $2 order by id limit $3) row',
    [last.to, settled, most],
  );
  const to = ends[0]?.to;
  if (!to) return 0;
  const rows = await auditRows(pool, last.to, to);
  await pool.query(
    `insert into audit_seal (id, to_id, rows, hash, sealed_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [Number(last.id) + 1, to, rows.length, linkOf(keys.vault, last.hash, rows), await clock(pool)],
  );
  return rows.length;
}

/**
 * The newest id below which nothing can come any more: ids are drawn before they are committed. The lock waits for whoever
 * is writing now, for half a second at the most, and is gone at once. Transaction ids would need no lock, but do not
 * survive a restored dump.
 */
function lastSettled(pool: Pool): Promise<string> {
  return inTransaction(pool, async (client) => {
    await client.query(`set local lock_timeout = '500ms'`);
    await client.query('lock table audit in share mode');
    const { rows } = await client.query<{ id: string }>('select coalesce(max(id), 0) as id from audit');
    return rows[0]?.id ?? '0';
  });
}
