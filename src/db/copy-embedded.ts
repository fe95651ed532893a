import { chmod, copyFile, cp, mkdir, readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { giveToServer, ignore, program, readText, withCluster } from './embedded-cluster.ts';
import type { Cluster } from './embedded-cluster.ts';
import { start, startEmbeddedPostgres, stop, urlOf } from './embedded-postgres.ts';

interface Place {
  dataFolder: string;
  log: (sentence: string) => void;
}

/** What a copy leaves out: what belongs to the running server alone, and what it makes anew. */
const leftOut = /^(postmaster\.(pid|opts)|server\.log|pg_internal\.init|pgsql_tmp.*)$/;
const leftEmpty = /^pg_(wal|dynshmem|notify|replslot|serial|snapshots|stat_tmp|subtrans)$/;

/**
 * Copies the files of the embedded database into a new folder while it may be in use, without the contents of the schema
 * `keys`. The copy has been started once to take them out, so what it answers is known to start.
 */
export async function copyEmbedded({ dataFolder, log, into }: Place & { into: string }): Promise<void> {
  const server = await startEmbeddedPostgres({ dataFolder, log });
  try {
    const cluster = await withCluster(
      dataFolder,
      () => {},
      async (found) => found,
    );
    // Beside the original, where the user who runs the server can reach it.
    const copy = { ...cluster, folder: `${cluster.folder}.copy-${process.pid}` };
    try {
      await copyRunning(cluster, server.url, copy.folder);
      await giveToServer(cluster, copy.folder);
      await takeKeysOut(copy);
      await cp(copy.folder, into, { recursive: true });
      await chmod(into, 0o700);
    } finally {
      await rm(copy.folder, { recursive: true, force: true });
    }
  } finally {
    await server.stop();
  }
}

/** Puts a copy where the embedded database of a data folder lies. Refuses where there is one already. */
export async function placeEmbedded({ dataFolder, log, from }: Place & { from: string }): Promise<void> {
  await withCluster(dataFolder, log, async (cluster) => {
    if (await readText(join(cluster.folder, 'PG_VERSION'))) {
      throw new Error(
        `Expected no database in ${cluster.folder}, but there is one: stop Dosisflow and move that folder away, or set DOSISFLOW_DATA to another. Nothing was restored.`,
      );
    }
    const version = (await readText(join(from, 'PG_VERSION')))?.trim();
    const [own] = cluster.installation.version.split('.');
    if (version !== own) {
      throw new Error(
        `Expected a copy by PostgreSQL ${own}, but ${from} is by PostgreSQL ${version}: restore it with the version of Dosisflow that made it. Nothing was restored.`,
      );
    }
    const draft = { ...cluster, folder: `${cluster.folder}.new` };
    await rm(draft.folder, { recursive: true, force: true });
    await cp(from, draft.folder, { recursive: true });
    await chmod(draft.folder, 0o700);
    await giveToServer(cluster, draft.folder);
    // The password of the machine that the copy was made on need not be that of this one.
    const setPassword = `alter role postgres password '${cluster.password}'\n`;
    await program(draft, 'postgres', ['--single', '-D', draft.folder, 'postgres'], setPassword);
    await rename(draft.folder, cluster.folder);
  });
}

/** PostgreSQL's own way to copy files in use: what changes meanwhile is in the write-ahead log, which comes along. */
async function copyRunning({ folder }: Cluster, url: string, into: string): Promise<void> {
  const client = new pg.Client(url);
  // Whoever started the server may stop it now: then the next statement says so.
  client.on('error', () => {});
  await client.connect();
  try {
    // Holds on to the log from here until this connection ends, however it ends.
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`backup_${process.pid}`]);
    const begun = await client.query<{ log: string }>(
      `select pg_walfile_name(pg_backup_start('dosisflow', true)) as log`,
    );
    await copyTree(folder, into);
    const ended = await client.query<{ label: string; log: string }>(
      'select labelfile as label, pg_walfile_name(lsn) as log from pg_backup_stop(false)',
    );
    const [first, last] = [begun.rows[0]?.log ?? '', ended.rows[0]?.log ?? ''];
    for (const name of await readdir(join(folder, 'pg_wal'))) {
      if (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last)
        await copyFile(join(folder, 'pg_wal', name), join(into, 'pg_wal', name));
    }
    await writeFile(join(into, 'backup_label'), ended.rows[0]?.label ?? '');
  } finally {
    await client.end();
  }
}

/** Files may go while they are copied: the log says so to whoever starts the copy. */
async function copyTree(from: string, into: string): Promise<void> {
  await mkdir(into, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (leftOut.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(into, entry.name)];
    if (leftEmpty.test(entry.name)) await mkdir(target, { mode: 0o700 });
    else if (entry.isDirectory()) await copyTree(source, target);
    else await copyFile(source, target).catch(ignore('ENOENT'));
  }
}

/** Not a byte of a wrapped key may stay: neither in a table, nor in what the planner notes of it, nor in the log. */
async function takeKeysOut(copy: Cluster): Promise<void> {
  // A used log file is otherwise kept under the next name, with what it held.
  const { port } = await start(copy, () => {}, '-c wal_recycle=off -c autovacuum=off');
  let current = '';
  try {
    const client = new pg.Client(urlOf(copy, port));
    await client.connect();
    try {
      await client.query(`do $$ begin
        execute (select 'truncate ' || string_agg(oid::regclass::text, ', ') from pg_class
          where relnamespace = 'keys'::regnamespace and relkind = 'r');
      end $$`);
      await client.query(`delete from pg_statistic where starelid in
        (select oid from pg_class where relnamespace = 'keys'::regnamespace)`);
      await client.query('vacuum full pg_statistic');
      await client.query('select pg_switch_wal()');
      await client.query('checkpoint');
      const { rows } = await client.query<{ log: string }>('select pg_walfile_name(pg_current_wal_lsn()) as log');
      current = rows[0]?.log ?? '';
    } finally {
      await client.end();
    }
  } finally {
    await stop(copy);
  }
  for (const name of await readdir(join(copy.folder, 'pg_wal')))
    if (/^[0-9A-F]{24}/.test(name) && name !== current) await unlink(join(copy.folder, 'pg_wal', name));
  for (const name of ['server.log', 'postmaster.opts', 'backup_label.old'])
    await rm(join(copy.folder, name), { force: true });
}
