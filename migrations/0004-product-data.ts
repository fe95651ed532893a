import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ProductData1760000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table supply_reading, back_order, dose_substitution, package, drug, price_list;
      drop index packed_product_untold;
      alter table packed_product drop column told;
      drop index broadcast_products;
      alter table broadcast drop column number;
    `);
  }
}

// A price list holds everything that is valid from its day until the next one's: each is kept whole, about 15,000 rows
// every other week, so that any day's answer is one list's and an import is there whole or not at all.
// A reading of a product's supply takes its number before it reads: of two, the later number has seen all that the other has.
// Broadcasts of one instant need an order of their own: the later one of a product is the one that counts.
const tables = `
create table price_list (
  valid_from date primary key,
  name text not null,
  told boolean not null default false
);

create table drug (
  valid_from date not null references price_list on delete cascade,
  drug_id text not null,
  name text not null,
  dose_dispensable boolean not null,
  substitution_group text,
  deregistered boolean not null,
  primary key (valid_from, drug_id)
);
create index drug_group on drug (valid_from, substitution_group) where substitution_group is not null;

create table package (
  valid_from date not null references price_list on delete cascade,
  package_number text not null,
  drug_id text not null,
  withdrawn boolean not null,
  primary key (valid_from, package_number)
);
create index package_drug on package (valid_from, drug_id);

create table dose_substitution (
  valid_from date not null references price_list on delete cascade,
  drug_id text not null,
  dose_group text not null,
  primary key (valid_from, drug_id)
);
create index dose_substitution_group on dose_substitution (valid_from, dose_group);

create table back_order (
  package_number text primary key,
  since date not null,
  expected_to date,
  ended_on date,
  withdrawn boolean not null,
  source text not null,
  seen_at timestamptz not null
);

create table supply_reading (
  one boolean primary key default true check (one),
  number bigint not null
);
insert into supply_reading (number) values (0);

alter table broadcast add column number bigint generated always as identity;
create index broadcast_products on broadcast using gin (products);
alter table packed_product add column told boolean not null default false;
create index packed_product_untold on packed_product (case_id) where not told;
`;
