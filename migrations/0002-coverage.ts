import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Until when the citizen is covered, for lists: written with the case and named by no index, for it changes with messages.
 * Both null where nothing is known of it. Cases get theirs with their next message.
 */
export class Coverage1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table "case" add column first_gap date, add column covered_until date`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table "case" drop column first_gap, drop column covered_until`);
  }
}
