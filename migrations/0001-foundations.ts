import type { MigrationInterface, QueryRunner } from 'typeorm';

const journalPartitions = 8;

export class Foundations1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    for (let part = 0; part < journalPartitions; part += 1) {
      await runner.query(
        `create table journal_${part} partition of journal for values with (modulus ${journalPartitions}, remainder ${part})`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table clock, audit, incident, statistic, packed_product, broadcast, handled, inbox, outbox, task, timer,
        journal, "case", citizen, person, organisation;
      drop schema keys cascade;
    `);
  }
}

// Rows that change with every decision carry no foreign keys: each check would lock the one organisation or case row that
// all of them share. The ledger audit compares them with the cases instead.
// A case is updated at every message: its row stays on its page, snapshot and all, and no index names what changes with a
// message, so that an update touches no index. Lists by deadline read the open tasks.
const tables = `
create schema keys;

create table organisation (
  id uuid primary key,
  kind text not null check (kind in ('municipality', 'gpPractice', 'pharmacy', 'hospital', 'region', 'authority', 'supplier')),
  name text not null,
  sor text unique,
  gln text unique,
  ydernummer text unique,
  pharmacy_number text unique,
  municipality_code text check (municipality_code ~ '^[0-9]{4}$'),
  region_code text check (region_code ~ '^[0-9]{4}$'),
  notification_mode text not null default 'copy' check (notification_mode in ('copy', 'receiver')),
  webhook_url text,
  duty_contact text not null,
  valid_from date not null default '1900-01-01',
  valid_to date
);
create unique index organisation_municipality on organisation (municipality_code) where kind = 'municipality' and valid_to is null;

create table person (
  id uuid primary key,
  subject text not null unique,
  kind text not null check (kind in ('person', 'client')),
  name text not null,
  role text not null,
  organisation_id uuid not null references organisation,
  active boolean not null default true
);

create table citizen (
  id uuid primary key,
  sealed bytea not null,
  municipality_id uuid not null references organisation,
  created_at timestamptz not null
);
-- The keyed hashes of the CPR numbers under which a citizen is found: the present one, earlier ones, and those of merged
-- duplicates. recorded_for is who the number was written down for, so that a merge can be taken back.
create table citizen_number (
  lookup bytea primary key,
  citizen_id uuid not null references citizen,
  recorded_for uuid not null references citizen
);
create index citizen_number_citizen on citizen_number (recorded_for);
create table keys.citizen_key (citizen_id uuid primary key references citizen, wrapped bytea not null);
create table keys.day_key (day date primary key, wrapped bytea not null);
create table keys.system_key (name text primary key, wrapped bytea not null);

create table "case" (
  id uuid primary key,
  family_id uuid not null references "case" deferrable initially deferred,
  parent_id uuid references "case" deferrable initially deferred,
  child_key text,
  citizen_id uuid references citizen,
  workflow text not null,
  version integer not null,
  municipality_id uuid not null references organisation,
  state jsonb not null,
  tags text[] not null,
  since timestamptz not null,
  revision integer not null,
  seq integer not null,
  responsible_role text,
  responsible_organisation_id uuid,
  deadline_at timestamptz,
  opened_at timestamptz not null,
  closed_at timestamptz,
  policy_id text not null,
  snapshot bytea not null,
  unique (family_id, child_key)
) with (fillfactor = 60, toast_tuple_target = 4080);
alter table "case" alter snapshot set storage main;
create unique index case_one_open_per_citizen on "case" (citizen_id) where workflow = 'dose-dispensing' and closed_at is null;
create index case_citizen on "case" (citizen_id);
create index case_municipality on "case" (municipality_id, id) where closed_at is null;
create index case_municipality_closed on "case" (municipality_id, id) where closed_at is not null;

create table journal (
  case_id uuid not null,
  seq integer not null,
  revision integer not null,
  xact xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  occurred_at timestamptz not null,
  kind text not null check (kind in ('command', 'fact', 'timer', 'internal')),
  type text not null,
  opened boolean not null,
  outcome text not null check (outcome in ('accepted', 'refused', 'ignored')),
  reason jsonb,
  key text not null,
  actor_kind text not null,
  actor_id text not null,
  actor_role text not null,
  actor_organisation_id uuid,
  basis text not null,
  policy_id text not null,
  policy_hash text not null,
  state jsonb,
  sealed bytea not null,
  primary key (case_id, seq)
) partition by hash (case_id);

create table timer (
  case_id uuid not null,
  key text not null,
  token integer not null,
  due_at timestamptz not null,
  retry_at timestamptz,
  attempts integer not null default 0,
  primary key (case_id, key)
);
create index timer_due on timer (due_at);

create table task (
  id uuid primary key,
  case_id uuid not null,
  key text not null,
  title jsonb not null,
  role text not null,
  organisation_id uuid not null,
  basis text not null,
  deadline_at timestamptz not null,
  opened_at timestamptz not null,
  claimed_by text,
  snoozed_until timestamptz,
  snooze_reason text,
  closed_at timestamptz
);
create unique index task_open on task (case_id, key) where closed_at is null;
create index task_list on task (organisation_id, role, deadline_at, id) where closed_at is null;

create table outbox (
  id bigint generated always as identity primary key,
  key text not null unique,
  case_id uuid,
  kind text not null check (kind in ('notice', 'message')),
  organisation_id uuid,
  code text not null,
  sealed bytea,
  created_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  outcome text,
  last_error text,
  delivered_at timestamptz
);
create index outbox_due on outbox (due_at, id) where status = 'pending';

create table inbox (
  id uuid primary key,
  source text not null,
  received_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  media_type text not null,
  key_day date,
  key_citizen_id uuid,
  sealed bytea,
  content_hash bytea not null,
  header_id text,
  bundle_id text,
  fingerprint text,
  code text,
  status text not null check (status in ('received', 'handled', 'unmatched', 'unreadable', 'faulted')),
  reason jsonb,
  acknowledgement jsonb,
  case_id uuid,
  attempts integer not null default 0,
  retry_at timestamptz,
  delete_at timestamptz
);
create index inbox_list on inbox (status, received_at, id);
create index inbox_waiting on inbox (received_at) where status = 'received';
create index inbox_header on inbox (source, header_id) where header_id is not null;
create index inbox_bundle on inbox (source, bundle_id) where bundle_id is not null;
create index inbox_delete on inbox (delete_at) where sealed is not null;

create table handled (
  scope text not null,
  key text not null,
  request_hash bytea not null,
  answer jsonb not null,
  expires_at timestamptz not null,
  primary key (scope, key)
);
create index handled_expiry on handled using brin (expires_at);

create table broadcast (
  id uuid primary key,
  key text not null unique,
  products bytea[] not null,
  type text not null,
  sealed bytea not null,
  cursor uuid,
  handled integer not null default 0,
  expected integer not null,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index broadcast_open on broadcast (created_at) where finished_at is null;

create table packed_product (
  product bytea not null,
  case_id uuid not null,
  primary key (product, case_id)
);
create index packed_product_case on packed_product (case_id);

create table statistic (
  case_id uuid not null,
  key text not null,
  kind text not null,
  occurred_at timestamptz not null,
  unit text,
  primary key (case_id, key)
);
create index statistic_kind on statistic (kind, occurred_at);

create table incident (
  id uuid primary key,
  kind text not null check (kind in ('effect', 'inbox', 'timer', 'broadcast', 'ledger')),
  subject text not null,
  case_id uuid,
  organisation_id uuid,
  opened_at timestamptz not null,
  attempts integer not null,
  last_error text not null,
  advice jsonb not null,
  status text not null check (status in ('open', 'resolved')),
  resolved_at timestamptz,
  resolution text
);
create unique index incident_open on incident (kind, subject) where status = 'open';
create index incident_list on incident (status, opened_at, id);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_role text not null,
  organisation_id uuid,
  action text not null,
  case_id uuid,
  detail text not null,
  purpose text not null
);
create index audit_case on audit (case_id, id);

create table clock (
  one boolean primary key default true check (one),
  mode text not null check (mode in ('real', 'simulated')),
  at timestamptz
);
insert into clock (mode) values ('real');
`;
