import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Uptake1760000000056 implements MigrationInterface {
  name = 'Uptake1760000000056';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table hindering_drug, programme_item, parameter, uptake_figure, uptake_month;
      drop index statistic_by_key;
      alter table citizen drop column care_setting;
    `);
  }
}

// uptake_month is counted from cases; a month older than three is never counted again, so that an erasure changes no number.
// uptake_figure, parameter and programme_item only grow: the last row of a key counts.
const tables = `
alter table citizen add column care_setting text
  check (care_setting in ('homeCare', 'careHome', 'socialHousing'));

create index statistic_by_key on statistic (key, case_id) where key in ('started', 'ended', 'consentDeclined', 'request');

create table uptake_month (
  month date not null check (extract(day from month) = 1),
  municipality_id uuid not null references organisation,
  users_all integer not null,
  users_65 integer not null,
  users_75 integer not null,
  users_social integer not null,
  counted_at timestamptz not null,
  primary key (month, municipality_id)
);

create table uptake_figure (
  seq bigint generated always as identity primary key,
  month date not null check (extract(day from month) = 1),
  area text not null check (area ~ '^(DK|[0-9]{4}|1084[+]1085)$'),
  users_all integer check (users_all >= 0),
  users_65 integer check (users_65 >= 0),
  users_75 integer check (users_75 >= 0),
  share_65 numeric(5, 2) check (share_65 between 0 and 100),
  share_75 numeric(5, 2) check (share_75 between 0 and 100),
  source text not null,
  vintage date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null
);
create index uptake_figure_area on uptake_figure (area, month, seq desc);

create table hindering_drug (
  drug_id text primary key,
  candidates integer not null check (candidates >= 5),
  counted_at timestamptz not null
);

create table parameter (
  seq bigint generated always as identity primary key,
  key text not null,
  value double precision,
  source text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null
);
create index parameter_key on parameter (key, seq desc);

create table programme_item (
  seq bigint generated always as identity primary key,
  id text not null,
  kind text not null check (kind in ('milestone', 'decision', 'risk')),
  title text not null,
  status text not null,
  planned_on date,
  done_on date,
  owner text,
  depends_on text[] not null,
  note text not null,
  source text not null,
  withdrawn boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null
);
create index programme_item_id on programme_item (id, seq desc);
`;
