import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For the list of what is stuck: what is overdue, and since when, as an overdue task is opened anew with each reminder. */
export class Stuck1760000000020 implements MigrationInterface {
  name = 'Stuck1760000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index task_overdue on task (case_id) where closed_at is null and starts_with(title ->> 'da', 'Overskredet:');
      create index task_of_case on task (case_id, key);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index task_of_case, task_overdue');
  }
}
