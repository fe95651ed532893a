import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who stands in for whom of the same organisation, by Danish days; an ended one keeps its row. */
export class Deputies1760000000062 implements MigrationInterface {
  name = 'Deputies1760000000062';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table deputy (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        away_id uuid not null references person,
        deputy_id uuid not null references person,
        valid_from date not null,
        valid_to date not null,
        recorded_at timestamptz not null,
        recorded_by uuid not null,
        ended_at timestamptz,
        ended_by uuid,
        check (away_id <> deputy_id),
        check (valid_to >= valid_from)
      );
      create index deputy_of on deputy (deputy_id, valid_to);
      create index deputy_organisation on deputy (organisation_id, valid_to);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table deputy');
  }
}
