import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tellsOfSomeone } from './leak-search.ts';
import { eventually } from './runtime.ts';

/** The built product as processes of their own, to be killed. `npm test` builds before it runs. */
export interface Running {
  process: ChildProcess;
  /** What it has said so far, for when it says something unexpected. */
  output(): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** `env` may name another release to run, by its folder. */
export function run(
  script: string,
  args: readonly string[],
  { RELEASE: cwd, ...env }: Record<string, string>,
): Running {
  const child = spawn(process.execPath, [`dist/${script}`, ...args], {
    ...(cwd && { cwd }),
    // Jest's own options would make the child load its modules another way.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LOG_LEVEL: 'warn', RATE_LIMIT: '100000', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    process: child,
    output: () => output,
    kill: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      searchOutput(script, output);
    },
  };
}

/** With LEAK_SEARCH=1: what a process wrote of its work tells of no citizen. Never which words. */
function searchOutput(script: string, output: string): void {
  if (process.env['LEAK_SEARCH'] && tellsOfSomeone(output))
    throw new Error(`Expected ${script} to write nothing of a citizen, but it does`);
}

/** How a process ended; one that still runs after so long hangs. */
export async function endOf(
  running: Running,
  withinMs = 60_000,
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  const { process: child } = running;
  await eventually(
    async () => ({
      pid: child.pid,
      output: running.output(),
      ended: child.exitCode !== null || child.signalCode !== null,
    }),
    ({ ended }) => ended,
    withinMs,
  );
  return { code: child.exitCode, signal: child.signalCode };
}

/** Starts a worker process and waits until it says that it is at work. */
export async function startWorker(env: Record<string, string>): Promise<Running> {
  const worker = run('src/worker.js', [], { ...env, LOG_LEVEL: 'info' });
  await eventually(
    async () => {
      if (worker.process.exitCode !== null) throw new Error(`The worker ended: ${worker.output()}`);
      return worker.output();
    },
    (output) => output.includes('The worker is at work'),
    60_000,
  );
  return worker;
}

/** Starts the HTTP process and waits until it answers. */
export async function startMain(env: Record<string, string>): Promise<Running> {
  const main = run('src/main.js', [], env);
  await eventually(
    async () => {
      if (main.process.exitCode !== null) throw new Error(`The server ended: ${main.output()}`);
      // Told to end at a certain place, it may come there before it answers.
      if (main.process.signalCode !== null && env['DOSISFLOW_CRASH_AT']) return 200;
      return fetch(`http://127.0.0.1:${env['PORT']}/health/ready`).then(
        ({ status }) => status,
        () => 0,
      );
    },
    (status) => status === 200,
    60_000,
  );
  return main;
}

/** Runs a script to its end. */
export async function complete(
  script: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const running = run(script, args, env);
  const code = await new Promise<number | null>((resolve) => running.process.once('exit', resolve));
  searchOutput(script, running.output());
  return { code, output: running.output() };
}

export async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
