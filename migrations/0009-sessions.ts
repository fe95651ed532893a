import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in by a browser. Real time throughout: a sign-in ends by the clock on the wall. */
export class Sessions1760000000009 implements MigrationInterface {
  name = 'Sessions1760000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table session (
        hash bytea primary key,
        subject text not null,
        id_token bytea not null,
        created_at timestamptz not null,
        seen_at timestamptz not null,
        expires_at timestamptz not null
      );
      create index session_subject on session (subject);
      create index session_expires on session (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table session');
  }
}
