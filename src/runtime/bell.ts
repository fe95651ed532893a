import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { CommitBell } from '../engine/engine.module.ts';
import type { Written } from '../engine/write-decision.ts';
import { plainMessage } from '../kernel/faults.ts';
import { batchSize } from '../telemetry/metrics.ts';
import { bellQueue } from './queue-connection.ts';

/** What there may be to do. The bell says no more: the tables know the rest (P1). */
export const chores = ['timers', 'digests', 'messages', 'notices', 'broadcasts'] as const;
export type Chore = (typeof chores)[number];

const pauseMs = 50;
/** Timers due later than this are left to the sweeper: an armed timer is a row, not a job. */
const soonMs = 60_000;

/**
 * Rings workers after a commit. Nothing depends on it: a ring that is lost costs the second until the sweeper looks.
 * Rings of one kind within 50 ms become one, for a bell that is rung at every commit would cost more than the commit.
 */
@Injectable()
export class Bell implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Bell');
  readonly #resting = new Map<Chore, { again: boolean }>();
  /** None once the process ends. */
  #queue: Queue | undefined;

  constructor(
    @InjectQueue(bellQueue) queue: Queue,
    private readonly commits: CommitBell,
  ) {
    this.#queue = queue;
  }

  onApplicationBootstrap(): void {
    this.#queue?.on('error', () => {});
    this.commits.listen((written) => this.#afterCommit(written));
  }

  async onApplicationShutdown(): Promise<void> {
    const queue = this.#queue;
    this.#queue = undefined;
    await queue?.close();
  }

  ring(chore: Chore): void {
    const resting = this.#resting.get(chore);
    if (resting) {
      resting.again = true;
      return;
    }
    const rest = { again: false };
    this.#resting.set(chore, rest);
    void this.#add(chore, {});
    setTimeout(() => {
      this.#resting.delete(chore);
      if (rest.again) this.ring(chore);
    }, pauseMs).unref();
  }

  /** Rings that nobody has answered yet; undefined where the queue does not answer. */
  async depth(): Promise<number | undefined> {
    try {
      const counts = await this.#queue?.getJobCounts('wait', 'active', 'delayed', 'prioritized');
      return counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
    } catch {
      return undefined;
    }
  }

  #afterCommit(written: Written): void {
    if (written.decided > 0) batchSize.observe(written.decided);
    if (written.messages > 0) this.ring('messages');
    if (written.notices > 0) this.ring('notices');
    if (written.broadcasts > 0) this.ring('broadcasts');
    if (!written.timersDueBy) return;
    const delay = Date.parse(written.timersDueBy) - Date.now();
    if (delay <= 0) this.ring('timers');
    else if (delay < soonMs)
      void this.#add('timers', { delay, jobId: `timers-${Math.ceil(Date.parse(written.timersDueBy) / 1000)}` });
  }

  /** A queue that fails is replaced: BullMQ keeps the failure of its first connection for good. */
  async #add(chore: Chore, options: { delay?: number; jobId?: string }): Promise<void> {
    const queue = this.#queue;
    if (!queue) return;
    try {
      await queue.add(chore, { kind: chore }, options);
    } catch (error) {
      if (this.#queue !== queue) return;
      this.#logger.warn(`The bell cannot be rung: ${plainMessage(error)}`);
      this.#queue = new Queue(bellQueue, queue.opts);
      this.#queue.on('error', () => {});
      await queue.close().catch(() => {});
    }
  }
}
