import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who takes part in a case, from when until when, and row-level security on what is read by it. The policies name no role:
 * the owner of the tables, which the engine is, passes them by; whoever else reads sees what the viewer set in his
 * transaction may see, and nothing where none is set.
 */
export class Participation1760000000014 implements MigrationInterface {
  name = 'Participation1760000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(policies);
    await runner.query(backfill);
  }

  async down(runner: QueryRunner): Promise<void> {
    const names = protectedTables.map((table) => `alter table ${table} disable row level security;`);
    const dropped = protectedTables.map((table) => `drop policy viewer on ${table};`);
    await runner.query([...dropped, ...names, 'drop policy log on audit;'].join('\n'));
    await runner.query('drop table personal_access, participation; alter table person drop column sources;');
  }
}

const protectedTables = [
  '"case"',
  'journal',
  'timer',
  'task',
  'fee_charge',
  'statistic',
  'candidate',
  'citizen_number',
  'citizen',
  'keys.citizen_key',
  'audit',
];

const tables = `
-- Of a client: whose facts it may tell. Null: everyone's.
alter table person add column sources text[];

-- case_id is the family's own case, or the stay through which a ward takes part. A row with an end stays.
create table participation (
  family_id uuid not null,
  organisation_id uuid not null,
  party text not null check (party in ('municipality', 'gpPractice', 'pharmacy', 'hospital', 'region')),
  case_id uuid not null,
  since timestamptz not null,
  until timestamptz,
  primary key (family_id, organisation_id, party, case_id, since)
);
create index participation_case on participation (case_id);

-- A person who sees a family without his organisation taking part as such: a coordinator who treats the citizen, or someone
-- who opened it in an emergency. reason and note are sealed with the citizen's key.
create table personal_access (
  id uuid primary key,
  family_id uuid not null,
  person_id uuid not null,
  organisation_id uuid not null,
  ground text not null check (ground in ('treating', 'breakGlass')),
  reason bytea not null,
  since timestamptz not null,
  until timestamptz not null,
  granted_by uuid not null,
  verdict text check (verdict in ('approved', 'objected')),
  note bytea,
  followed_up_at timestamptz,
  followed_up_by uuid
);
create index personal_access_person on personal_access (person_id, family_id);
create index personal_access_list on personal_access (since, id);
`;

const organisation = `nullif(current_setting('dosisflow.organisation', true), '')::uuid`;
const person = `nullif(current_setting('dosisflow.person', true), '')::uuid`;
const servesAll = `current_setting('dosisflow.serves', true) = 'all'`;
const now = `(select case when mode = 'simulated' then at else clock_timestamp() end from clock)`;
const ofSeenCase = `exists (select from "case" c where c.id = case_id)`;

const policies = `
alter table participation enable row level security;
create policy viewer on participation for select using (
  organisation_id = ${organisation} and since <= ${now} and (until is null or until > ${now})
  and current_setting('dosisflow.role', true) <> 'dataProtectionOfficer'
  and (party <> 'region' or current_setting('dosisflow.role', true) in ('municipalNurse', 'municipalPlanner')));

alter table personal_access enable row level security;
create policy viewer on personal_access for select using (person_id = ${person} and since <= ${now} and until > ${now});

alter table "case" enable row level security;
create policy viewer on "case" for select using (
  ${servesAll} or (citizen_id is null and ${organisation} is not null)
  or exists (select from participation p where p.family_id = "case".family_id)
  or exists (select from personal_access a where a.family_id = "case".family_id));

alter table journal enable row level security;
create policy viewer on journal for select using (${ofSeenCase});
alter table timer enable row level security;
create policy viewer on timer for select using (${ofSeenCase});
alter table task enable row level security;
create policy viewer on task for select using (${ofSeenCase});
alter table fee_charge enable row level security;
create policy viewer on fee_charge for select using (${ofSeenCase});
alter table statistic enable row level security;
create policy viewer on statistic for select using (${ofSeenCase});

alter table candidate enable row level security;
create policy viewer on candidate for select using (municipality_id = ${organisation});

alter table citizen enable row level security;
create policy viewer on citizen for select using (
  exists (select from "case" c where c.citizen_id = citizen.id) or exists (select from candidate k where k.citizen_id = citizen.id));
alter table citizen_number enable row level security;
create policy viewer on citizen_number for select using (
  exists (select from "case" c where c.citizen_id = citizen_number.citizen_id));
alter table keys.citizen_key enable row level security;
create policy viewer on keys.citizen_key for select using (exists (select from citizen c where c.id = citizen_id));

alter table audit enable row level security;
create policy viewer on audit for select using (${servesAll});
-- Whoever reads writes that he did.
create policy log on audit for insert with check (true);
`;

// What a sealed snapshot says of the parties is not to be had here: whoever had a task or acted has taken part.
const backfill = `
insert into participation (family_id, organisation_id, party, case_id, since)
select id, municipality_id, 'municipality', id, opened_at from "case" where parent_id is null and citizen_id is not null;
insert into participation (family_id, organisation_id, party, case_id, since)
select distinct c.family_id, o.id, o.kind, c.family_id, r.opened_at
from (select case_id, organisation_id from task
  union select case_id, actor_organisation_id from journal where kind = 'command' and outcome = 'accepted') took
join organisation o on o.id = took.organisation_id and o.kind in ('gpPractice', 'pharmacy', 'region')
join "case" c on c.id = took.case_id join "case" r on r.id = c.family_id and r.citizen_id is not null;
`;
