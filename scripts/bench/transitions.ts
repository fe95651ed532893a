import { connections, openBaseline } from './baseline.ts';
import { engineOn, withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, keepInFlight, memory, milliseconds } from './measure.ts';
import { openTemplate, populate } from './population.ts';
import { recordRound } from './recording.ts';
import type { Recording } from './recording.ts';
import { inMegabytes, perSecond, whole } from './report.ts';
import { Rounds, fullRound } from './workload.ts';

const inFlight = 64;

/** How many accepted messages a second one process commits, against writing the same rows one message at a time. */
export const transitions: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const cases = bench.quick ? 500 : 10_000;
    const seconds = bench.quick ? 0.3 : 3;
    const template = await openTemplate(store);
    const recording = await recordRound(store, template.caseId);
    let caseIds: string[] = [];
    const setUp = await milliseconds(async () => (caseIds = await populate(store, template, 2 * cases)));
    bench.say(`${whole(2 * cases)} cases in ${(setUp / 1000).toFixed(1)} s`);

    // The baseline leaves rows that the engine could not read: it has cases of its own.
    const engine = engineOn(store);
    const rounds = new Rounds(
      caseIds.filter((_, n) => n % 2 === 0),
      fullRound,
    );
    const baseline = openBaseline(
      store.url,
      recording,
      template.caseId,
      new Rounds(
        caseIds.filter((_, n) => n % 2 === 1),
        fullRound,
      ),
    );
    const ways = {
      baseline: () => keepInFlight(connections, seconds, baseline.statements),
      single: () => keepInFlight(connections, seconds, baseline.single),
      ours: () => keepInFlight(inFlight, seconds, () => rounds.send(engine)),
    };
    // Some ten thousand messages pass before Node has compiled the chart's paths, as they have in a server that runs.
    await keepInFlight(inFlight, bench.quick ? 0.3 : 15, () => rounds.send(engine));
    await ways.baseline();
    await store.pool.query('vacuum analyze');
    const before = memory();
    const { baseline: plain, single, ours } = await alternately(bench.runs, ways);
    const after = memory();
    await baseline.close();

    const rates = (flows: typeof ours): number[] => flows.map((flow) => flow.perSecond);
    return {
      title: `Accepted messages/s, ${inFlight} in flight over ${whole(cases)} cases`,
      baseline: `the same rows without workflow logic, ${connections} connections`,
      notes: [rowsText(recording), `Set-up: ${whole(2 * cases)} cases in ${(setUp / 1000).toFixed(1)} s.`],
      rows: [
        {
          what: 'against BEGIN, one prepared statement per table, COMMIT',
          ours: rates(ours),
          baseline: rates(plain),
          show: perSecond,
          bound: { kind: 'atLeast', ratio: 3 },
        },
        {
          what: 'against one prepared statement for all tables',
          ours: rates(ours),
          baseline: rates(single),
          show: perSecond,
        },
        { what: 'resident memory after against before', ours: [after.rss], baseline: [before.rss], show: inMegabytes },
        { what: 'heap after against before', ours: [after.heap], baseline: [before.heap], show: inMegabytes },
      ],
    };
  });

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
