import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Pool } from 'pg';
import { systemKeyName } from '../../src/db/open-keys.ts';
import type { Vault } from '../../src/db/seal.ts';
import { inTransaction } from '../../src/db/transaction.ts';

/** One line of the file: a row of a table of the schema `keys`, as PostgreSQL writes it in JSON. */
interface KeyRow {
  table: string;
  row: Record<string, unknown>;
}

const page = 1_000;

/**
 * Writes every row of the schema `keys`, wrapped as it is: who has which key, and who was erased. To be taken after the
 * data, so that there is a key to everything in them.
 */
export async function writeKeys(pool: Pool, path: string): Promise<number> {
  const file = await open(path, 'w', 0o600);
  let written = 0;
  try {
    await inTransaction(pool, async (client) => {
      await client.query('set transaction isolation level repeatable read');
      const { rows: tables } = await client.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'keys' order by table_name`,
      );
      for (const { name } of tables) {
        await client.query(`declare every no scroll cursor for
          select json_build_object('table', '${name}', 'row', to_jsonb(t))::text as line from keys."${name}" t`);
        for (;;) {
          const { rows } = await client.query<{ line: string }>(`fetch ${page} from every`);
          if (rows.length === 0) break;
          await file.write(rows.map(({ line }) => `${line}\n`).join(''));
          written += rows.length;
        }
        await client.query('close every');
      }
    });
    await file.sync();
  } finally {
    await file.close();
  }
  return written;
}

/** Puts back the keys of everyone whom the data know, and every erasure there was. */
export async function readKeys(pool: Pool, path: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    for await (const { table, rows } of pages(path)) {
      const known = table === 'citizen_key' ? 'where exists (select from citizen c where c.id = r.citizen_id)' : '';
      await client.query(
        `insert into keys."${table}" select r.* from jsonb_populate_recordset(null::keys."${table}", $1) r ${known}`,
        [JSON.stringify(rows)],
      );
    }
  });
}

/** Whether the master key of the vault is the one that these keys were wrapped by. */
export async function opensKeys(vault: Vault, path: string): Promise<boolean> {
  for await (const { table, rows } of pages(path)) {
    const system = table === 'system_key' ? rows.find(({ name }) => name === systemKeyName) : undefined;
    if (!system) continue;
    try {
      vault.unwrap(systemKeyName, Buffer.from(String(system['wrapped']).slice(2), 'hex'));
      return true;
    } catch {
      return false;
    }
  }
  return false;
}

/** Rows of one table at a time, some together. */
async function* pages(path: string): AsyncGenerator<{ table: string; rows: KeyRow['row'][] }> {
  let table = '';
  let rows: KeyRow['row'][] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const read = JSON.parse(line) as KeyRow;
    if (rows.length > 0 && (read.table !== table || rows.length >= page)) {
      yield { table, rows };
      rows = [];
    }
    table = read.table;
    rows.push(read.row);
  }
  if (rows.length > 0) yield { table, rows };
}
