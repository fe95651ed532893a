import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What colleagues write to each other on a citizen's case. Sealed with the citizen's key, and read by the writer's own organisation alone. */
export class CaseNotes1760000000064 implements MigrationInterface {
  name = 'CaseNotes1760000000064';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table case_note (
        id uuid primary key,
        family_id uuid not null,
        organisation_id uuid not null,
        person_id uuid not null,
        written_at timestamptz not null,
        sealed bytea not null,
        xact xid8 not null default pg_current_xact_id()
      );
      create index case_note_family on case_note (family_id, organisation_id, written_at);
      create index case_note_xact on case_note (xact);
      alter table case_note enable row level security;
      create policy viewer on case_note for select using (
        organisation_id = nullif(current_setting('dosisflow.organisation', true), '')::uuid
        and exists (select from "case" c where c.id = family_id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table case_note');
  }
}
