import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is left of what people read, under policies as well: incidents, messages in and out, comparisons with FMK. And what a
 * data protection officer follows up, as two views that show him no more than that: of families that his organisation has ever
 * had part in, and while he reads as `oversight`. Policies of the tables themselves that know this third reader were tried:
 * they stand in each other's plans, and a page of tasks took a second.
 */
export class ReadsByPolicy1760000000057 implements MigrationInterface {
  name = 'ReadsByPolicy1760000000057';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(up);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(down);
  }
}

const organisation = `nullif(current_setting('dosisflow.organisation', true), '')::uuid`;
const servesAll = `current_setting('dosisflow.serves', true) = 'all'`;
const oversees = `current_setting('dosisflow.serves', true) = 'oversight'`;

const up = `
alter table incident enable row level security;
create policy viewer on incident for select using (
  ${servesAll} or case when organisation_id is null
    then exists (select from "case" c where c.id = case_id and c.municipality_id = ${organisation})
    else organisation_id = ${organisation} end);
-- What came in about the citizens of a municipality is for its nurses to look up; the rest, and what went out, is for administrators.
alter table inbox enable row level security;
create policy viewer on inbox for select using (
  ${servesAll} or exists (select from "case" c where c.id = case_id and c.municipality_id = ${organisation}));
alter table outbox enable row level security;
create policy viewer on outbox for select using (${servesAll});
alter table fmk_question enable row level security;
create policy viewer on fmk_question for select using (${servesAll});
alter table fmk_difference enable row level security;
create policy viewer on fmk_difference for select using (${servesAll});

-- Of a citizen by number: looks at and changes of his cases, and looks at him without a case, as a candidate.
create view overseen_access with (security_barrier) as
  select n.lookup, a.id, a.at, a.action, a.detail, a.purpose, a.case_id, c.workflow, a.actor_kind, a.actor_role, a.actor_id,
    a.organisation_id
  from citizen_number n join "case" c on c.citizen_id = n.citizen_id join audit a on a.case_id = c.id
  where ${servesAll} or (${oversees}
    and exists (select from participation t where t.family_id = c.family_id and t.organisation_id = ${organisation}))
  union all
  select n.lookup, a.id, a.at, a.action, a.detail, a.purpose, null, null, a.actor_kind, a.actor_role, a.actor_id, a.organisation_id
  from citizen_number n join audit a on a.citizen_id = n.citizen_id
  where a.case_id is null and (${servesAll} or (${oversees} and a.organisation_id = ${organisation}));

-- By people of the organisation, or of what it took part in then. wrapped opens the reason, and is null of an erased citizen.
create view overseen_opening with (security_barrier) as
  select a.id, a.family_id, a.person_id, a.organisation_id, a.reason, a.since, a.until, a.verdict, a.note, a.followed_up_at,
    a.followed_up_by, c.citizen_id, k.wrapped
  from personal_access a join "case" c on c.id = a.family_id left join keys.citizen_key k on k.citizen_id = c.citizen_id
  where a.ground = 'breakGlass' and ${oversees} and (a.organisation_id = ${organisation}
    or exists (select from participation t where t.family_id = a.family_id and t.organisation_id = ${organisation}
      and t.since <= a.since and (t.until is null or t.until > a.since)));

-- The dates of cover in a list leave out what the citizen has marked private: it must not read as if they were whole. Written
-- with the next decision, as the two beside it were.
alter table "case" add column has_private_drugs boolean not null default false;

-- A case's correspondence, without reading all that ever came in.
create index inbox_care on inbox (case_id, received_at) where code like 'care.%';
`;

const down = `
drop index inbox_care;
alter table "case" drop column has_private_drugs;
drop view overseen_opening, overseen_access;
${['fmk_difference', 'fmk_question', 'outbox', 'inbox', 'incident']
  .map((table) => `drop policy viewer on ${table}; alter table ${table} disable row level security;`)
  .join('\n')}
`;
