import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The undated columns that migration 0033 replaced by dated rows, and left for a process of the version before. */
export class DatedReferenceAlone1760000000058 implements MigrationInterface {
  name = 'DatedReferenceAlone1760000000058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table organisation drop column practice_system, drop column quality_cluster, drop column care_record',
    );
  }

  /** With what counts today, as far as a column without dates can say. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table organisation
        add column care_record text check (care_record in ('columnaCura', 'kmdNexus')),
        add column practice_system text check (practice_system in ('winplc', 'xmo', 'egClinea', 'novax')),
        add column quality_cluster text`);
    for (const column of ['care_record', 'practice_system', 'quality_cluster']) {
      await runner.query(`
        update organisation o set ${column} = (select value from ${column} d where d.organisation_id = o.id
          and d.valid_from <= current_date and (d.valid_to is null or current_date <= d.valid_to)
          order by d.valid_from desc limit 1)`);
    }
  }
}
