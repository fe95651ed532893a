import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PoliciesAndFees1760000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table organisation drop column practice_system, drop column quality_cluster;
      drop table contact, fee_charge, tariff, policy_introduction, policy_set;
    `);
  }
}

const tables = `
create table policy_set (
  hash text primary key,
  id text not null,
  rules jsonb not null,
  first_used_at timestamptz not null
);

create table policy_introduction (
  id uuid primary key,
  policy text not null,
  valid_from date not null,
  valid_to date,
  source text not null,
  introduced_at timestamptz not null,
  introduced_by uuid not null,
  check (valid_to >= valid_from)
);

create table tariff (
  id text primary key,
  valid_from date not null,
  source text not null,
  dispatch_ore integer not null check (dispatch_ore >= 0),
  packing_ore integer not null check (packing_ore >= 0),
  fee_days integer not null check (fee_days > 0),
  vat_percent integer not null check (vat_percent >= 0),
  delivery_ore integer not null check (delivery_ore >= 0),
  gp_start_ore integer not null check (gp_start_ore >= 0),
  re_prescription_ore integer not null check (re_prescription_ore >= 0),
  entered_at timestamptz not null,
  entered_by uuid not null
);

create table fee_charge (
  case_id uuid not null,
  key text not null,
  seq integer not null,
  municipality_id uuid not null,
  charged_at timestamptz not null,
  reversed_at timestamptz,
  handed_out_on date not null,
  days integer not null,
  tariff text not null,
  dispatch_ore integer not null,
  packing_ore integer not null,
  delivery_ore integer not null,
  region_ore integer not null,
  citizen_ore integer not null,
  municipality_ore integer not null,
  unknown_ore integer not null,
  primary key (case_id, key, seq),
  check (dispatch_ore + packing_ore + delivery_ore = region_ore + citizen_ore + municipality_ore + unknown_ore)
);
create unique index fee_charge_standing on fee_charge (case_id, key) where reversed_at is null;
create index fee_charge_month on fee_charge (municipality_id, handed_out_on) where reversed_at is null;

create table contact (
  id uuid primary key,
  kind text not null check (kind in ('healthCluster', 'pharmacyAssociation')),
  name text not null,
  region_code text not null,
  health_council text,
  contact text not null,
  artificial boolean not null,
  source text not null,
  valid_from date not null,
  valid_to date
);

alter table organisation
  add column practice_system text check (practice_system in ('winplc', 'xmo', 'egClinea', 'novax')),
  add column quality_cluster text;
`;
