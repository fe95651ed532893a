import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { keysThatTell } from './leak-search.ts';
import { freePort } from './processes.ts';
import { eventually } from './runtime.ts';

/** A Redis of the test's own: what other suites keep in theirs is not this test's to empty or stop. */
export interface RedisServer {
  url: string;
  empty(): Promise<void>;
  /** `kill -9`; what it held is gone, as nothing is written to disk. */
  kill(): Promise<void>;
  /** On the same port, after a kill. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(port, url);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    url,
    empty: () => withClient(url, async (client) => void (await client.flushall())),
    kill: () => end('SIGKILL'),
    restart: async () => {
      child = await launch(port, url);
    },
    stop: async () => {
      const isUp = child.exitCode === null && child.signalCode === null;
      const leaks = process.env['LEAK_SEARCH'] && isUp ? await keysThatTell(url) : [];
      await end('SIGTERM');
      if (leaks.length > 0)
        throw new Error(`Expected no citizen's number or name in Redis, but ${leaks.length} keys tell`);
    },
  };
}

async function launch(port: string, url: string): Promise<ChildProcess> {
  const program = process.env['TEST_REDIS_SERVER'] ?? 'redis-server';
  const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, settings, { cwd: '/', stdio: 'ignore' });
  let fault: Error | undefined;
  child.once('error', (error) => (fault = error));
  await eventually(
    async () => {
      if (fault) throw fault;
      return withClient(url, (client) => client.ping()).catch((error: Error) => error.message);
    },
    (said) => said === 'PONG',
  );
  return child;
}

async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    client.disconnect();
  }
}
