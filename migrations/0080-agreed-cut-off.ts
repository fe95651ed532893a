import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the rolls of a pharmacy can be changed last may be agreed: `{ days, dayType, time }`. The table only grows. */
export class AgreedCutOff1760000000080 implements MigrationInterface {
  name = 'AgreedCutOff1760000000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agreement add column change_cut_off jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table agreement drop column change_cut_off');
  }
}
