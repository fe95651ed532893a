import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when a roll may be changed, for the list of rolls before packing; null until a roll of before moves for the first time. */
export class ChangeCutOffs1760000000061 implements MigrationInterface {
  name = 'ChangeCutOffs1760000000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table "case" add column change_cut_off_at timestamptz;
      create index case_rolls on "case" (family_id, change_cut_off_at, id)
        where workflow = 'dispensing-period' and closed_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index case_rolls; alter table "case" drop column change_cut_off_at`);
  }
}
