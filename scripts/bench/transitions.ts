import { availableParallelism } from 'node:os';
import { connections, openBaseline } from './baseline.ts';
import { withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { startEngine } from './engine-process.ts';
import { alternately, keepInFlight, milliseconds } from './measure.ts';
import type { Flow } from './measure.ts';
import { openTemplate, openTemplates, populate, vacuum } from './population.ts';
import { recordRound } from './recording.ts';
import type { Recording } from './recording.ts';
import { stepOfTheChart } from './step.ts';
import { inMegabytes, inMicroseconds, perSecond, whole } from './report.ts';
import { Rounds, fullRound } from './workload.ts';
import type { Turn } from './workload.ts';

const inFlight = 64;
/** As an installation runs them: one for each core. */
const processes = Math.min(8, availableParallelism());
/** What is in flight falls into two batches under way. */
const batches = 2;
const batchSize = inFlight / batches;

/** How many accepted messages a second are committed, against writing the same rows one message at a time. */
export const transitions: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const cases = bench.quick ? 500 : 10_000;
    const seconds = bench.quick ? 0.3 : 3;
    const recorded = await openTemplate(store);
    const recording = await recordRound(store, recorded.caseId);
    let turns: Turn[] = [];
    const setUp = await milliseconds(
      async () => (turns = await populate(store, await openTemplates(store, fullRound), 3 * cases)),
    );
    bench.say(`${whole(3 * cases)} cases in ${(setUp / 1000).toFixed(1)} s`);

    // Cases of its own for each: the baseline leaves rows that no engine could read.
    const share = Math.floor(cases / processes);
    const several = await Promise.all(
      Array.from({ length: processes }, (_, n) => startEngine(store.url, turns.slice(n * share, (n + 1) * share))),
    );
    const one = await startEngine(store.url, turns.slice(cases, 2 * cases));
    const baseline = openBaseline(store.url, recording, recorded.caseId, new Rounds(turns.slice(2 * cases), fullRound));
    const oursFor = (lasting: number) =>
      Promise.all(several.map((engine) => engine.run(Math.ceil(inFlight / processes), lasting)));
    const ways = {
      baseline: () => keepInFlight(connections, seconds, baseline.statements),
      single: () => keepInFlight(connections, seconds, baseline.single),
      grouped: () => keepInFlight(batches, seconds, () => baseline.grouped(batchSize)),
      ours: () => oursFor(seconds),
      alone: () => one.run(inFlight, seconds),
    };
    // Some ten thousand messages pass before Node has compiled the chart's paths, as they have in a server that runs.
    const warmed = bench.quick ? 0 : 10_000;
    for (let given = 0; given <= warmed * processes;) given += seconds * sum(rates(await oursFor(seconds)));
    for (let given = 0; given <= warmed;) given += seconds * (await ways.alone()).perSecond;
    for (let given = 0; given <= warmed;) given += seconds * (await ways.baseline()).perSecond;
    await vacuum(store.url);
    const { baseline: plain, single, grouped, ours, alone } = await alternately(bench.runs, ways);
    const steps = Array.from({ length: bench.runs }, () => stepOfTheChart(bench.quick ? 20 : 400));
    await baseline.close();
    for (const engine of [...several, one]) await engine.stop();

    const total = ours.map((runs) => sum(rates(runs)));
    const memoryRow = (what: string, kind: 'rss' | 'heap') => ({
      what,
      ours: ours.map((runs) => sum(runs.map(({ after }) => after[kind]))),
      baseline: ours.map((runs) => sum(runs.map(({ before }) => before[kind]))),
      show: inMegabytes,
    });
    const perTable = rates(plain);
    return {
      title: `Accepted messages/s, ${inFlight} in flight over ${whole(cases)} cases`,
      baseline: `the same rows without workflow logic, ${connections} connections of one process`,
      notes: [
        `Ours: ${processes} processes, as an installation runs them, each with its part of the cases and of what is in flight.`,
        rowsText(recording),
        `Set-up: ${whole(3 * cases)} cases in ${(setUp / 1000).toFixed(1)} s.`,
      ],
      rows: [
        {
          what: `${processes} processes against BEGIN, one prepared statement per table, COMMIT`,
          ours: total,
          baseline: perTable,
          show: perSecond,
          bound: { kind: 'atLeast', ratio: 3 },
        },
        { what: 'one process against the same', ours: rates(alone), baseline: perTable, show: perSecond },
        {
          what: `${processes} processes against one prepared statement for all tables`,
          ours: total,
          baseline: rates(single),
          show: perSecond,
        },
        {
          what: 'the same rows in groups as the engine writes them, with nothing read, decided or sealed: the most there could be',
          ours: rates(grouped).map((rate) => rate * batchSize),
          baseline: perTable,
          show: perSecond,
        },
        {
          what: 'the step of the chart alone, of Node’s processor time for a message of the baseline',
          ours: steps,
          baseline: plain.map(({ processorTime }) => processorTime),
          show: inMicroseconds,
        },
        {
          what: 'Node’s processor time for a message, one process',
          ours: alone.map(({ processorTime }) => processorTime),
          baseline: plain.map(({ processorTime }) => processorTime),
          show: inMicroseconds,
        },
        memoryRow('resident memory of all after a run against before it', 'rss'),
        memoryRow('heap of all after a run against before it', 'heap'),
      ],
    };
  });

function rates(flows: readonly Flow[]): number[] {
  return flows.map(({ perSecond: rate }) => rate);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The real mix: how many rows of which kind a message writes. */
function rowsText(recording: Recording): string {
  const counts = new Map<string, number>();
  for (const { name, columns } of recording.flat())
    counts.set(name, (counts.get(name) ?? 0) + (columns[0]?.length ?? 0));
  const parts = [...counts].map(
    ([name, count]) => `${(count / recording.length).toFixed(2)} ${name.replace('write-', '')}`,
  );
  return `Rows per message: ${parts.join(', ')}.`;
}
