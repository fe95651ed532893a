import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a live page follows: the journal by transaction, and the tasks that people claimed, handed over or snoozed since, which
 * the journal does not tell of. xid8 has no BRIN operators; a B-tree grows at its right edge alone.
 */
export class Live1760000000016 implements MigrationInterface {
  name = 'Live1760000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index journal_xact on journal (xact);
      alter table task add column moved_in xid8;
      create index task_moved on task (moved_in) where moved_in is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index task_moved, journal_xact;
      alter table task drop column moved_in;
    `);
  }
}
