import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { plainMessage } from '../kernel/faults.ts';
import type { Chore } from './bell.ts';
import { Chores } from './chores.ts';
import { bellQueue } from './queue-connection.ts';

const againAfterMs = 1_000;
const warnEveryMs = 5_000;

/**
 * Answers the bell. What it does is what the sweeper would have done a moment later.
 *
 * BullMQ's worker on PostgreSQL keeps the failure of its first connection for good, and then asks it again without a pause,
 * which stops the whole process: it may run only when its connection stood once. A listening connection that dies in the
 * moment it opens is kept as well. So a worker that reports an error is replaced; the new one also makes a queue schema
 * that was dropped.
 */
@Processor(bellQueue, { concurrency: 3, autorun: false })
export class BellWorker extends WorkerHost implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('BellWorker');
  #current: Worker | undefined;
  #stopped = false;
  #warnedAt = 0;

  constructor(private readonly chores: Chores) {
    super();
  }

  override async process(job: Job): Promise<void> {
    this.chores.start(job.name as Chore);
  }

  onApplicationBootstrap(): void {
    void this.#run(this.worker);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    await this.#current?.close();
  }

  async #run(worker: Worker): Promise<void> {
    this.#current = worker;
    worker.on('error', (error) => this.#warn(error));
    try {
      await worker.waitUntilReady();
      worker.on('error', () => this.#replace(worker));
      await worker.run();
    } catch (error) {
      this.#warn(error);
      this.#replace(worker);
    }
  }

  #replace(worker: Worker): void {
    if (worker !== this.#current || this.#stopped) return;
    this.#current = undefined;
    // At once: a job that runs goes on, and its mark in the queue means nothing.
    void worker.close(true).catch(() => {});
    setTimeout(() => {
      if (!this.#stopped) void this.#run(new Worker(bellQueue, (job) => this.process(job), worker.opts));
    }, againAfterMs).unref();
  }

  #warn(error: unknown): void {
    if (this.#stopped || Date.now() - this.#warnedAt < warnEveryMs) return;
    this.#warnedAt = Date.now();
    this.#logger.warn(`The queue does not answer: ${plainMessage(error)}`);
  }
}
