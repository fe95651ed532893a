import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Store } from '../db/store.ts';
import { Engine } from './engine.ts';
import type { Definitions } from './load-family.ts';
import type { Written } from './write-decision.ts';

export const DEFINITIONS = Symbol('definitions');

/** Where the engine tells that a commit left work. The runtime listens; a process without one leaves it to the sweeper. */
export class CommitBell {
  #listener: ((written: Written) => void) | undefined;

  listen(listener: (written: Written) => void): void {
    this.#listener = listener;
  }

  ring(written: Written): void {
    this.#listener?.(written);
  }
}

@Module({})
export class EngineModule {
  static register(options: { store: Store; definitions: Definitions; batchSize: number }): DynamicModule {
    const { store, definitions, batchSize } = options;
    const bell = new CommitBell();
    const engine = new Engine({
      pool: store.pool,
      keys: store.keys,
      clock: store.clock,
      definitions,
      batchSize,
      onCommitted: (written) => bell.ring(written),
    });
    return {
      module: EngineModule,
      global: true,
      providers: [
        { provide: Store, useValue: store },
        { provide: Engine, useValue: engine },
        { provide: CommitBell, useValue: bell },
        { provide: DEFINITIONS, useValue: definitions },
      ],
      exports: [Store, Engine, CommitBell, DEFINITIONS],
    };
  }
}
