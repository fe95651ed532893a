import type { Pool } from 'pg';
import type { Vault } from '../db/seal.ts';

/** A row of the access log as the chain covers it: the values in one order, as PostgreSQL prints them. */
type AuditRow = readonly (string | null)[];

/** The rows after one id up to another. */
export async function auditRows(client: Pool, after: string, to: string): Promise<AuditRow[]> {
  const { rows } = await client.query<{ row: AuditRow }>(
    `select array[id::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor_kind, actor_id, actor_role,
       organisation_id::text, action, case_id::text, detail, purpose, journal_seq::text, encode(content_hash, 'hex')]
         -- Newer than the chain: where it is empty, an older row's hash stays what it was.
         || case when citizen_id is null then '{}' else array[citizen_id::text] end as row
     from audit where id > $1 and id <= $2 order by id`,
    [after, to],
  );
  return rows.map(({ row }) => row);
}

/** The hash of a link: of the one before and of every row since. Keyed, so that whoever has only the database cannot make it. */
export function linkOf(vault: Vault, previous: Buffer, rows: readonly AuditRow[]): Buffer {
  return vault.hash('audit', Buffer.concat([previous, Buffer.from(JSON.stringify(rows))]));
}

/** Proves that everything up to and with this link was removed by us, at the end of its retention. */
export function removalOf(vault: Vault, { id, to, hash }: { id: string; to: string; hash: Buffer }): Buffer {
  return vault.hash('audit', Buffer.concat([Buffer.from(`removed ${id} ${to} `), hash]));
}
