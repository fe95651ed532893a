import type { Pool } from 'pg';
import type { DataKey, Vault } from './seal.ts';

/** The key that seals what belongs to no citizen; made by whichever process starts first. */
export async function systemKey(pool: Pool, vault: Vault): Promise<DataKey> {
  await pool.query('insert into keys.system_key (name, wrapped) values ($1, $2) on conflict do nothing', [
    name,
    vault.newKey(name).wrapped,
  ]);
  const { rows } = await pool.query<{ wrapped: Buffer }>('select wrapped from keys.system_key where name = $1', [name]);
  const wrapped = rows[0]?.wrapped;
  if (!wrapped) throw new Error('Expected the system key that was just written');
  return vault.unwrap(name, wrapped);
}

const name = 'system';
