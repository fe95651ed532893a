import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where what waits came from, as W3C Trace Context writes it: a trace goes on in whichever process takes it up. */
export class Traces1760000000046 implements MigrationInterface {
  name = 'Traces1760000000046';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inbox add column trace text; alter table outbox add column trace text;');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outbox drop column trace; alter table inbox drop column trace;');
  }
}
