import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages received, as people look them up: each source's newest first, and those of one case. A row about a citizen is read
 * by the policy of the citizen's case; the others by those alone who serve every organisation.
 */
export class InboxForPeople1760000000066 implements MigrationInterface {
  name = 'InboxForPeople1760000000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index inbox_source on inbox (source, received_at, id);
      create index inbox_case on inbox (case_id) where case_id is not null;
      alter table inbox enable row level security;
      create policy viewer on inbox for select using (
        current_setting('dosisflow.serves', true) = 'all' or exists (select from "case" c where c.id = case_id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy viewer on inbox;
      alter table inbox disable row level security;
      drop index inbox_case, inbox_source;
    `);
  }
}
