import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What waits is found without reading past what may not be taken now: notices receiver by receiver, messages from outside that
 * failed by when they are due again. The index by time alone led through all that a silent receiver has waiting.
 */
export class WorkInTurns1760000000047 implements MigrationInterface {
  name = 'WorkInTurns1760000000047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index outbox_waiting on outbox (organisation_id, due_at, id) where status = 'pending';
      drop index outbox_due;
      create index inbox_again on inbox (source, retry_at) where status = 'faulted';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index inbox_again;
      create index outbox_due on outbox (due_at, id) where status = 'pending';
      drop index outbox_waiting;
    `);
  }
}
