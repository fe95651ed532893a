import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../src/engine/engine.ts';
import { engineOn, withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, milliseconds, percentile } from './measure.ts';
import { openTemplate, populate } from './population.ts';
import { inMilliseconds, perSecond, whole } from './report.ts';
import { makeDue } from './timers.ts';
import { Rounds, fullRound } from './workload.ts';

const lanes = 8;
const paceMs = 40;

/** What people notice while tens of thousands of deadlines that fell due at once are worked off in the same process. */
export const drain: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const due = bench.quick ? 600 : 50_000;
    const live = bench.quick ? 200 : 10_000;
    const caseIds = await populate(store, await openTemplate(store), due + live);
    bench.say(`${whole(due + live)} cases`);
    const engine = engineOn(store);
    const rounds = new Rounds(caseIds.slice(due), fullRound);
    const alone = (): Promise<number[]> => latenciesDuring(pause(bench.quick ? 300 : 3_000), rounds, engine);
    await alone();
    await makeDue(store, caseIds.slice(0, due));
    const ways = {
      baseline: alone,
      ours: async () => {
        let spent = 0;
        const latencies = await latenciesDuring(
          milliseconds(() => fire(engine, due / bench.runs)).then((ms) => (spent = ms)),
          rounds,
          engine,
        );
        return { latencies, perSecond: due / bench.runs / (spent / 1000) };
      },
    };
    const { baseline, ours } = await alternately(bench.runs, ways);
    const row = (what: string, share: number) => ({
      what,
      ours: ours.map(({ latencies }) => percentile(latencies, share)),
      baseline: baseline.map((latencies) => percentile(latencies, share)),
      show: inMilliseconds,
    });
    return {
      title: `${whole(due)} timers due at once`,
      baseline: `live messages without the drain; ${lanes} lanes, each at most one in ${paceMs} ms`,
      notes: [],
      rows: [
        { what: 'timers drained a second', ours: ours.map((each) => each.perSecond), show: perSecond },
        row('half of the live messages within (p50)', 0.5),
        row('99 of 100 live messages within (p99)', 0.99),
      ],
    };
  });

/** As the worker does it: a page, then a turn for the others. */
async function fire(engine: Engine, count: number): Promise<void> {
  for (let fired = 0; fired < count;) {
    const more = await engine.fireDueTimers(Math.min(100, count - fired));
    if (more === 0) throw new Error('Expected more due timers');
    fired += more;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function latenciesDuring(work: Promise<unknown>, rounds: Rounds, engine: Engine): Promise<number[]> {
  const latencies: number[] = [];
  const all = { over: false };
  const lane = async (): Promise<void> => {
    while (!all.over) {
      const began = performance.now();
      await rounds.send(engine);
      const taken = performance.now() - began;
      latencies.push(taken);
      await pause(Math.max(0, paceMs - taken));
    }
  };
  const sending = Promise.all(Array.from({ length: lanes }, lane));
  await work;
  all.over = true;
  await sending;
  return latencies;
}
