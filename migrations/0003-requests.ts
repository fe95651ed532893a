import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the way of a prescription request depends on: the unit's own code, whether it takes requests, and what a municipality's care record shows. */
export class Requests1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table organisation
        add column sks text unique,
        add column takes_requests boolean not null default true,
        add column care_record text check (care_record in ('columnaCura', 'kmdNexus'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table organisation drop column sks, drop column takes_requests, drop column care_record');
  }
}
