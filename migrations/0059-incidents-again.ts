import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IncidentsAgain1760000000059 implements MigrationInterface {
  name = 'IncidentsAgain1760000000059';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(columns);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table incident drop column retry_at');
  }
}

// Set where a person has asked to try again what has no row of its own that could be due: a case that a broadcast did not reach, and what the ledger audit found.
const columns = `
alter table incident add column retry_at timestamptz;
create index incident_again on incident (retry_at) where retry_at is not null;
`;
