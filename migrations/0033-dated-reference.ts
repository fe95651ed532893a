import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an organisation has, by date and with its source, in place of undated columns. What those
 * held goes on from the organisation's first day; they stay for a process of the version before, and nothing reads them now.
 */
export class DatedReference1760000000033 implements MigrationInterface {
  name = 'DatedReference1760000000033';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, allowed] of tables) {
      await runner.query(`
        create table ${table} (
          organisation_id uuid not null references organisation,
          value text not null check (value ${allowed}),
          source text not null,
          valid_from date not null,
          valid_to date check (valid_from <= valid_to),
          primary key (organisation_id, valid_from)
        );
        insert into ${table} (organisation_id, value, source, valid_from)
          select id, ${table}, 'Register of organisations, undated', valid_from from organisation where ${table} is not null`);
    }
    await runner.query(`
      create table cluster_package (
        quality_cluster text not null,
        value text not null check (value in ('had', 'followUpOrdered')),
        source text not null,
        valid_from date not null,
        valid_to date check (valid_from <= valid_to),
        primary key (quality_cluster, valid_from)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table care_record, quality_cluster, practice_system, cluster_package');
  }
}

const tables = [
  ['practice_system', "in ('winplc', 'xmo', 'egClinea', 'novax')"],
  ['quality_cluster', "<> ''"],
  ['care_record', "in ('columnaCura', 'kmdNexus')"],
] as const;
