/** Makes a demonstration in an empty database: directory, products, and the citizens' lives on all cores. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { realClock } from '../../src/db/clock.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { seedDirectory } from '../../src/directory/seed-directory.ts';
import { countUptake } from '../../src/statistics/count-uptake.ts';
import { plusDays } from '../../workflows/calendar.ts';
import { addCandidates } from './candidates.ts';
import { liveTogether } from './live-together.ts';
import { supplyProducts } from './products.ts';
import { writeRegister } from './register.ts';
import { addSilentReceiver } from './silent-receiver.ts';
import type { Plan } from './story.ts';

interface Where {
  url: string;
  masterKey: Buffer;
}

interface Making {
  plan: Plan;
  /** Told how many citizens have come to today. */
  progress: (citizens: number) => void;
  /** Stops between two parts; the mark then says that it is unfinished. */
  signal: AbortSignal;
  workers?: number;
}

/** Citizens of one part. More share more commits, and take more memory: about 100 kB each. */
const partSize = 250;

export function planOf(citizens: number, weeks: number, seed: number): Plan {
  const now = new Date();
  now.setUTCSeconds(0, 0);
  return { citizens, weeks, seed, start: plusDays(now.toISOString(), -7 * weeks) };
}

/** Answers how many acts were played. */
export async function makeDemonstration(where: Where, { plan, progress, signal, workers }: Making): Promise<number> {
  const store = await openStore({ ...where, poolSize: 4, clock: 'real' });
  try {
    const { pool } = store;
    await pool.query('insert into demonstration (citizens, weeks, begun_at) values ($1, $2, clock_timestamp())', [
      plan.citizens,
      plan.weeks,
    ]);
    await seedRegister(store);
    await supplyProducts(store, plan);
    const acts = await playOnAllCores(where, { plan, progress, signal, ...(workers && { workers }) });
    if (signal.aborted) return acts;
    await settle(store);
    await pool.query('update demonstration set finished_at = clock_timestamp()');
    return acts;
  } finally {
    await store.close();
  }
}

async function seedRegister(store: Store): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dosisflow-register-'));
  try {
    await writeRegister(folder);
    await seedDirectory(store.dataSource, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Whoever was told anything was told by the task: nobody had a channel until today. Each citizen has been told of the products' cases
 * by the life that was played.
 */
async function settle(store: Store): Promise<void> {
  await store.pool.query(
    `update outbox set status = 'delivered', outcome = 'taskOnly', attempts = 1, delivered_at = created_at where kind = 'notice'`,
  );
  await store.pool.query('update packed_product set told = true');
  await addCandidates(store);
  await addSilentReceiver(store);
  await countUptake({ ...store, clock: realClock });
  await store.pool.query('vacuum analyze');
}

interface Part {
  from: number;
  to: number;
}
const role = 'plays citizens of a demonstration';
/** As for the simulation: most of what a decision makes is garbage at once. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

async function playOnAllCores(
  where: Where,
  { plan, progress, signal, workers = availableParallelism() }: Making,
): Promise<number> {
  const parts: Part[] = [];
  const size = Math.min(partSize, Math.ceil(plan.citizens / workers));
  for (let from = 0; from < plan.citizens; from += size) parts.push({ from, to: Math.min(from + size, plan.citizens) });
  const shares = parts.map(() => 0);
  let [next, acts] = [0, 0];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { role, where, plan }, resourceLimits });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop);
    try {
      for (let n = next++; n < parts.length && !signal.aborted; n = next++) {
        acts += await playPart(worker, parts[n], (share) => {
          shares[n] = share;
          progress(parts.reduce((sum, { from, to }, each) => sum + (to - from) * (shares[each] ?? 0), 0));
        });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, parts.length) }, work));
  return acts;
}

/** What a thread says of its part. */
type Told = { kind: 'share'; share: number } | { kind: 'done'; acts: number };

/** Answers how many acts were played; a thread that ends before it is through has failed. */
function playPart(worker: Worker, part: Part | undefined, progress: (share: number) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', hear).off('error', fail).off('exit', gone);
    };
    const hear = (told: Told): void => {
      progress(told.kind === 'share' ? told.share : 1);
      if (told.kind === 'share') return;
      end();
      resolve(told.acts);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const gone = (): void => fail(new Error('Expected the thread to play its part, but it has ended'));
    worker.on('message', hear).on('error', fail).on('exit', gone);
    worker.postMessage(part);
  });
}

interface Work {
  role: string;
  where: { url: string; masterKey: Uint8Array };
  plan: Plan;
}

async function workOn({ where, plan }: Work): Promise<void> {
  const url = new URL(where.url);
  // What a crash would lose is made anew: nobody waits for the disk.
  url.searchParams.set('options', '-c synchronous_commit=off');
  const store = await openStore({ url: url.href, masterKey: Buffer.from(where.masterKey), poolSize: 6, clock: 'real' });
  parentPort?.on('message', ({ from, to }: Part) => {
    const numbers = Array.from({ length: to - from }, (_, n) => from + n);
    const say = (said: Told): void => parentPort?.postMessage(said);
    let toldShare = 0;
    const progress = (share: number): void => {
      // A share between two is lost to nobody, and each costs the other side a turn.
      if (share < toldShare + 0.02) return;
      toldShare = share;
      say({ kind: 'share', share });
    };
    void liveTogether(store, plan, numbers, progress).then(
      (acts) => say({ kind: 'done', acts }),
      (error: unknown) => {
        throw error;
      },
    );
  });
}

if (!isMainThread && (workerData as Partial<Work> | undefined)?.role === role) await workOn(workerData as Work);
