import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a municipality's care record (EOJ) is opened from a case, by date and with its source, as other reference data. */
export class CareRecordLinks1760000000065 implements MigrationInterface {
  name = 'CareRecordLinks1760000000065';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table care_record_link (
        organisation_id uuid not null references organisation,
        value text not null check (value ~ '^https://'),
        source text not null,
        valid_from date not null,
        valid_to date check (valid_from <= valid_to),
        primary key (organisation_id, valid_from)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table care_record_link');
  }
}
