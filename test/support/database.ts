import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { connectDataSource, poolOf } from '../../src/db/data-source.ts';
import { prepareReader } from '../../src/db/reader.ts';
import { columnsThatTell } from './leak-search.ts';

export interface TestDatabase {
  url: string;
  dataSource: DataSource;
  pool: Pool;
  drop(): Promise<void>;
}

const server = process.env['TEST_DATABASE_SERVER'] ?? 'postgres://postgres:postgres@127.0.0.1:5432/postgres';

/** A database of its own for one test file, cloned from a migrated template: about 60 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `dosisflow_test_${randomBytes(6).toString('hex')}`;
  await onServer(async (admin) => {
    const template = await migratedTemplate(admin);
    await admin.query(`create database ${name} template ${template}`);
  });
  const url = urlOf(name);
  const dataSource = await connectDataSource(url, 12);
  const pool = poolOf(dataSource);
  return {
    url,
    dataSource,
    pool,
    drop: async () => {
      const leaks = process.env['LEAK_SEARCH'] ? await columnsThatTell(pool) : [];
      await dataSource.destroy();
      await onServer((admin) => dropDatabase(admin, name));
      if (leaks.length > 0)
        throw new Error(`Expected no citizen's number or name in clear, but one stands in ${leaks.join(', ')}`);
    },
  };
}

/** With nothing in it at all, for what makes its own. */
export async function createEmptyDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `dosisflow_test_${randomBytes(6).toString('hex')}`;
  await onServer((admin) => admin.query(`create database ${name}`));
  return { url: urlOf(name), drop: () => onServer((admin) => dropDatabase(admin, name)) };
}

/**
 * A pool says it has ended before its connections have: forced at once, the server cuts those off and their error
 * belongs to nobody. Unforced, PostgreSQL itself waits 5 s for them; only what a killed process left is then cut off.
 */
async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  try {
    await admin.query(`drop database if exists ${name}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '55006') throw error;
    await admin.query(`drop database if exists ${name} with (force)`);
  }
}

/** Test files run in several processes: the advisory lock lets the first make the template and the others wait. */
async function migratedTemplate(admin: pg.Client): Promise<string> {
  const folder = new URL('../../migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(new URL(file, folder)));
  hash.update(readFileSync(new URL('../../src/db/reader.ts', import.meta.url)));
  const name = `dosisflow_template_${hash.digest('hex').slice(0, 12)}`;
  await admin.query('select pg_advisory_lock(4711)');
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
    if (!rowCount) {
      const unfinished = `${name}_new`;
      await admin.query(`drop database if exists ${unfinished} with (force)`);
      await admin.query(`create database ${unfinished}`);
      const dataSource = await connectDataSource(urlOf(unfinished), 2);
      await dataSource.runMigrations();
      await prepareReader(poolOf(dataSource));
      await dataSource.destroy();
      await admin.query(`alter database ${unfinished} rename to ${name}`);
    }
  } finally {
    await admin.query('select pg_advisory_unlock(4711)');
  }
  return name;
}

async function onServer<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(server);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}
