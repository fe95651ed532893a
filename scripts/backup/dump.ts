import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Everything but the queue, which only rings, and the rows of the schema `keys`, which lie in a file of their own. */
const whole = [
  '--format=custom',
  '--no-owner',
  '--no-privileges',
  '--exclude-schema=bullmq',
  '--exclude-table-data=keys.*',
];
const atOnce = ['--no-owner', '--no-privileges', '--exit-on-error', '--single-transaction'];

export async function dumpDatabase(url: string, file: string): Promise<void> {
  await program('pg_dump', url, [...whole, '--file', file]);
}

/** Into an empty database, whole or not at all. */
export async function restoreDump(url: string, file: string): Promise<void> {
  await program('pg_restore', url, [...atOnce, file]);
}

/** The password goes by the environment: a command line can be read by everyone on the machine. */
async function program(name: 'pg_dump' | 'pg_restore', url: string, args: readonly string[]): Promise<void> {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = '';
  const env = { ...process.env, ...(password && { PGPASSWORD: password }) };
  try {
    await run(name, [`--dbname=${address.href}`, ...args], { env, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const { code, stderr = '' } = cause as { code?: string | number; stderr?: string };
    throw new Error(
      code === 'ENOENT'
        ? `${name} is not on the PATH: install PostgreSQL's client programs, of the server's version or newer (on Debian: postgresql-client).`
        : `${name} failed: ${stderr.trim()}`,
      { cause },
    );
  }
}
