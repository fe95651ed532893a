import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { BellWorker } from './bell-worker.ts';
import { Bell } from './bell.ts';
import type { WebhookAddresses } from '../integration/webhooks/send.ts';
import { Chores, MAIL, WEBHOOK_ADDRESSES } from './chores.ts';
import type { MailSettings } from './effects.ts';
import { LedgerAudit } from './ledger-audit.ts';
import { bellQueue, queueOptions } from './queue-connection.ts';
import { FURTHER_WORK, Sweeper } from './sweeper.ts';
import type { FurtherWork } from './sweeper.ts';

export interface RuntimeOptions {
  databaseUrl: string;
  redisUrl: string | undefined;
  work: boolean;
  /** Public ones unless it says otherwise. */
  webhooks?: WebhookAddresses;
  mail?: MailSettings | undefined;
  further?: readonly FurtherWork[];
}

@Module({})
export class RuntimeModule {
  /** Without `work` the process only rings: its workers are elsewhere. */
  static register(options: RuntimeOptions): DynamicModule {
    const queue = queueOptions(options.databaseUrl, options.redisUrl);
    return {
      module: RuntimeModule,
      imports: [BullModule.forRoot(queue), BullModule.registerQueue({ name: bellQueue })],
      providers: [
        { provide: FURTHER_WORK, useValue: options.further ?? [] },
        { provide: WEBHOOK_ADDRESSES, useValue: options.webhooks ?? 'public' },
        { provide: MAIL, useValue: options.mail ?? null },
        Bell,
        Chores,
        LedgerAudit,
        ...(options.work ? [BellWorker, Sweeper] : []),
      ],
      exports: [Bell, Chores, LedgerAudit],
    };
  }
}
