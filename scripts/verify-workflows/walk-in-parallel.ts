/** The walks over all cores. What they come to does not depend on how many there are. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Subject } from './subject.ts';
import { allSubjects } from './subjects.ts';
import type { Sets, Walker } from './verify.ts';
import { findDamage, walkOne } from './verify.ts';

/** Charts do not travel between threads: a subject goes by its number among all, and what is done with it by name or number. */
type Part = { subject: number; alphabet: string; under: Sets } | { subject: number; mutation: number };

const role = 'walks the charts';

/** Lends a walker whose threads end with `use`. Parts wait for a free thread in the order they were asked for. */
export async function walkInParallel<Result>(
  use: (walker: Walker) => Promise<Result>,
  threads = availableParallelism(),
): Promise<Result> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url), { workerData: role }));
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const ask = async <Answer>(part: Part): Promise<Answer> => {
    const worker = free.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
    const answered = once(worker, 'message');
    worker.postMessage(part);
    const [answer] = (await answered) as [Answer];
    const next = waiting.shift();
    if (next) next(worker);
    else free.push(worker);
    return answer;
  };
  try {
    return await use({
      walk: (subject, alphabet, under) => ask({ subject: numberOf(subject), alphabet, under }),
      findDamage: (subject, mutation) =>
        ask({ subject: numberOf(subject), mutation: subject.mutations.indexOf(mutation) }),
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function numberOf(subject: Subject): number {
  const number = allSubjects.indexOf(subject);
  if (number < 0) throw new Error(`Expected ${subject.name} to be one of all subjects, but it is not: walk it here`);
  return number;
}

function answer(part: Part): unknown {
  const subject = allSubjects[part.subject];
  if (!subject) throw new Error(`Expected a subject of number ${part.subject}, but there is none`);
  if ('alphabet' in part) return walkOne(subject, part.alphabet, part.under);
  const mutation = subject.mutations[part.mutation];
  if (!mutation) throw new Error(`Expected ${subject.name} to have the damage ${part.mutation}, but it has not`);
  return findDamage(subject, mutation);
}

if (!isMainThread && workerData === role) {
  parentPort?.on('message', (part: Part) => parentPort?.postMessage(answer(part)));
}
