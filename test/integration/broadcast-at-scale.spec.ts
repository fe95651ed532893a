/** A back-order told to thousands of cases, by a worker that is killed on the way. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTemplate, populate } from '../../scripts/bench/population.ts';
import { loadMasterKey, readConfig } from '../../src/config.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { seedDirectory } from '../../src/directory/seed-directory.ts';
import { writePriceList } from '../../src/directory/write-price-list.ts';
import { Engine } from '../../src/engine/engine.ts';
import { takeBackOrder } from '../../src/intake/take-back-order.ts';
import { systemActor } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { startWorker } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';

const copies = 2_000;
/** Packed by the case that the others are copied from. */
const drugId = '28100000003';

let folder: string;
let database: TestDatabase;
let store: Store;
let env: Record<string, string>;
let worker: Running | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-broadcast-'));
  database = await createTestDatabase();
  env = { DATABASE_URL: database.url, DOSISFLOW_DATA: folder };
  const { masterKey, clock } = readConfig(env);
  store = await openStore({ url: database.url, poolSize: 8, masterKey: await loadMasterKey(masterKey), clock });
  await seedDirectory(store.dataSource);
});
afterAll(async () => {
  await worker?.kill('SIGKILL');
  await store.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const progress = async () => {
  const { rows } = await database.pool.query<{
    cursor: string | null;
    handled: number;
    expected: number;
    finished: boolean;
  }>('select cursor, handled, expected, finished_at is not null as finished from broadcast');
  return rows;
};
const toldCases = async (): Promise<{ cases: number; messages: number }[]> =>
  (
    await database.pool.query<{ cases: number; messages: number }>(
      `select count(distinct case_id)::int as cases, count(*)::int as messages from journal
       where type = (select type from broadcast) and case_id in (select case_id from packed_product)`,
    )
  ).rows;

it('tells each of 2,000 cases once, though the worker is killed in the middle: the cursor is the progress', async () => {
  await populate(store, [await openTemplate(store)], copies);
  await writePriceList(store.pool, {
    validFrom: '2000-01-01',
    name: 'Prøve',
    drugs: [{ drugId, name: 'Prøvapril', isDoseDispensable: true }],
    packages: [{ packageNumber: '990099', drugId }],
  });
  const engine = new Engine({ pool: store.pool, keys: store.keys, clock: store.clock, definitions: definitionOf });
  const at = await store.clock(store.pool);
  const data = { packageNumber: '990099', since: at.slice(0, 10), source: 'Grossisten' };
  expect((await takeBackOrder({ store, engine }, systemActor, data, at)).kind).toBe('taken');
  expect(await progress()).toEqual([{ cursor: null, handled: 0, expected: copies + 1, finished: false }]);

  worker = await startWorker(env);
  await eventually(progress, ([row]) => (row?.handled ?? 0) > 0);
  await worker.kill('SIGKILL');
  const [left] = await progress();
  expect(left).toMatchObject({ finished: false });
  expect(left?.cursor).not.toBeNull();
  expect(left?.handled).toBeLessThan(copies);

  worker = await startWorker(env);
  const [done] = await eventually(progress, ([row]) => row?.finished === true, 60_000);
  expect(done?.handled).toBe(copies + 1);
  expect(await toldCases()).toEqual([{ cases: copies + 1, messages: copies + 1 }]);
  const { rows: short } = await database.pool.query(
    `select from "case" where workflow = 'dose-dispensing' and state ->> 'supply' <> 'short'`,
  );
  expect(short).toEqual([]);
  expect((await database.pool.query('select from incident')).rowCount).toBe(0);
}, 120_000);
