import { randomBytes } from 'node:crypto';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { Engine } from '../../src/engine/engine.ts';
import { definitionOf } from '../../workflows/registry.ts';
import type { Table } from './report.ts';
import type { ScratchServer } from './scratch-database.ts';

/** What a scenario is given. */
export interface Bench {
  server: ScratchServer;
  quick: boolean;
  /** How often each way of a comparison is measured. */
  runs: number;
  say: (sentence: string) => void;
}

export type Scenario = (bench: Bench) => Promise<Table>;

export const masterKey = randomBytes(32);

/** A migrated database that is gone when the work is done. */
export async function withStore<T>({ server }: Bench, work: (store: Store) => Promise<T>): Promise<T> {
  const database = await server.create('bench');
  const store = await openStore({ url: database.url, poolSize: 16, masterKey, clock: 'real' });
  try {
    return await work(store);
  } finally {
    await store.close();
    await database.drop();
  }
}

export function engineOn(store: Store): Engine {
  return new Engine({ pool: store.pool, keys: store.keys, clock: store.clock, definitions: definitionOf });
}
