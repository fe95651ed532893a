import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mark of a database that holds artificial citizens alone, so that no page shows them without saying so. */
export class Demonstration1760000000068 implements MigrationInterface {
  name = 'Demonstration1760000000068';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table demonstration (
        one boolean primary key default true check (one),
        citizens integer not null check (citizens > 0),
        weeks integer not null check (weeks > 0),
        begun_at timestamptz not null,
        finished_at timestamptz,
        dropped_at timestamptz
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table demonstration');
  }
}
