import type { MigrationInterface, QueryRunner } from 'typeorm';

const servesAll = `current_setting('dosisflow.serves', true) = 'all'`;
const oversees = `current_setting('dosisflow.serves', true) = 'oversight'`;
const organisation = `nullif(current_setting('dosisflow.organisation', true), '')::uuid`;

const view = (alsoOfWhom: string): string => `
create or replace view overseen_access with (security_barrier) as
  select n.lookup, a.id, a.at, a.action, a.detail, a.purpose, a.case_id, c.workflow, a.actor_kind, a.actor_role, a.actor_id,
    a.organisation_id${alsoOfWhom}
  from citizen_number n join "case" c on c.citizen_id = n.citizen_id join audit a on a.case_id = c.id
  where ${servesAll} or (${oversees}
    and exists (select from participation t where t.family_id = c.family_id and t.organisation_id = ${organisation}))
  union all
  select n.lookup, a.id, a.at, a.action, a.detail, a.purpose, null, null, a.actor_kind, a.actor_role, a.actor_id, a.organisation_id${alsoOfWhom}
  from citizen_number n join audit a on a.citizen_id = n.citizen_id
  where a.case_id is null and (${servesAll} or (${oversees} and a.organisation_id = ${organisation}));
`;

/** Whose log was read, also of a citizen who was seen without a case: that reading is logged by the citizen. */
export class AccessLogOfWhom1760000000075 implements MigrationInterface {
  name = 'AccessLogOfWhom1760000000075';

  async up(runner: QueryRunner): Promise<void> {
    // Replaced, not dropped: it keeps its grants, and a process of the version before reads on.
    await runner.query(view(', n.citizen_id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop view overseen_access; ${view('')}`);
  }
}
