import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Store } from '../db/store.ts';
import { Engine } from '../engine/engine.ts';
import { plainMessage } from '../kernel/faults.ts';
import { Chores } from './chores.ts';
import { LedgerAudit } from './ledger-audit.ts';
import { removeExpired } from './remove-expired.ts';

/** Further work for each sweep, from folders that the runtime does not know. */
export interface FurtherWork {
  name: string;
  work: (store: Store, engine: Engine) => Promise<unknown>;
}

export const FURTHER_WORK = Symbol('further work');

const intervalMs = 1_000;
const removeEveryMs = 600_000;

/**
 * Looks once a second for what nobody rang for: after an outage, a restore, a lost ring. Needs no queue, so that work
 * goes on while the queue is gone (E7).
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Sweeper');
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #removedAt = 0;
  #stopped = false;

  constructor(
    private readonly chores: Chores,
    private readonly audit: LedgerAudit,
    private readonly store: Store,
    private readonly engine: Engine,
    @Inject(FURTHER_WORK) private readonly further: readonly FurtherWork[],
  ) {}

  onApplicationBootstrap(): void {
    this.#next(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  #next(delay: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#sweeping = this.#sweep().finally(() => this.#next(intervalMs * (0.9 + Math.random() * 0.2)));
    }, delay);
  }

  async #sweep(): Promise<void> {
    await this.#attempt('chores', () => this.chores.runAll());
    for (const { name, work } of this.further) await this.#attempt(name, () => work(this.store, this.engine));
    await this.#attempt('ledger audit', () => this.audit.nextPage());
    if (Date.now() - this.#removedAt > removeEveryMs) {
      this.#removedAt = Date.now();
      await this.#attempt('removal of the expired', () => removeExpired(this.store));
    }
  }

  async #attempt(name: string, work: () => Promise<unknown>): Promise<void> {
    if (this.#stopped) return;
    try {
      await work();
    } catch (error) {
      this.#logger.warn(`${name}: ${plainMessage(error)}; tried again in a second`);
    }
  }
}
