/** The citizens of a run over all cores. The result does not depend on how many there are. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { playCitizens } from './play-citizens.ts';
import type { PlayedCitizens, Run } from './play-citizens.ts';
import { play } from './play.ts';
import { resultOf } from './result.ts';
import type { Result } from './result.ts';

interface Part {
  run: Run;
  from: number;
  to: number;
}

const partSize = 20;
const role = 'plays citizens';
/** Most of what a decision makes is garbage at once: a larger nursery saves a tenth of the time. */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

export async function playInParallel(
  run: Run,
  citizens: number,
  progress: (played: number) => void,
  workers = availableParallelism(),
): Promise<Result> {
  const parts: Part[] = [];
  for (let from = 0; from < citizens; from += partSize)
    parts.push({ run, from, to: Math.min(from + partSize, citizens) });
  const played: PlayedCitizens[] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL(import.meta.url), { workerData: role, resourceLimits });
    try {
      for (let n = next++; n < parts.length; n = next++) {
        const part = parts[n];
        if (!part) break;
        played[n] = await ask(worker, part);
        done += part.to - part.from;
        progress(done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, parts.length) }, work));
  return resultOf(run, played, (story) => play(story, run.policy).complaint);
}

async function ask(worker: Worker, part: Part): Promise<PlayedCitizens> {
  const answered = once(worker, 'message');
  worker.postMessage(part);
  const [played] = (await answered) as [PlayedCitizens];
  return played;
}

if (!isMainThread && workerData === role) {
  parentPort?.on('message', ({ run, from, to }: Part) => parentPort?.postMessage(playCitizens(run, from, to)));
}
