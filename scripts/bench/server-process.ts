/** The server in a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { masterKey } from './bench.ts';

const run = promisify(execFile);
/** From `dist/scripts/bench`. */
const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface ServerProcess {
  url: string;
  startMs: number;
  /** A token of the development issuer. */
  token(name: string): Promise<string>;
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** On this database. */
export async function startServer(databaseUrl: string): Promise<ServerProcess> {
  const folder = await temporaryFolder();
  const server = await start(['dist/src/main.js'], { DATABASE_URL: databaseUrl, DOSISFLOW_DATA: folder });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
  return { ...server, stop };
}

/** As `npm start` runs it, with the embedded PostgreSQL in this folder. */
export function startEmbedded(dataFolder: string): Promise<ServerProcess> {
  return start(['scripts/preflight.mjs', 'start'], { DOSISFLOW_DATA: dataFolder });
}

/** Which the embedded PostgreSQL can reach, whoever it runs as. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dosisflow-bench-'));
  await chmod(folder, 0o755);
  return folder;
}

async function start(line: readonly string[], settings: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env['PATH'],
    ...settings,
    PORT: String(port),
    LOG_LEVEL: 'error',
    // What is measured is the server, not how it slows down whoever asks too much.
    RATE_LIMIT: '1000000',
    DOSISFLOW_MASTER_KEY: masterKey.toString('base64'),
  };
  const began = performance.now();
  const child = spawn(process.execPath, line, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.kill()) await exit;
  };
  while (!(await answers(`${url}/health/live`))) {
    if (child.exitCode !== null) {
      await stop();
      throw new Error('The server ended at its start; it says why above');
    }
    await pause(5);
  }
  return {
    url,
    startMs: performance.now() - began,
    token: async (name) =>
      (await run(process.execPath, ['dist/scripts/token.js', '--as', name], { cwd: root, env })).stdout.trim(),
    residentBytes: async () => Number((await run('ps', ['-o', 'rss=', '-p', String(child.pid)])).stdout) * 1024,
    stop,
  };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
