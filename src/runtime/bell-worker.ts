import { Processor, OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { plainMessage } from '../kernel/faults.ts';
import { Bell } from './bell.ts';
import type { Chore } from './bell.ts';
import { Chores } from './chores.ts';
import { bellQueue } from './queue-connection.ts';

/** Answers the bell. What it does is what the sweeper would have done a moment later. */
@Processor(bellQueue, { concurrency: 3 })
export class BellWorker extends WorkerHost {
  readonly #logger = new Logger('BellWorker');
  #warnedAt = 0;

  constructor(
    private readonly chores: Chores,
    private readonly bell: Bell,
  ) {
    super();
  }

  override async process(job: Job): Promise<void> {
    await this.chores.run(job.name as Chore);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    if (Date.now() - this.#warnedAt < 5_000) return;
    this.#warnedAt = Date.now();
    this.#logger.warn(`The queue does not answer: ${plainMessage(error)}`);
    void this.bell.heal();
  }
}
