import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { definitionOf } from '../workflows/registry.ts';
import { AuthModule } from './auth/auth.module.ts';
import { ChartsController } from './charts/charts.controller.ts';
import { CLOCK, ClockController } from './clock.controller.ts';
import type { Config } from './config.ts';
import type { Store } from './db/store.ts';
import { DevClockController } from './dev-clock.controller.ts';
import { OrganisationsController } from './directory/organisations.controller.ts';
import { EngineModule } from './engine/engine.module.ts';
import type { Definitions } from './engine/engine.ts';
import { CasesController } from './intake/cases.controller.ts';
import { EventsController } from './intake/events.controller.ts';
import { ProcessMessageController } from './intake/process-message.controller.ts';
import { resumeInbox } from './intake/resume-inbox.ts';
import { HealthController } from './monitoring/health.controller.ts';
import { MonitoringModule } from './monitoring/monitoring.module.ts';
import { RuntimeModule } from './runtime/runtime.module.ts';
import { WorklistModule } from './worklist/worklist.module.ts';

export interface AppOptions {
  config: Config;
  store: Store;
  /** Serves HTTP, works on what waits in the tables, or both. */
  http: boolean;
  work: boolean;
  definitions?: Definitions;
}

/** Everything put together. Reads and writes share the store; nothing else is shared between the modules. */
@Module({})
export class AppModule {
  static register({ config, store, http, work, definitions = definitionOf }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EngineModule.register({ store, definitions, batchSize: config.batchSize }),
        RuntimeModule.register({
          databaseUrl: store.url,
          redisUrl: config.redisUrl,
          work,
          further: [{ name: 'inbox', work: (on, engine) => resumeInbox({ store: on, engine, definitions }) }],
        }),
        ...(http ? [AuthModule.register(config), WorklistModule, MonitoringModule] : []),
      ],
      providers: [{ provide: CLOCK, useValue: config.clock }],
      controllers: http
        ? [
            HealthController,
            OrganisationsController,
            CasesController,
            ChartsController,
            ClockController,
            EventsController,
            ProcessMessageController,
            ...(config.clock === 'simulated' ? [DevClockController] : []),
          ]
        : [],
    };
  }
}
