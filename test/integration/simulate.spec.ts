import { current } from '../../workflows/policy/current.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { freezeClock, simulatedClock } from '../../src/db/clock.ts';
import { Store } from '../../src/db/store.ts';
import { openKeys } from '../../src/db/open-keys.ts';
import { mutant, stateAt } from '../../scripts/verify-workflows/mutant.ts';
import { playCitizens } from '../../scripts/simulate/play-citizens.ts';
import { play } from '../../scripts/simulate/play.ts';
import { digestOf } from '../../scripts/simulate/result.ts';
import { playOn } from '../../scripts/simulate/play-stored.ts';
import { tell } from '../../scripts/simulate/shrink.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const run = { seed: 5, weeks: 5, policy: current };

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await createTestDatabase();
  const keys = await openKeys(database.pool, { masterKey: Buffer.alloc(32, 7) });
  await freezeClock(database.pool);
  store = new Store(database.dataSource, database.pool, keys, simulatedClock, database.url);
});
afterEach(() => database.drop());

it('comes to the same states, messages and warnings on the database as in memory, and keeps every guarantee (E1, E4)', async () => {
  const { failures, digest, tally } = await playOn(store, run, 4, () => {});
  const inMemory = playCitizens(run, 0, 4);
  expect(failures).toEqual([]);
  expect(digest).toBe(digestOf(inMemory.digests));
  expect(tally).toMatchObject(inMemory.tally);
  expect(tally['messages fact accepted']).toBeGreaterThan(20);
}, 240_000);

it('finds a broken chart on the database, and tells the shortest story of it', async () => {
  const silent = mutant(definitionOf('dispensing-period'), (chart) => {
    stateAt(chart, 'receipt.open.due')['after'] = {};
  });
  const definitions: typeof definitionOf = (name, version) =>
    name === 'dispensing-period' ? silent : definitionOf(name, version);
  const { failures, shortest } = await playOn(store, run, 1, () => {}, definitions);
  expect(failures).toMatchObject([{ citizen: 0, complaint: { check: 'C2' } }]);
  if (!shortest) throw new Error('Expected the broken chart to be told');
  expect(shortest.story.said.length).toBeLessThan(3);
  expect(play(shortest.story, current, { definitions }).complaint).toEqual(shortest.complaint);
  expect(tell(shortest, current)).toContain('C2 is broken at dispensingPeriodObserved');
}, 240_000);

it('finds what only the database does wrong, such as a timer that it loses (E1)', async () => {
  await database.pool.query(
    `create rule lost as on insert to timer where new.key like '%nextPeriod%' or new.key like '%receipt%' do instead nothing`,
  );
  const { failures, shortest } = await playOn(store, run, 1, () => {});
  expect(failures).toMatchObject([{ citizen: 0, complaint: { check: 'E1' } }]);
  if (!shortest) throw new Error('Expected the loss to be told');
  expect(shortest.complaint.sentence).toBe(failures[0]?.complaint.sentence);
  expect(play(shortest.story, current).complaint).toBeUndefined();
}, 240_000);
