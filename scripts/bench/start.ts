import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { withStore } from './bench.ts';
import type { Scenario } from './bench.ts';
import { alternately, milliseconds } from './measure.ts';
import { inMegabytes, inMilliseconds } from './report.ts';
import { startEmbedded, startServer, temporaryFolder } from './server-process.ts';

/** From the command to the first answer: the embedded default from nothing and again, and on a database that is there. */
export const start: Scenario = (bench) =>
  withStore(bench, async (store) => {
    const embedded = async (folder: string): Promise<number> => {
      const server = await startEmbedded(folder);
      await server.stop();
      return server.startMs;
    };
    const ways = {
      baseline: () => milliseconds(async () => spawnSync(process.execPath, ['--eval', '0'])),
      embedded: async (): Promise<{ cold: number; warm: number }> => {
        const folder = await temporaryFolder();
        try {
          return { cold: await embedded(folder), warm: await embedded(folder) };
        } finally {
          await rm(folder, { recursive: true });
        }
      },
      given: async (): Promise<{ startMs: number; resident: number }> => {
        const server = await startServer(store.url);
        const resident = await server.residentBytes();
        await server.stop();
        return { startMs: server.startMs, resident };
      },
    };
    // The first start on a database fills it.
    await ways.given();
    const { baseline, embedded: both, given } = await alternately(bench.runs, ways);
    const row = (what: string, ours: number[]) => ({ what, ours, baseline, show: inMilliseconds });
    return {
      title: 'Start of the server, until /health/live answers',
      baseline: 'Node that does nothing',
      notes: [],
      rows: [
        row(
          '`npm start` in an empty data folder (cold)',
          both.map(({ cold }) => cold),
        ),
        row(
          '`npm start` again (warm)',
          both.map(({ warm }) => warm),
        ),
        row(
          'on a PostgreSQL that runs',
          given.map(({ startMs }) => startMs),
        ),
        {
          what: 'its resident memory then',
          ours: given.map(({ resident }) => resident),
          show: inMegabytes,
        },
      ],
    };
  });
