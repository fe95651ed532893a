import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a walk over all citizens finds otherwise at FMK than in the cases, and what FMK's own list of changes said when a
 * citizen was last read whole: a keyed hash, for when something of a citizen changed is the citizen's.
 */
export class FmkWalks1760000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fmk_question add column walk uuid;
      create index fmk_question_walk on fmk_question (walk) where walk is not null;

      alter table fmk_resync
        add column read integer not null default 0,
        add column unchanged integer not null default 0;

      create table fmk_difference (
        walk uuid not null references fmk_resync (id) on delete cascade,
        case_id uuid not null,
        fact text not null,
        change text not null check (change in ('told', 'gone')),
        number integer not null,
        primary key (walk, case_id, fact, change)
      );

      create table fmk_reading (
        citizen_id uuid primary key,
        case_id uuid not null,
        changes bytea not null,
        read_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table fmk_reading, fmk_difference;
      alter table fmk_resync drop column read, drop column unchanged;
      drop index fmk_question_walk;
      alter table fmk_question drop column walk;
    `);
  }
}
