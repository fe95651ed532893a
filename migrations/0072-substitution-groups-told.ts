import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In which substitution group a drug was last told to be; '' where in none, null where nothing was told. */
export class SubstitutionGroupsTold1760000000072 implements MigrationInterface {
  name = 'SubstitutionGroupsTold1760000000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table product_told add column substitution_group text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table product_told drop column substitution_group');
  }
}
