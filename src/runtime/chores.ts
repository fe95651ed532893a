import { Injectable, Logger } from '@nestjs/common';
import { Store } from '../db/store.ts';
import { Engine } from '../engine/engine.ts';
import { chores } from './bell.ts';
import type { Chore } from './bell.ts';
import { carryBroadcasts } from './broadcasts.ts';
import { deliverOutbox } from './outbox.ts';

/** Everything that waits in tables, done until there is no more. Any number of processes may do it at the same time. */
@Injectable()
export class Chores {
  readonly #logger = new Logger('Chores');
  readonly #running = new Map<Chore, Promise<number>>();
  readonly #again = new Set<Chore>();

  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
  ) {}

  /** How many things were done. A second call while one runs makes that one look again. */
  run(chore: Chore): Promise<number> {
    const running = this.#running.get(chore);
    if (running) {
      this.#again.add(chore);
      return running;
    }
    const done = this.#drain(chore).finally(() => this.#running.delete(chore));
    this.#running.set(chore, done);
    return done;
  }

  async runAll(): Promise<number> {
    let done = 0;
    for (const chore of chores) done += await this.run(chore);
    return done;
  }

  async #drain(chore: Chore): Promise<number> {
    let total = 0;
    do {
      this.#again.delete(chore);
      for (let done = await this.#once[chore](); done > 0; done = await this.#once[chore]()) {
        total += done;
        // Live commands share the process: they go first between two pages.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } while (this.#again.has(chore));
    if (total > 0) this.#logger.debug(`${chore}: ${total}`);
    return total;
  }

  readonly #once: Record<Chore, () => Promise<number>> = {
    timers: () => this.engine.fireDueTimers(),
    outbox: () => deliverOutbox(this.store, this.engine),
    broadcasts: () => carryBroadcasts(this.store, this.engine),
  };
}
