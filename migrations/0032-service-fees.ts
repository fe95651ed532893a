import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Fees beside those of the rolls: the GP's for a start and the pharmacist's for a re-prescription. Of those `handed_out_on` is the
 * day they arose, and `days` is 0. A process of the version before writes rolls alone, as the defaults say.
 */
export class ServiceFees1760000000032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table fee_charge
        add column kind text not null default 'roll' check (kind in ('roll', 'gpStart', 'rePrescription')),
        add column service_ore integer not null default 0 check (service_ore >= 0),
        drop constraint fee_charge_check,
        add constraint fee_charge_shared check (
          dispatch_ore + packing_ore + delivery_ore + service_ore = region_ore + citizen_ore + municipality_ore + unknown_ore
        )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from fee_charge where kind <> 'roll';
      alter table fee_charge
        drop constraint fee_charge_shared,
        drop column service_ore,
        drop column kind,
        add constraint fee_charge_check check (
          dispatch_ore + packing_ore + delivery_ore = region_ore + citizen_ore + municipality_ore + unknown_ore
        )`);
  }
}
