import { engineOn } from '../../scripts/bench/bench.ts';
import { openOverdueTemplate, openTemplates, populate } from '../../scripts/bench/population.ts';
import { makeDue } from '../../scripts/bench/timers.ts';
import { Rounds, commandRound, fullRound } from '../../scripts/bench/workload.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
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

describe('the work that the bench gives', () => {
  it.each([
    ['messages', fullRound],
    ['commands', commandRound],
  ])('is the whole round of %s in equal parts, however few are sent, and every one is accepted', async (_, round) => {
    const turns = await populate(store, await openTemplates(store, round), 4 * round.length + 1);
    const rounds = new Rounds(turns, round);
    const window = Array.from({ length: 3 * turns.length }, () => rounds.next().n);
    for (let from = 0; from + round.length <= window.length; from += 1)
      expect(new Set(window.slice(from, from + round.length)).size).toBe(round.length);

    const sent = new Rounds(turns, round);
    for (let n = 0; n < 2 * turns.length; n += 1) await sent.send(engineOn(store));
  });

  it('fires a deadline that is told of again as often as asked, each time with the same rows', async () => {
    const [turn] = await populate(store, [await openOverdueTemplate(store)], 1);
    if (!turn) throw new Error('Expected a case');
    const engine = engineOn(store);
    const written: unknown[] = [];
    for (let firing = 0; firing < 3; firing += 1) {
      const before = await rowsOf(turn.caseId);
      await makeDue(store, [turn.caseId]);
      expect(await engine.fireDueTimers()).toBe(1);
      const after = await rowsOf(turn.caseId);
      expect(after['timers']).toBe(before['timers']);
      written.push(Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]));
    }
    expect(written[1]).toEqual(written[0]);
    expect(written[2]).toEqual(written[0]);
  });
});

async function rowsOf(caseId: string): Promise<Record<string, number>> {
  const { rows } = await store.pool.query<Record<string, number>>(
    `select (select count(*)::int from journal where case_id = $1) as journal,
       (select count(*)::int from timer where case_id = $1) as timers,
       (select count(*)::int from task where case_id = $1 and closed_at is null) as open,
       (select count(*)::int from task where case_id = $1 and closed_at is not null) as closed,
       (select count(*)::int from outbox where case_id = $1) as outbox`,
    [caseId],
  );
  return rows[0] ?? {};
}
