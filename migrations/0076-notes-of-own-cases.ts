import type { MigrationInterface, QueryRunner } from 'typeorm';

const policy = (family: string): string => `
  alter policy viewer on case_note using (
    organisation_id = nullif(current_setting('dosisflow.organisation', true), '')::uuid
    and exists (select from "case" c where c.id = ${family}))
`;

/**
 * A note shows with its own case. The policy asked for a case whose id is its own family's, which any visible case is: an
 * organisation kept its notes on a case in which it takes part no longer.
 */
export class NotesOfOwnCases1760000000076 implements MigrationInterface {
  name = 'NotesOfOwnCases1760000000076';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(policy('case_note.family_id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(policy('family_id'));
  }
}
