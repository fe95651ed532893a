import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CasesByDeadline1760000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index case_deadline on "case" (municipality_id, deadline_at, id) where closed_at is null and deadline_at is not null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index case_deadline');
  }
}
