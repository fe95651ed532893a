import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from '../../src/engine/engine.ts';
import { engineOn, withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, milliseconds, percentile } from './measure.ts';
import { openOverdueTemplate, openTemplates, populate } from './population.ts';
import { inMilliseconds, perSecond, whole } from './report.ts';
import { makeDue } from './timers.ts';
import { Rounds, commandRound } from './workload.ts';

const lanes = 8;
const paceMs = 40;

/** What people notice while tens of thousands of deadlines that fell due at once are worked off in the same process. */
export const drain: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const due = bench.quick ? 200 : 50_000;
    const live = bench.quick ? 200 : 10_000;
    const overdue = (await populate(store, [await openOverdueTemplate(store)], due)).map(({ caseId }) => caseId);
    const rounds = new Rounds(await populate(store, await openTemplates(store, commandRound), live), commandRound);
    bench.say(`${whole(due + live)} cases`);
    const engine = engineOn(store);
    const alone = (): Promise<number[]> => latenciesDuring(pause(bench.quick ? 300 : 3_000), rounds, engine);
    await alone();
    const ways = {
      baseline: alone,
      ours: async () => {
        await makeDue(store, overdue);
        let spent = 0;
        const latencies = await latenciesDuring(
          milliseconds(() => fire(engine, due)).then((ms) => (spent = ms)),
          rounds,
          engine,
        );
        return { latencies, perSecond: due / (spent / 1000) };
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
      baseline: `live commands without the drain; ${lanes} lanes, each at most one in ${paceMs} ms`,
      notes: [
        'Each run makes all of them due and drains them to the last. What a firing asks others to do is not done.',
      ],
      rows: [
        { what: 'timers drained a second', ours: ours.map((each) => each.perSecond), show: perSecond },
        row('half of the live commands within (p50)', 0.5),
        row('99 of 100 live commands within (p99)', 0.99),
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
