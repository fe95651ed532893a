import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A candidate says itself who it is about, as its municipality gave it, and opens nobody's row of citizen. Those of the old
 * shape do not say it: they are removed, and the municipality gives its list again. What is seen of a citizen who has no case
 * stands in the access log under the citizen.
 */
export class CandidatesApart1760000000036 implements MigrationInterface {
  name = 'CandidatesApart1760000000036';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from candidate;
      alter table audit add column citizen_id uuid;
      create index audit_citizen on audit (citizen_id) where citizen_id is not null;

      drop policy viewer on citizen;
      create policy viewer on citizen for select using (exists (select from "case" c where c.citizen_id = citizen.id));
      drop policy viewer on keys.citizen_key;
      create policy viewer on keys.citizen_key for select using (
        exists (select from citizen c where c.id = citizen_key.citizen_id)
        or exists (select from candidate k where k.citizen_id = citizen_key.citizen_id));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy viewer on keys.citizen_key;
      drop policy viewer on citizen;
      create policy viewer on citizen for select using (
        exists (select from "case" c where c.citizen_id = citizen.id)
        or exists (select from candidate k where k.citizen_id = citizen.id));
      create policy viewer on keys.citizen_key for select using (exists (select from citizen c where c.id = citizen_id));
      alter table audit drop column citizen_id;
    `);
  }
}
