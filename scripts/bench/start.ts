import { spawnSync } from 'node:child_process';
import { withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, milliseconds } from './measure.ts';
import { inMegabytes, inMilliseconds } from './report.ts';
import { startServer } from './server-process.ts';

/** From the command to the first answer, on a database that has been started on before. */
export const start: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const once = async (): Promise<{ startMs: number; resident: number }> => {
      const server = await startServer(store.url);
      const resident = await server.residentBytes();
      await server.stop();
      return { startMs: server.startMs, resident };
    };
    await once();
    const { baseline, ours } = await alternately(bench.runs, {
      baseline: () => milliseconds(async () => spawnSync(process.execPath, ['--eval', '0'])),
      ours: once,
    });
    return {
      title: 'Start of the server',
      baseline: 'Node that does nothing',
      notes: [],
      rows: [
        {
          what: 'until /health/live answers',
          ours: ours.map(({ startMs }) => startMs),
          baseline,
          show: inMilliseconds,
        },
        { what: 'resident memory then', ours: ours.map(({ resident }) => resident), show: inMegabytes },
      ],
    };
  });
