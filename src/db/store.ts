import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { freezeClock, realClock, simulatedClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { connectDataSource, poolOf } from './data-source.ts';
import type { DataKey } from './seal.ts';
import { Vault } from './seal.ts';
import { systemKey } from './system-key.ts';

export interface Keys {
  vault: Vault;
  /** Seals what belongs to no citizen, such as broadcasts. */
  system: DataKey;
}

/** The database as the rest of Dosisflow uses it: migrated, with its keys and its clock. */
export class Store {
  constructor(
    readonly dataSource: DataSource,
    readonly pool: Pool,
    readonly keys: Keys,
    readonly clock: Clock,
    readonly url: string,
  ) {}

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}

export interface StoreOptions {
  url: string;
  poolSize: number;
  masterKey: Buffer;
  clock: 'real' | 'simulated';
}

/** Connects, migrates (one process at a time) and reads the keys. */
export async function openStore({ url, poolSize, masterKey, clock }: StoreOptions): Promise<Store> {
  const dataSource = await connectDataSource(url, poolSize);
  const pool = poolOf(dataSource);
  await migrate(dataSource);
  const vault = new Vault(masterKey);
  const keys = { vault, system: await systemKey(pool, vault) };
  if (clock === 'simulated') await freezeClock(pool);
  return new Store(dataSource, pool, keys, clock === 'simulated' ? simulatedClock : realClock, url);
}

/** Processes that start together wait for the first: TypeORM itself takes no lock. */
async function migrate(dataSource: DataSource): Promise<void> {
  const client = await poolOf(dataSource).connect();
  try {
    await client.query('select pg_advisory_lock(471100)');
    await dataSource.runMigrations({ transaction: 'each' });
    await client.query('select pg_advisory_unlock(471100)');
  } finally {
    client.release();
  }
}
