import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { FmkSource } from '../config.ts';
import { Store } from '../db/store.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/engine.ts';
import { openFmkClient } from '../integration/fmk/client.ts';
import { plainMessage } from '../kernel/faults.ts';
import { answerQuestions } from './answer-questions.ts';
import { askAboutMunicipalities, startReconciliation, walkResync } from './ask-fmk.ts';

export const FMK_SOURCE = Symbol('FMK source');

const pauseMs = 1_000;
const planEveryMs = 60_000;

/**
 * Reads FMK for whom the tables say, beside the sweeper and not in it: an FMK that does not answer must keep no timer waiting.
 * Any number of processes may do it at the same time.
 */
@Injectable()
export class FmkReader implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('FmkReader');
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();
  #plannedAt = 0;
  #stopped = false;

  constructor(
    readonly store: Store,
    readonly engine: Engine,
    @Inject(DEFINITIONS) readonly definitions: Definitions,
    @Inject(FMK_SOURCE) private readonly source: FmkSource,
  ) {}

  onApplicationBootstrap(): void {
    this.#next();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#reading;
  }

  #next(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#reading = this.#read().finally(() => this.#next());
    }, pauseMs);
  }

  async #read(): Promise<void> {
    const { pollMinutes, reconcileHours, lanes } = this.source;
    try {
      if (Date.now() - this.#plannedAt > planEveryMs) {
        this.#plannedAt = Date.now();
        await startReconciliation(this.store, reconcileHours);
        await askAboutMunicipalities(this.store);
      }
      await walkResync(this.store);
      const isStopped = (): boolean => this.#stopped;
      await answerQuestions(this, openFmkClient(this.source), { pollMinutes, lanes, isStopped });
    } catch (error) {
      this.#logger.warn(`FMK: ${plainMessage(error)}; tried again in a second`);
    }
  }
}
