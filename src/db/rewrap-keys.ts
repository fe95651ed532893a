import type { Pool } from 'pg';
import type { Vault } from './seal.ts';

/** The tables of wrapped keys, and the column under which each is wrapped. */
const tables = [
  { table: 'keys.citizen_key', owner: 'citizen_id', type: 'uuid', name: 'citizens' },
  { table: 'keys.day_key', owner: 'day', type: 'date', name: 'days' },
  { table: 'keys.system_key', owner: 'name', type: 'text', name: 'shared' },
] as const;

const page = 1_000;

export interface Rewrapped {
  name: (typeof tables)[number]['name'];
  rewrapped: number;
  /** Wrapped by the newest master key before. */
  current: number;
}

/**
 * Wraps every key anew by the first master key of the vault. What the keys seal stays as it is, and so do the keyed
 * hashes. May be stopped and begun again at any moment, beside processes that have both master keys.
 */
export async function rewrapKeys(
  pool: Pool,
  vault: Vault,
  progress: (done: Rewrapped) => void = () => {},
): Promise<Rewrapped[]> {
  const all: Rewrapped[] = [];
  for (const { table, owner, type, name } of tables) {
    const done: Rewrapped = { name, rewrapped: 0, current: 0 };
    for (let after: string | null | undefined = null; after !== undefined;) {
      const { rows }: { rows: { owner: string; wrapped: Buffer }[] } = await pool.query(
        `select ${owner}::text as owner, wrapped from ${table}
         where $1::${type} is null or ${owner} > $1::${type} order by ${owner} limit $2`,
        [after, page],
      );
      const stale = rows.filter((row) => !vault.opens(row.owner, row.wrapped));
      // A key that was erased meanwhile stays erased.
      await pool.query(
        `update ${table} k set wrapped = d.wrapped from unnest($1::${type}[], $2::bytea[]) as d(owner, wrapped)
         where k.${owner} = d.owner`,
        [
          stale.map((row) => row.owner),
          stale.map((row) => vault.wrap(row.owner, vault.unwrap(row.owner, row.wrapped))),
        ],
      );
      done.rewrapped += stale.length;
      done.current += rows.length - stale.length;
      if (rows.length > 0) progress(done);
      after = rows.length < page ? undefined : rows.at(-1)?.owner;
    }
    all.push(done);
  }
  return all;
}
