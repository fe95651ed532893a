import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A notice whose receiver has left the case before it could be told is neither delivered nor failed: it is refused. */
export class RefusedDeliveries1760000000079 implements MigrationInterface {
  name = 'RefusedDeliveries1760000000079';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(statuses(['pending', 'sent', 'delivered', 'failed', 'refused']));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update outbox set status = 'failed' where status = 'refused'`);
    await runner.query(statuses(['pending', 'sent', 'delivered', 'failed']));
  }
}

const statuses = (all: readonly string[]): string => `
  alter table outbox drop constraint outbox_status_check;
  alter table outbox add constraint outbox_status_check check (status in (${all.map((each) => `'${each}'`).join(', ')}));`;
