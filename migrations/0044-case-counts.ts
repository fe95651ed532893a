import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many open cases stand in each state of each region. A decision adds a row of what it changed, for a counter that all
 * decisions shared would make them wait for one another; the sweeper adds those up.
 */
export class CaseCounts1760000000044 implements MigrationInterface {
  name = 'CaseCounts1760000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table case_count (
        workflow text not null, region text not null, state text not null, cases bigint not null,
        primary key (workflow, region, state)
      );
      create table case_count_change (
        workflow text not null, region text not null, state text not null, change integer not null
      );
      insert into case_count
        select c.workflow, s.key, s.value, count(*) from "case" c, jsonb_each_text(c.state) s
        where c.closed_at is null group by 1, 2, 3;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table case_count_change, case_count');
  }
}
