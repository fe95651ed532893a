/** The server as `npm start` runs it, in a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { masterKey } from './bench.ts';

const run = promisify(execFile);
const built = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface ServerProcess {
  url: string;
  startMs: number;
  /** A token of the development issuer. */
  token(name: string): Promise<string>;
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
}

export async function startServer(databaseUrl: string): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'dosisflow-bench-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    LOG_LEVEL: 'error',
    DOSISFLOW_DATA: folder,
    DOSISFLOW_MASTER_KEY: masterKey.toString('base64'),
  };
  const start = performance.now();
  const child = spawn(process.execPath, [built('src/main.js')], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.kill()) await exit;
    await rm(folder, { recursive: true });
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
    startMs: performance.now() - start,
    token: async (name) =>
      (await run(process.execPath, [built('scripts/token.js'), '--as', name], { env })).stdout.trim(),
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
