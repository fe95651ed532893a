import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages received, as people look them up: each source's newest first, and those of one case. */
export class InboxForPeople1760000000066 implements MigrationInterface {
  name = 'InboxForPeople1760000000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index inbox_source on inbox (source, received_at, id);
      create index inbox_case on inbox (case_id) where case_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index inbox_case, inbox_source;
    `);
  }
}
