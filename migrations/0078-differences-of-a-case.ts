import type { MigrationInterface, QueryRunner } from 'typeorm';

const servesAll = `current_setting('dosisflow.serves', true) = 'all'`;

/** What a comparison with FMK found otherwise is shown on the case as well: to whoever may see the case. */
export class DifferencesOfACase1760000000078 implements MigrationInterface {
  name = 'DifferencesOfACase1760000000078';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index fmk_difference_case on fmk_difference (case_id);
      alter policy viewer on fmk_difference using (
        ${servesAll} or exists (select from "case" c where c.id = fmk_difference.case_id offset 0));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter policy viewer on fmk_difference using (${servesAll});
      drop index fmk_difference_case;
    `);
  }
}
