import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { definitionOf } from '../workflows/registry.ts';
import { AgreementsController } from './agreements/agreements.controller.ts';
import { removePastRetention } from './audit/remove-past-retention.ts';
import { sealAudit } from './audit/seal-audit.ts';
import { AuthModule } from './auth/auth.module.ts';
import { CandidatesController } from './candidates/candidates.controller.ts';
import { countHinderingDrugs } from './candidates/count-hindering-drugs.ts';
import { eraseExpiredCandidates } from './candidates/erase-candidates.ts';
import { ChartsController } from './charts/charts.controller.ts';
import { CLOCK, ClockController } from './clock.controller.ts';
import type { Config } from './config.ts';
import type { Store } from './db/store.ts';
import { DemonstrationController } from './demonstration.controller.ts';
import { DevClockController } from './dev-clock.controller.ts';
import { DrugsController } from './directory/drugs.controller.ts';
import { ChannelsController } from './directory/channels.controller.ts';
import { OrganisationsController } from './directory/organisations.controller.ts';
import { ReferenceController } from './directory/reference.controller.ts';
import { SessionsController } from './directory/sessions.controller.ts';
import { EngineModule } from './engine/engine.module.ts';
import type { Definitions } from './engine/engine.ts';
import { BackOrdersController } from './intake/back-orders.controller.ts';
import { CareMessagesController } from './intake/care-messages.controller.ts';
import { CasesController } from './intake/cases.controller.ts';
import { EventsController } from './intake/events.controller.ts';
import { FMK_SOURCE, FmkReader } from './intake/fmk-reader.ts';
import { FmkController } from './intake/fmk.controller.ts';
import { InboxController } from './intake/inbox.controller.ts';
import { ProcessMessageController } from './intake/process-message.controller.ts';
import { PriceListsController } from './intake/price-lists.controller.ts';
import { TakeOverController } from './intake/take-over.controller.ts';
import { tellPriceList } from './intake/tell-price-list.ts';
import { resumeInbox } from './intake/resume-inbox.ts';
import { HealthController, READINESS } from './monitoring/health.controller.ts';
import { readiness } from './monitoring/readiness.ts';
import type { Draining } from './monitoring/readiness.ts';
import { MonitoringModule } from './monitoring/monitoring.module.ts';
import { PoliciesController } from './policies/policies.controller.ts';
import { ProgrammeController } from './programme/programme.controller.ts';
import { SubstitutionProposalsController } from './proposals/substitution-proposals.controller.ts';
import { Bell } from './runtime/bell.ts';
import { removeExpired } from './runtime/remove-expired.ts';
import { RuntimeModule } from './runtime/runtime.module.ts';
import { countUptake } from './statistics/count-uptake.ts';
import { FeesController } from './statistics/fees.controller.ts';
import { StatisticsController } from './statistics/statistics.controller.ts';
import { WorklistModule } from './worklist/worklist.module.ts';

export interface AppOptions {
  config: Config;
  store: Store;
  /** Serves HTTP, works on what waits in the tables, or both. */
  http: boolean;
  work: boolean;
  definitions?: Definitions;
  draining?: Draining;
}

/** Everything put together. Reads and writes share the store; nothing else is shared between the modules. */
@Module({})
export class AppModule {
  static register({
    config,
    store,
    http,
    work,
    definitions = definitionOf,
    draining = { begun: false },
  }: AppOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EngineModule.register({ store, definitions, batchSize: config.batchSize }),
        RuntimeModule.register({
          databaseUrl: store.url,
          redisUrl: config.redisUrl,
          work,
          webhooks: config.webhooks,
          mail: config.mail && { ...config.mail, publicUrl: config.publicUrl },
          further: [
            { name: 'inbox', work: (on, engine) => resumeInbox({ store: on, engine, definitions }) },
            { name: 'candidates', work: eraseExpiredCandidates },
            { name: 'users by month', everyMs: 3_600_000, work: countUptake },
            { name: 'drugs that hinder', everyMs: 3_600_000, work: countHinderingDrugs },
            { name: 'price list', work: (on, engine) => tellPriceList({ store: on, engine }) },
            { name: 'seal of the access log', everyMs: 60_000, work: sealAudit },
            { name: 'removal of the expired', everyMs: 600_000, work: (on) => removeExpired(on, config.kept) },
            { name: 'end of retention', everyMs: 600_000, work: removePastRetention },
          ],
        }),
        ...(http ? [AuthModule.register(config), WorklistModule, MonitoringModule] : []),
      ],
      providers: [
        { provide: CLOCK, useValue: config.clock },
        {
          provide: READINESS,
          inject: [Bell],
          useFactory: (bell: Bell) => readiness(store, async () => (await bell.depth()) !== undefined, draining),
        },
        ...(work && config.fmk ? [{ provide: FMK_SOURCE, useValue: config.fmk }, FmkReader] : []),
      ],
      controllers: http
        ? [
            HealthController,
            OrganisationsController,
            DrugsController,
            ChannelsController,
            AgreementsController,
            CandidatesController,
            BackOrdersController,
            SubstitutionProposalsController,
            SessionsController,
            TakeOverController,
            CasesController,
            CareMessagesController,
            ChartsController,
            ClockController,
            DemonstrationController,
            EventsController,
            FeesController,
            PoliciesController,
            PriceListsController,
            ProgrammeController,
            ReferenceController,
            StatisticsController,
            FmkController,
            InboxController,
            ProcessMessageController,
            ...(config.clock === 'simulated' ? [DevClockController] : []),
          ]
        : [],
    };
  }
}
