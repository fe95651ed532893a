import type { Store } from '../../src/db/store.ts';
import { engineOn, withStore } from './bench.ts';
import type { Bench, Scenario } from './bench.ts';
import { alternately, milliseconds } from './measure.ts';
import { openOverdueTemplate, openTemplates, populate } from './population.ts';
import { inMilliseconds, whole } from './report.ts';
import type { Row } from './report.ts';
import { makeDue } from './timers.ts';
import { Rounds, fullRound } from './workload.ts';
import type { Turn } from './workload.ts';

const batch = 64;

/** Whether what one operation costs depends on how many cases there are. */
export const growth: Scenario = (bench) =>
  withStore(bench, (few) =>
    withStore(bench, async (many) => {
      const counts = bench.quick ? { few: 200, many: 1_000 } : { few: 2_000, many: 200_000 };
      const small = await loaded(bench, few, counts.few);
      const big = await loaded(bench, many, counts.many);
      const operations = bench.quick ? 64 : 960;
      const ways = {
        fewCommands: () => small.commands(operations),
        manyCommands: () => big.commands(operations),
        fewTimers: () => small.timers(operations),
        manyTimers: () => big.timers(operations),
      };
      for (const way of Object.values(ways)) await way();
      const { fewCommands, manyCommands, fewTimers, manyTimers } = await alternately(bench.runs, ways);
      const bound: Row['bound'] = { kind: 'atMost', ratio: 1.3 };
      return {
        title: `Cost of one operation at ${whole(counts.many)} cases`,
        baseline: `the same at ${whole(counts.few)} cases; one process, batches of ${batch} in turn`,
        notes: [`Set-up: ${whole(counts.many)} cases in ${big.setUpSeconds.toFixed(1)} s.`],
        rows: [
          { what: 'a message', ours: manyCommands, baseline: fewCommands, show: inMilliseconds, bound },
          { what: 'a due timer', ours: manyTimers, baseline: fewTimers, show: inMilliseconds, bound },
        ],
      };
    }),
  );

/** Half of the cases take messages, the other half have deadlines that are told of again each day. */
async function loaded({ say }: Bench, store: Store, count: number) {
  let moving: Turn[] = [];
  let overdue: Turn[] = [];
  const setUpSeconds =
    (await milliseconds(async () => {
      moving = await populate(store, await openTemplates(store, fullRound), count / 2);
      overdue = await populate(store, [await openOverdueTemplate(store)], count / 2);
    })) / 1000;
  say(`${whole(count)} cases in ${setUpSeconds.toFixed(1)} s`);
  const engine = engineOn(store);
  const rounds = new Rounds(moving, fullRound);
  let from = 0;
  return {
    setUpSeconds,
    commands: async (operations: number) =>
      (await milliseconds(async () => {
        for (let sent = 0; sent < operations; sent += batch)
          await Promise.all(Array.from({ length: batch }, () => rounds.send(engine)));
      })) / operations,
    timers: async (operations: number) => {
      const chosen = Array.from({ length: operations }, (_, n) => overdue[(from + n) % overdue.length]?.caseId ?? '');
      from += operations;
      await makeDue(store, chosen);
      let fired = 0;
      const spent = await milliseconds(async () => {
        for (let more = await engine.fireDueTimers(batch); more > 0; more = await engine.fireDueTimers(batch))
          fired += more;
      });
      if (fired !== operations) throw new Error(`Expected ${operations} timers to fire, but ${fired} did`);
      return spent / fired;
    },
  };
}
