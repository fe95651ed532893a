import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chain over the access log may begin later than with its first link: where it does, a keyed hash proves that we removed what was before. */
export class EndOfAccessLog1760000000037 implements MigrationInterface {
  name = 'EndOfAccessLog1760000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table audit_seal add column removed bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table audit_seal drop column removed');
  }
}
