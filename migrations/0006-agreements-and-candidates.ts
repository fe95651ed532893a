import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AgreementsAndCandidates1760000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table agreement, gp_digest, candidate;
    `);
  }
}

// An agreement is never changed: each change is a new row with the same id, and the last one counts. So who was to do what can
// be told for any time, and the last number tells whether there is anything new to read.
// One digest for each practice and day, with how many questions waited; the outbox delivers it.
// A candidate is not a case: it is erased, with the citizen where nothing else is known, when it is declined or too old.
const tables = `
create table agreement (
  seq bigint generated always as identity primary key,
  id uuid not null,
  municipality_id uuid references organisation,
  region_code text check (region_code ~ '^[0-9]{4}$'),
  parties uuid[] not null,
  routes jsonb not null,
  valid_from date not null,
  valid_to date,
  recorded_at timestamptz not null,
  recorded_by text not null,
  check ((municipality_id is null) <> (region_code is null))
);
create index agreement_id on agreement (id, seq desc);


create table gp_digest (
  organisation_id uuid not null references organisation,
  day date not null,
  questions integer not null,
  made_at timestamptz not null,
  primary key (organisation_id, day)
);
create index task_of_role on task (role, organisation_id) where closed_at is null and role = 'gp';

create table candidate (
  id uuid primary key,
  municipality_id uuid not null references organisation,
  citizen_id uuid not null references citizen,
  care_setting text not null check (care_setting in ('homeCare', 'careHome', 'socialHousing')),
  status text not null check (status in ('open', 'started')),
  coverage_percent integer not null check (coverage_percent between 0 and 100),
  blockers text[] not null,
  imported_at timestamptz not null,
  expires_at timestamptz not null,
  case_id uuid,
  sealed bytea not null,
  unique (municipality_id, citizen_id)
);
create index candidate_list on candidate (municipality_id, coverage_percent desc, id);
create index candidate_expiry on candidate (expires_at) where status = 'open';
`;
