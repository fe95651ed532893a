import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is past its time is found by its time, not by going through what stays. */
export class Retention1760000000045 implements MigrationInterface {
  name = 'Retention1760000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index inbox_content on inbox (received_at) where sealed is not null and delete_at is null;
      create index outbox_done on outbox (created_at) where status <> 'pending';
      create index gp_digest_day on gp_digest (day);
      create index broadcast_done on broadcast (finished_at) where finished_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index broadcast_done, gp_digest_day, outbox_done, inbox_content');
  }
}
