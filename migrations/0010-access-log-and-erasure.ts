import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccessLogAndErasure1760000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table audit
        add column journal_seq integer,
        add column content_hash bytea;

      create table audit_seal (
        id bigint primary key,
        to_id bigint not null,
        rows integer not null,
        hash bytea not null,
        sealed_at timestamptz not null
      );

      -- Beside the keys: what is kept of them in its newest copy only tells a restored backup who was erased since.
      create table keys.erasure (
        citizen_id uuid primary key,
        at timestamptz not null,
        ground text not null,
        erased_by text not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table keys.erasure, audit_seal;
      alter table audit drop column content_hash, drop column journal_seq;
    `);
  }
}
