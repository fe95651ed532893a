import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a price list says beyond its first day: from when a drug is deregistered and a package is sold no more, so that it is
 * told on that date and not with the next list; boxes that stand in for each other (LMS04), ATC codes and their names (LMS12).
 */
export class PriceListDates1760000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table drug add column deregistered_on date, add column atc_code text;
      create index drug_deregistered_on on drug (valid_from, deregistered_on) where deregistered_on is not null;

      alter table package add column withdrawn_on date, add column size text;
      create index package_withdrawn_on on package (valid_from, withdrawn_on) where withdrawn_on is not null;

      alter table price_list add column looked_on date;

      create table box_substitution (
        valid_from date not null references price_list on delete cascade,
        substitution_group text not null,
        package_number text not null,
        code text not null,
        cheapest text,
        primary key (valid_from, substitution_group, package_number)
      );

      create table atc_name (
        valid_from date not null references price_list on delete cascade,
        code text not null,
        name text not null,
        primary key (valid_from, code)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table atc_name, box_substitution;
      alter table price_list drop column looked_on;
      drop index package_withdrawn_on, drug_deregistered_on;
      alter table package drop column withdrawn_on, drop column size;
      alter table drug drop column deregistered_on, drop column atc_code;
    `);
  }
}
