import { randomBytes } from 'node:crypto';
import { openKeys } from '../../src/db/open-keys.ts';
import { rewrapKeys } from '../../src/db/rewrap-keys.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { findCitizen } from '../../src/directory/find-citizen.ts';
import { findOrCreateCitizen } from '../../src/directory/find-or-create-citizen.ts';
import { directoryId, seedDirectory } from '../../src/directory/seed-directory.ts';
import type { Cpr } from '../../src/kernel/cpr.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const [old, fresh] = [randomBytes(32), randomBytes(32)];
const numbers = ['2509479989', '2103009996', '1111111118'] as Cpr[];
const municipalityId = directoryId('organisation', 'testkommune-nord');
const at = '2026-03-02T08:00:00.000Z';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await seedDirectory(database.dataSource);
});
afterEach(() => database.drop());

const open = (masterKey: Buffer, otherMasterKey?: Buffer): Promise<Store> =>
  openStore({ url: database.url, poolSize: 3, masterKey, otherMasterKey, clock: 'real' });

it('changes the master key while processes run, and every citizen is still found and read', async () => {
  const before = await open(old);
  const ids = [];
  for (const cpr of numbers.slice(0, 2)) ids.push(await findOrCreateCitizen(before, { cpr, municipalityId, at }));
  // Every process learns of the new key before anything is wrapped by it.
  const during = await open(old, fresh);
  const leading = await open(fresh, old);
  ids.push(await findOrCreateCitizen(leading, { cpr: numbers[2] as Cpr, municipalityId, at }));
  const done = await rewrapKeys(leading.pool, leading.keys.vault);
  expect(done.find(({ name }) => name === 'citizens')).toEqual({ name: 'citizens', rewrapped: 2, current: 1 });
  const after = await open(fresh);
  for (const store of [during, leading, after]) {
    const found = await Promise.all(numbers.map((cpr) => findCitizen(store, cpr)));
    expect(found.map((citizen) => citizen?.citizenId)).toEqual(ids);
    const { rows } = await store.pool.query<{ id: string; wrapped: Buffer }>(
      'select citizen_id as id, wrapped from keys.citizen_key',
    );
    expect(rows.map(({ id, wrapped }) => store.keys.vault.unwrap(id, wrapped).length)).toEqual([32, 32, 32]);
    expect(store.keys.system).toEqual(before.keys.system);
  }
  await expect(open(old)).rejects.toThrow('do not open with this key');
  await Promise.all([before, during, leading, after].map((store) => store.close()));
});

it('goes on where it stopped', async () => {
  const store = await open(old);
  await findOrCreateCitizen(store, { cpr: '2509479989' as Cpr, municipalityId, at });
  await store.close();
  const both = await open(fresh, old);
  await rewrapKeys(both.pool, both.keys.vault);
  expect((await rewrapKeys(both.pool, both.keys.vault)).every(({ rewrapped }) => rewrapped === 0)).toBe(true);
  await both.close();
});

it('keeps the hashes of a database from before the hashing key was kept, whichever key comes first', async () => {
  const first = await open(old);
  await findOrCreateCitizen(first, { cpr: '2509479989' as Cpr, municipalityId, at });
  await first.pool.query(`delete from keys.system_key where name = 'hashing'`);
  const keys = await openKeys(first.pool, { masterKey: fresh, otherMasterKey: old });
  expect(await findCitizen({ pool: first.pool, keys }, '2509479989' as Cpr)).toBeDefined();
  await first.close();
});
