import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Store } from '../db/store.ts';
import { Engine } from '../engine/engine.ts';
import type { WebhookAddresses } from '../integration/webhooks/send.ts';
import { plainMessage } from '../kernel/faults.ts';
import type { Chore } from './bell.ts';
import { carryBroadcasts } from './broadcasts.ts';
import type { MailSettings } from './effects.ts';
import { makeDigests } from './make-digests.ts';
import { makeMailDigests } from './make-mail-digests.ts';
import { NoticeDelivery } from './notice-delivery.ts';
import { handOverMessages } from './outbox.ts';

export const WEBHOOK_ADDRESSES = Symbol('webhook addresses');
export const MAIL = Symbol('mail');

/**
 * Everything that waits in tables, done until there is no more, each kind for itself: none waits for another. Any number of
 * processes may do it at the same time.
 */
@Injectable()
export class Chores implements OnApplicationShutdown {
  readonly #logger = new Logger('Chores');
  readonly #running = new Map<Chore, Promise<number>>();
  readonly #again = new Set<Chore>();
  readonly #notices: NoticeDelivery;
  #stopped = false;

  constructor(
    private readonly store: Store,
    private readonly engine: Engine,
    @Inject(WEBHOOK_ADDRESSES) webhooks: WebhookAddresses,
    @Inject(MAIL) mail: MailSettings | null,
  ) {
    this.#notices = new NoticeDelivery({ store, engine, webhooks, mail: mail ?? undefined });
  }

  /** Sees to it that someone looks, and waits for nothing. What fails is looked at again by the sweeper in a second. */
  start(chore: Chore): void {
    if (this.#running.has(chore)) return this.#lookAgain(chore);
    void this.run(chore).catch((error: unknown) =>
      this.#logger.warn(`${chore}: ${plainMessage(error)}; tried again in a second`),
    );
  }

  /** How many things were done. A second call while one runs makes that one look again. */
  run(chore: Chore): Promise<number> {
    const running = this.#running.get(chore);
    if (running) {
      this.#lookAgain(chore);
      return running;
    }
    const done = this.#drain(chore).finally(() => this.#running.delete(chore));
    this.#running.set(chore, done);
    return done;
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.#notices.stop();
    await Promise.allSettled(this.#running.values());
  }

  #lookAgain(chore: Chore): void {
    this.#again.add(chore);
    if (chore === 'notices') this.#notices.look();
  }

  async #drain(chore: Chore): Promise<number> {
    let total = 0;
    do {
      this.#again.delete(chore);
      for (let done = await this.#next(chore); done > 0; done = await this.#next(chore)) {
        total += done;
        // Live commands share the process: they go first between two pages.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } while (this.#again.has(chore) && !this.#stopped);
    if (total > 0) this.#logger.debug(`${chore}: ${total}`);
    return total;
  }

  #next(chore: Chore): Promise<number> {
    return this.#stopped ? Promise.resolve(0) : this.#once[chore]();
  }

  readonly #once: Record<Chore, () => Promise<number>> = {
    timers: () => this.engine.fireDueTimers(),
    digests: async () => (await makeDigests(this.store)) + (await makeMailDigests(this.store)),
    messages: () => handOverMessages(this.store, this.engine),
    notices: () => this.#notices.deliverDue(),
    broadcasts: () => carryBroadcasts(this.store, this.engine),
  };
}
