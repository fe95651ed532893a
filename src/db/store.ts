import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { freezeClock, realClock, simulatedClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { connectDataSource, poolOf } from './data-source.ts';
import { openKeys } from './open-keys.ts';
import type { Keys, MasterKeys } from './open-keys.ts';
import { prepareReader } from './reader.ts';

export type { Keys };

/** The database as the rest of Dosisflow uses it: migrated, with its keys and its clock. */
export class Store {
  constructor(
    readonly dataSource: DataSource,
    readonly pool: Pool,
    readonly keys: Keys,
    readonly clock: Clock,
    readonly url: string,
    /** What keeps the reader away, for the operator: reads then go on under the engine's role (prepareReader). */
    readonly readerFault?: string,
  ) {}

  close(): Promise<void> {
    return this.dataSource.destroy();
  }
}

export interface StoreOptions extends MasterKeys {
  url: string;
  /** For what an operator should know; nothing is said without it. */
  log?: (line: string) => void;
  poolSize: number;
  clock: 'real' | 'simulated';
}

/** Connects, migrates (one process at a time) and reads the keys. */
export async function openStore({ url, poolSize, clock, log, ...master }: StoreOptions): Promise<Store> {
  const dataSource = await connectDataSource(url, poolSize);
  const pool = poolOf(dataSource);
  const readerFault = await migrate(dataSource);
  if (readerFault) log?.(`${readerFault} Until then the API alone separates organisations.`);
  const keys = await openKeys(pool, master);
  if (clock === 'simulated') await freezeClock(pool);
  const now = clock === 'simulated' ? simulatedClock : realClock;
  return new Store(dataSource, pool, keys, now, url, readerFault);
}

/** Processes that start together wait for the first: TypeORM itself takes no lock. Answers what keeps the reader away. */
async function migrate(dataSource: DataSource): Promise<string | undefined> {
  const client = await poolOf(dataSource).connect();
  try {
    await client.query('select pg_advisory_lock(471100)');
    await dataSource.runMigrations({ transaction: 'each' });
    const readerFault = await prepareReader(poolOf(dataSource));
    await client.query('select pg_advisory_unlock(471100)');
    return readerFault;
  } finally {
    client.release();
  }
}
