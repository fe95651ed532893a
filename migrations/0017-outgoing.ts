import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Outgoing1760000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table product_told, channel;
      drop index outbox_log, outbox_message, outbox_thread, outbox_unacknowledged, incident_kind;
      update outbox set status = 'failed' where status = 'sent';
      alter table outbox drop column message_id, drop column thread_id, drop column acknowledge_by,
        drop constraint outbox_status_check;
      alter table outbox add constraint outbox_status_check check (status in ('pending', 'delivered', 'failed'));
    `);
  }
}

// What those who pack a drug were last told of it; filled from the list that was told last, so that the next one is compared.
// A channel is how an organisation is told from a day on; the last row of the last day counts, and none is ever changed.
// A message that its receiver must acknowledge is 'sent' until it does: only then is it delivered.
const tables = `
create table product_told (
  drug_id text primary key,
  change text not null check (change in ('dMarkLost', 'deregistered', 'withdrawn', 'restored'))
);
insert into product_told (drug_id, change)
select d.drug_id, case when d.deregistered then 'deregistered' when not d.dose_dispensable then 'dMarkLost'
  when (select bool_and(p.withdrawn) from package p where p.valid_from = d.valid_from and p.drug_id = d.drug_id) then 'withdrawn'
  else 'restored' end
from drug d where d.valid_from = (select max(valid_from) from price_list where told);

create table channel (
  seq bigint generated always as identity primary key,
  organisation_id uuid not null references organisation,
  kind text not null check (kind in ('careCommunication', 'webhook', 'task')),
  address text,
  valid_from date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  check ((kind = 'task') = (address is null))
);
create index channel_organisation on channel (organisation_id, valid_from desc, seq desc);

alter table outbox add column message_id uuid, add column thread_id uuid, add column acknowledge_by timestamptz;
alter table outbox drop constraint outbox_status_check;
alter table outbox add constraint outbox_status_check check (status in ('pending', 'sent', 'delivered', 'failed'));
create index outbox_unacknowledged on outbox (acknowledge_by) where status = 'sent';
create index outbox_message on outbox (message_id) where message_id is not null;
create index outbox_thread on outbox (thread_id) where thread_id is not null;
create index outbox_log on outbox (organisation_id, id desc) where kind = 'notice';

create index incident_kind on incident (status, kind, opened_at, id);
`;
