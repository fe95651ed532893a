import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What FMK must be asked, and the walks over all citizens that ask it. Both say whom by our own ids alone. */
export class Fmk1760000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table fmk_question (
        subject uuid primary key,
        kind text not null check (kind in ('citizen', 'organisation')),
        asked_at timestamptz not null,
        due_at timestamptz not null,
        attempts integer not null default 0,
        last_error text
      );
      create index fmk_question_due on fmk_question (due_at);

      create table fmk_resync (
        id uuid primary key,
        reason text not null check (reason in ('lostAdvis', 'reconciliation')),
        since timestamptz not null,
        cursor uuid,
        asked integer not null default 0,
        started_at timestamptz not null,
        finished_at timestamptz
      );
      create index fmk_resync_open on fmk_resync (started_at) where finished_at is null;

      -- Whether these bytes came before: FMK's answers have no identity of their own.
      create index inbox_fmk_content on inbox (content_hash) where source = 'fmk';

      alter table incident drop constraint incident_kind_check;
      alter table incident add constraint incident_kind_check
        check (kind in ('effect', 'inbox', 'timer', 'broadcast', 'ledger', 'fmk'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from incident where kind = 'fmk';
      alter table incident drop constraint incident_kind_check;
      alter table incident add constraint incident_kind_check
        check (kind in ('effect', 'inbox', 'timer', 'broadcast', 'ledger'));
      drop index inbox_fmk_content;
      drop table fmk_resync, fmk_question;
    `);
  }
}
