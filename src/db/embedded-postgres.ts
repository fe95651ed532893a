/**
 * A real PostgreSQL from an npm package, for development, demonstrations and tests.
 *
 * The server is a daemon of its own, so it outlives a killed Node: the next start finds it through `postmaster.pid` and
 * reuses it. Processes that share a data folder share the server; the one that started it stops it.
 */
import { chown, mkdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { alone, isAlive, isServerOf, lockOf, program, readPidFile, readText, withCluster } from './embedded-cluster.ts';
import type { Cluster, RunningServer } from './embedded-cluster.ts';

export interface EmbeddedPostgres {
  url: string;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataFolder: string;
  log: (sentence: string) => void;
}

const database = 'dosisflow';

export async function startEmbeddedPostgres({ dataFolder, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  return withCluster(dataFolder, log, async (cluster) => {
    const owner = join(dataFolder, 'keys/postgres.owner');

    let server = await reuse(cluster, log);
    // A server whose starter died belongs to whoever finds it.
    const mine = !server || !(await isAlive(Number(await readText(owner))));
    if (mine) await writeFile(owner, String(process.pid));
    server ??= await start(cluster, log);
    const { port } = server;
    await createDatabase(cluster, port);

    return {
      url: urlOf(cluster, port),
      stop: async () => {
        if (mine) await alone(lockOf(dataFolder), () => stop(cluster));
      },
    };
  });
}

/** Made aside and renamed, so that an interrupted initdb never passes for a database. */
async function initialise(cluster: Cluster): Promise<void> {
  const { runAs } = cluster.installation;
  const draft = `${cluster.folder}.new`;
  const passwordFile = `${cluster.folder}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    await chown(draft, runAs.uid, runAs.gid);
    await chown(passwordFile, runAs.uid, runAs.gid);
  }
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  try {
    await program(cluster, 'initdb', [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...settings.flatMap((setting) => ['--set', setting]),
    ]);
  } finally {
    await unlink(passwordFile);
  }
  await rename(draft, cluster.folder);
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client(urlOf(cluster, port, 'postgres'));
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${database}`);
  } finally {
    await client.end();
  }
}

/** All of it, for ever: server, data and keys of this data folder. Whoever still uses it loses it. */
export async function removeEmbeddedPostgres(dataFolder: string): Promise<void> {
  const folder = await withCluster(
    dataFolder,
    () => {},
    async (cluster) => {
      await stop(cluster);
      return cluster.folder;
    },
  );
  await rm(folder, { recursive: true, force: true });
  await rm(dataFolder, { recursive: true, force: true });
}

// Server

export async function start(cluster: Cluster, log: (sentence: string) => void, options = ''): Promise<RunningServer> {
  if (!(await readText(join(cluster.folder, 'PG_VERSION')))) {
    log(`Creating the embedded database in ${cluster.folder} (first start only).`);
    await initialise(cluster);
  }
  const serverLog = join(cluster.folder, 'server.log');
  const port = await freePort();
  await program(cluster, 'pg_ctl', [
    'start',
    '-D',
    cluster.folder,
    '-w',
    '-t',
    '120',
    '-l',
    serverLog,
    '-o',
    `-p ${port} ${options}`,
  ]).catch((cause: unknown) => {
    throw new Error(`The embedded PostgreSQL did not start; the reason is at the end of ${serverLog}.`, { cause });
  });
  const server = await readPidFile(cluster);
  if (!server) throw new Error(`The embedded PostgreSQL stopped right after its start; see ${serverLog}.`);
  log(`Embedded PostgreSQL ${cluster.installation.version} runs on port ${server.port}.`);
  return server;
}

async function reuse(cluster: Cluster, log: (sentence: string) => void): Promise<RunningServer | undefined> {
  const server = await readPidFile(cluster);
  if (!server) return undefined;
  if (!(await isServerOf(cluster, server.pid))) {
    await unlink(join(cluster.folder, 'postmaster.pid'));
    return undefined;
  }
  if (await answers(cluster, server.port)) {
    log(`Embedded PostgreSQL already runs on port ${server.port}.`);
    return server;
  }
  log(`The embedded PostgreSQL (process ${server.pid}) does not answer; starting it again.`);
  await stop(cluster);
  return undefined;
}

/** Waits while the server recovers after a crash; fails on anything that a restart cannot mend. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const startingUp = '57P03';
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const client = new pg.Client({
      connectionString: urlOf(cluster, port, 'postgres'),
      connectionTimeoutMillis: 3_000,
    });
    try {
      await client.connect();
      return true;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === '28P01') {
        throw new Error(
          `The password in keys/postgres.password is not that of ${cluster.folder}: restore it from your backup.`,
          {
            cause: error,
          },
        );
      }
      if (code !== startingUp && attempt >= 5) return false;
      await pause(200);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

export async function stop(cluster: Cluster): Promise<void> {
  if (!(await readPidFile(cluster))) return;
  const stopBy = (mode: string): Promise<unknown> =>
    program(cluster, 'pg_ctl', ['stop', '-D', cluster.folder, '-w', '-t', '20', '-m', mode]);
  await stopBy('fast').catch(() => stopBy('immediate'));
}

export function urlOf({ password }: Cluster, port: number, name = database): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${name}`;
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });
}
