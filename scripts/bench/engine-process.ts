/** One of the processes that an installation runs: an engine of its own on the shared database. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/db/store.ts';
import { engineOn, masterKey } from './bench.ts';
import { keepInFlight, memory } from './measure.ts';
import type { Flow } from './measure.ts';
import { Rounds, fullRound } from './workload.ts';
import type { Turn } from './workload.ts';

interface Run extends Flow {
  before: ReturnType<typeof memory>;
  after: ReturnType<typeof memory>;
}

export interface EngineProcess {
  /** Sends messages to its cases, so many at a time, for so long. */
  run: (inFlight: number, seconds: number) => Promise<Run>;
  stop: () => Promise<void>;
}

type Order =
  | { kind: 'open'; url: string; masterKey: string; turns: readonly Turn[] }
  | { kind: 'run'; inFlight: number; seconds: number }
  | { kind: 'stop' };

export async function startEngine(url: string, turns: readonly Turn[]): Promise<EngineProcess> {
  const child = fork(fileURLToPath(import.meta.url), ['engine']);
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error('The engine’s process ended; it says why above')),
  );
  // Each question waits for it; between them nobody does.
  ended.catch(() => {});
  const ask = async (order: Order): Promise<unknown> => {
    const answer = Promise.race([once(child, 'message').then(([message]: unknown[]) => message), ended]);
    child.send(order);
    return answer;
  };
  await ask({ kind: 'open', url, masterKey: masterKey.toString('base64'), turns });
  return {
    run: async (inFlight, seconds) => (await ask({ kind: 'run', inFlight, seconds })) as Run,
    stop: async () => {
      const exit = once(child, 'exit');
      child.send({ kind: 'stop' } satisfies Order);
      await exit;
    },
  };
}

async function serve(): Promise<void> {
  const [opened] = (await once(process, 'message')) as [Extract<Order, { kind: 'open' }>];
  const { url, turns } = opened;
  const store = await openStore({
    url,
    poolSize: 16,
    masterKey: Buffer.from(opened.masterKey, 'base64'),
    clock: 'real',
  });
  const engine = engineOn(store);
  const rounds = new Rounds(turns, fullRound);
  process.on('message', (order: Order) => {
    if (order.kind === 'run') void run(order.inFlight, order.seconds).then((answer) => process.send?.(answer));
    else if (order.kind === 'stop') void store.close().then(() => process.disconnect());
  });
  process.send?.('open');

  async function run(inFlight: number, seconds: number): Promise<Run> {
    const before = memory();
    const flow = await keepInFlight(inFlight, seconds, () => rounds.send(engine));
    return { ...flow, before, after: memory() };
  }
}

if (process.argv[2] === 'engine' && process.argv[1] === fileURLToPath(import.meta.url)) await serve();
