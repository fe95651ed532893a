import type { Pool } from 'pg';
import type { DataKey } from './seal.ts';
import { Vault, hashingKey } from './seal.ts';

export interface Keys {
  vault: Vault;
  /** Seals what belongs to no citizen, such as broadcasts. */
  system: DataKey;
}

export interface MasterKeys {
  masterKey: Buffer;
  /** Opens what it wrapped, too, while the master key is being changed. */
  otherMasterKey?: Buffer | undefined;
}

/** What it is called where it lies, and in the wrapping. */
export const systemKeyName = 'system';

/** The keys that all cases share; made by whichever process starts first. */
export async function openKeys(pool: Pool, { masterKey, otherMasterKey }: MasterKeys): Promise<Keys> {
  const wrapping = new Vault(masterKey, { other: otherMasterKey });
  const system = await sharedKey(pool, wrapping, systemKeyName, () => wrapping.newKey(systemKeyName).key);
  // Databases from before the hashing key was kept hashed with one derived from the master key of that time.
  const hashing = await sharedKey(pool, wrapping, 'hashing', (wrappedSystem) =>
    hashingKey(otherMasterKey && !new Vault(masterKey).opens('system', wrappedSystem) ? otherMasterKey : masterKey),
  );
  return { vault: new Vault(masterKey, { other: otherMasterKey, hashing }), system };
}

async function sharedKey(
  pool: Pool,
  vault: Vault,
  name: 'system' | 'hashing',
  make: (wrappedSystem: Buffer) => Buffer,
): Promise<DataKey> {
  const kept = await readWrapped(pool);
  const known = kept.get(name);
  if (known) return vault.unwrap(name, known);
  if (name === 'system' && (await pool.query('select from citizen limit 1')).rowCount) {
    throw new Error(
      'The database has citizens but no keys: it was restored in part. Restore the backup anew, where there is no database.',
    );
  }
  await pool.query('insert into keys.system_key (name, wrapped) values ($1, $2) on conflict do nothing', [
    name,
    vault.wrap(name, make(kept.get('system') ?? Buffer.alloc(0))),
  ]);
  const written = (await readWrapped(pool)).get(name);
  if (!written) throw new Error(`Expected the ${name} key that was just written`);
  return vault.unwrap(name, written);
}

async function readWrapped(pool: Pool): Promise<Map<string, Buffer>> {
  const { rows } = await pool.query<{ name: string; wrapped: Buffer }>('select name, wrapped from keys.system_key');
  return new Map(rows.map(({ name, wrapped }) => [name, wrapped]));
}
