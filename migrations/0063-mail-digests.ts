import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An organisation may be told by e-mail: once a day, how many tasks wait, and nothing of whom. */
export class MailDigests1760000000063 implements MigrationInterface {
  name = 'MailDigests1760000000063';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table channel drop constraint channel_kind_check;
      alter table channel add constraint channel_kind_check check (kind in ('careCommunication', 'webhook', 'task', 'email'));
      create table mail_digest (
        organisation_id uuid not null references organisation,
        day date not null,
        tasks integer not null,
        overdue integer not null,
        due_today integer not null,
        made_at timestamptz not null,
        primary key (organisation_id, day)
      );
      create index mail_digest_day on mail_digest (day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table mail_digest;
      delete from channel where kind = 'email';
      alter table channel drop constraint channel_kind_check;
      alter table channel add constraint channel_kind_check check (kind in ('careCommunication', 'webhook', 'task'));
    `);
  }
}
