/**
 * A folder of backups: one folder for each, named by when it was made, and beside them the newest copy of the keys, which
 * each backup replaces. Who was erased since an older backup has no key there, so that it cannot be read in that one either.
 */
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { createDataSource } from '../../src/db/data-source.ts';

export interface Backup {
  name: string;
  /** `copy` is of the embedded database, `dump` of the one at DATABASE_URL. */
  kind: 'copy' | 'dump';
  madeAt: string;
  /** The newest migration that the data have been through. */
  migration: string;
}

export const keysFile = (folder: string): string => join(folder, 'keys.jsonl');
export const dataOf = (folder: string, name: string): string => join(folder, name, 'data');

const unfinished = '.unfinished';

/** Makes a backup aside and puts it into place when it is whole; the keys come last, for they must be the newest. */
export async function makeBackup(
  folder: string,
  kind: Backup['kind'],
  pool: Pool,
  { data, keys }: { data: (into: string) => Promise<void>; keys: (into: string) => Promise<unknown> },
): Promise<Backup> {
  const migration = await newestMigration(pool);
  const madeAt = new Date().toISOString();
  const name = madeAt.replaceAll(/[:.]/g, '-');
  const draft = join(folder, `${name}${unfinished}`);
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await data(join(draft, 'data'));
  const backup = { name, kind, madeAt, migration };
  await writeFile(join(draft, 'backup.json'), `${JSON.stringify(backup, null, 2)}\n`);
  await keys(`${keysFile(folder)}${unfinished}`);
  await rename(`${keysFile(folder)}${unfinished}`, keysFile(folder));
  await rename(draft, join(folder, name));
  return backup;
}

/** The newest, or the one of this name. Throws where there is none, or its data come from a newer Dosisflow. */
export async function findBackup(folder: string, name?: string): Promise<Backup> {
  const names = (await readdir(folder).catch(() => []))
    .filter((each) => /^\d{4}-\d\d-\d\dT[\d-]+Z$/.test(each))
    .toSorted();
  const chosen = name ?? names.at(-1);
  if (!chosen || !names.includes(chosen)) {
    throw new Error(
      names.length === 0
        ? `Expected a folder of backups, as "npm run backup -- FOLDER" makes it, but ${folder} holds none. Nothing was restored.`
        : `Expected --from with one of ${names.join(', ')}. Nothing was restored.`,
    );
  }
  const backup = JSON.parse(await readFile(join(folder, chosen, 'backup.json'), 'utf8')) as Backup;
  if (!knownMigrations().includes(backup.migration)) {
    throw new Error(
      `The backup ${chosen} was made by a newer Dosisflow (its migration ${backup.migration} is unknown here): restore it with that one. Nothing was restored.`,
    );
  }
  return backup;
}

function knownMigrations(): string[] {
  const { migrations } = createDataSource('').options;
  return Object.values(migrations ?? {}).map((each) => (typeof each === 'function' ? each.name : ''));
}

async function newestMigration(pool: Pool): Promise<string> {
  const { rows } = await pool
    .query<{ name: string }>('select name from migration order by timestamp desc limit 1')
    .catch((error: { code?: string }) => {
      if (error.code === '42P01') return { rows: [] };
      throw error;
    });
  if (rows[0]) return rows[0].name;
  throw new Error(
    'Expected a database of Dosisflow, but it has never been started on this one. Nothing was backed up.',
  );
}
