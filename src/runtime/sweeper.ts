import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Store } from '../db/store.ts';
import { Engine } from '../engine/engine.ts';
import { plainMessage } from '../kernel/faults.ts';
import { addCaseCounts } from './add-case-counts.ts';
import { addWaitingCounts } from './add-waiting-counts.ts';
import { alarmUnacknowledged } from './alarm-unacknowledged.ts';
import { chores as allChores } from './bell.ts';
import { Chores } from './chores.ts';
import { LedgerAudit } from './ledger-audit.ts';
import { tryIncidentsAgain } from './try-incidents-again.ts';

/** Further work for each sweep, from folders that the runtime does not know. */
export interface FurtherWork {
  name: string;
  /** Real time between two runs; a second where it is left out. */
  everyMs?: number;
  work: (store: Store, engine: Engine) => Promise<unknown>;
}

export const FURTHER_WORK = Symbol('further work');

const intervalMs = 1_000;

/**
 * Looks once a second for what nobody rang for: after an outage, a restore, a lost ring. Needs no queue, so that work
 * goes on while the queue is gone (E7). Each kind of work has a round of its own: none waits for another.
 */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Sweeper');
  readonly #rounds: readonly FurtherWork[];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(
    chores: Chores,
    audit: LedgerAudit,
    private readonly store: Store,
    private readonly engine: Engine,
    @Inject(FURTHER_WORK) further: readonly FurtherWork[],
  ) {
    this.#rounds = [
      { name: 'chores', work: async () => allChores.forEach((chore) => chores.start(chore)) },
      ...further,
      { name: 'alarm for want of an acknowledgement', work: alarmUnacknowledged },
      { name: 'case counts', work: addCaseCounts },
      { name: 'counts of what waits', work: addWaitingCounts },
      { name: 'ledger audit', work: () => audit.nextPage() },
      { name: 'incidents again', work: () => tryIncidentsAgain({ store, engine, audit }) },
    ];
  }

  onApplicationBootstrap(): void {
    for (const round of this.#rounds) this.#next(round, 0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#running);
  }

  #next(round: FurtherWork, delay: number): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      const running = this.#attempt(round).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }, delay);
    this.#timers.set(round.name, timer);
  }

  async #attempt(round: FurtherWork): Promise<void> {
    let rest = round.everyMs ?? intervalMs;
    try {
      await round.work(this.store, this.engine);
    } catch (error) {
      this.#logger.warn(`${round.name}: ${plainMessage(error)}; tried again in a second`);
      rest = intervalMs;
    }
    this.#next(round, rest * (0.9 + Math.random() * 0.2));
  }
}
