import { openBaseline } from '../../scripts/bench/baseline.ts';
import { engineOn } from '../../scripts/bench/bench.ts';
import { openTemplate, populate } from '../../scripts/bench/population.ts';
import { recordRound } from '../../scripts/bench/recording.ts';
import { Rounds, fullRound } from '../../scripts/bench/workload.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { replay } from '../../src/engine/replay.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  store = await openStore({ url: database.url, poolSize: 4, masterKey: Buffer.alloc(32, 7), clock: 'real' });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('the baseline of the bench', () => {
  it('writes the same rows for a round as the engine, whether by one statement each, by one for all or in groups', async () => {
    const template = await openTemplate(store);
    const recording = await recordRound(store, template.caseId);
    const [ours, plain, single, grouped] = await populate(store, [template], 4);
    if (!ours || !plain || !single || !grouped) throw new Error('Expected four copies');
    const before = await rowsOf(ours.caseId);
    expect(await rowsOf(plain.caseId)).toEqual(before);

    const engine = engineOn(store);
    const rounds = new Rounds([ours], fullRound);
    for (const _ of fullRound) await rounds.send(engine);
    for (const [turn, way] of [
      [plain, 'statements'],
      [single, 'single'],
    ] as const) {
      const baseline = openBaseline(store.url, recording, template.caseId, new Rounds([turn], fullRound));
      for (const _ of fullRound) await baseline[way]();
      await baseline.close();
    }
    const baseline = openBaseline(store.url, recording, template.caseId, new Rounds([grouped], fullRound));
    for (const _ of fullRound) await baseline.grouped(1);
    await baseline.close();
    const after = await rowsOf(ours.caseId);
    expect(after['journal']).toBe((before['journal'] ?? 0) + fullRound.length);
    expect(await rowsOf(plain.caseId)).toEqual(after);
    expect(await rowsOf(single.caseId)).toEqual(after);
    expect(await rowsOf(grouped.caseId)).toEqual(after);
    expect((await replay(store.pool, store.keys.vault, definitionOf, template.caseId)).kind).toBe('same');
  });
});

/** How many rows of each kind tell of the case. */
async function rowsOf(caseId: string): Promise<Record<string, number>> {
  const { rows } = await store.pool.query<Record<string, number>>(
    `select (select count(*)::int from journal where case_id = $1) as journal,
       (select count(*)::int from timer where case_id = $1) as timers,
       (select count(*)::int from task where case_id = $1 and closed_at is null) as open,
       (select count(*)::int from task where case_id = $1 and closed_at is not null) as closed,
       (select count(*)::int from audit where case_id = $1) as audit,
       (select count(*)::int from handled where answer ->> 'caseId' = $1::text) as handled,
       (select count(*)::int from packed_product where case_id = $1) as packed`,
    [caseId],
  );
  return rows[0] ?? {};
}
