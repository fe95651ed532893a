/**
 * Restores a backup where there is no database yet: `npm run restore -- FOLDER [--from NAME]`, the newest where none is
 * named. Erases again whoever was erased since, and compares every case with its timers, tasks and state.
 */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { definitionOf } from '../workflows/registry.ts';
import { writeAudit } from '../src/audit/write-audit.ts';
import { reapplyErasures } from '../src/audit/erase-citizen.ts';
import { loadMasterKey, readConfig } from '../src/config.ts';
import type { Config } from '../src/config.ts';
import { placeEmbedded } from '../src/db/copy-embedded.ts';
import { connectDataSource, poolOf } from '../src/db/data-source.ts';
import { startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { Vault } from '../src/db/seal.ts';
import { openStore } from '../src/db/store.ts';
import type { Store } from '../src/db/store.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { LedgerAudit } from '../src/runtime/ledger-audit.ts';
import { dataOf, findBackup, keysFile } from './backup/backups.ts';
import { restoreDump } from './backup/dump.ts';
import { opensKeys, readKeys } from './backup/keys-file.ts';
import { settleTransactions } from './backup/settle-transactions.ts';

try {
  const { values, positionals } = parseArgs({ options: { from: { type: 'string' } }, allowPositionals: true });
  const [named, ...more] = positionals;
  if (!named || more.length > 0)
    throw new Error('Expected a folder of backups: npm run restore -- FOLDER [--from NAME]');
  await restore(readConfig(process.env), resolve(named), values.from);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function restore(config: Config, folder: string, name: string | undefined): Promise<void> {
  const backup = await findBackup(folder, name);
  const { databaseUrl, dataFolder } = config;
  if ((backup.kind === 'dump') !== (databaseUrl !== undefined)) {
    throw new Error(
      backup.kind === 'dump'
        ? 'This backup is of a PostgreSQL server: set DATABASE_URL to an empty database. Nothing was restored.'
        : 'This backup is of the embedded database: take DATABASE_URL away. Nothing was restored.',
    );
  }
  const masterKeys = await masterKeysOf(config);
  const vault = new Vault(masterKeys.masterKey, { other: masterKeys.otherMasterKey });
  if (!(await opensKeys(vault, keysFile(folder)))) {
    throw new Error(
      `The keys in ${keysFile(folder)} were wrapped by another master key: set DOSISFLOW_MASTER_KEY to the one of the backup. Nothing was restored.`,
    );
  }

  const data = dataOf(folder, backup.name);
  if (databaseUrl) await checkEmpty(databaseUrl);
  await (databaseUrl ? restoreDump(databaseUrl, data) : placeEmbedded({ dataFolder, from: data, log: console.error }));
  const embedded = databaseUrl ? undefined : await startEmbeddedPostgres({ dataFolder, log: console.error });
  const url = databaseUrl ?? embedded?.url ?? '';
  try {
    await completeData(url, keysFile(folder));
    const store = await openStore({ url, poolSize: 4, clock: config.clock, log: console.error, ...masterKeys });
    try {
      console.log(`Restored ${backup.name}.`);
      await finish(store, backup.name);
    } finally {
      await store.close();
    }
  } finally {
    await embedded?.stop();
  }
}

/** A restore never makes a master key of its own: with another one nothing could be read. */
async function masterKeysOf({
  masterKey,
  otherMasterKey,
}: Config): Promise<{ masterKey: Buffer; otherMasterKey: Buffer | undefined }> {
  return {
    masterKey: await loadMasterKey(masterKey.kind === 'generated' ? { kind: 'file', path: masterKey.path } : masterKey),
    otherMasterKey: otherMasterKey && (await loadMasterKey(otherMasterKey)),
  };
}

async function checkEmpty(url: string): Promise<void> {
  const dataSource = await connectDataSource(url, 1);
  try {
    const { rows } = await poolOf(dataSource).query<{ tables: number }>(
      `select count(*)::int as tables from pg_tables where schemaname in ('public', 'keys')`,
    );
    if (!rows[0]?.tables) return;
    const { host, pathname } = new URL(url);
    throw new Error(
      `Expected an empty database, but ${pathname.slice(1)} at ${host} has ${rows[0].tables} tables: make a new one and set DATABASE_URL to it. Nothing was restored.`,
    );
  } finally {
    await dataSource.destroy();
  }
}

/** The keys are newer than the data may be: the data are brought up to date first. */
async function completeData(url: string, path: string): Promise<void> {
  const dataSource = await connectDataSource(url, 2);
  try {
    await dataSource.runMigrations({ transaction: 'each' });
    await readKeys(poolOf(dataSource), path);
    await settleTransactions(poolOf(dataSource));
  } finally {
    await dataSource.destroy();
  }
}

async function finish(store: Store, name: string): Promise<void> {
  const { pool } = store;
  console.log(`${await reapplyErasures(pool)} citizens were erased again, who had been since.`);
  // Whoever had signed out since would be signed in again.
  await pool.query('delete from session');
  const at = await store.clock(pool);
  const caller = { kind: 'system', id: process.env['USER'] ?? 'operator', role: 'administrator' };
  await writeAudit(pool, { at, caller, action: 'change', detail: `restored ${name}`, purpose: 'operation' });

  const { rows } = await pool.query<{ cases: number; timers: number; effects: number }>(
    `select (select count(*)::int from "case") as cases,
       (select count(*)::int from timer where due_at <= $1) as timers,
       (select count(*)::int from outbox where status = 'pending') as effects`,
    [at],
  );
  const { cases = 0, timers = 0, effects = 0 } = rows[0] ?? {};
  console.log(
    `${cases} cases. When Dosisflow starts, ${timers} overdue timers fire once and ${effects} effects go out.`,
  );
  console.log('What has arrived since the backup is not in it: have it sent again. FMK is compared within a day.');
  console.log('Make the next backup in a new folder: this one holds the keys of what was done since.');

  const faults = await new LedgerAudit(store, definitionOf).everything();
  for (const { caseId, what } of faults) console.log(`${caseId} ${what}`);
  console.log(faults.length === 0 ? 'Every case agrees with its chart.' : `${faults.length} discrepancies.`);
  if (faults.length > 0) process.exitCode = 1;
}
