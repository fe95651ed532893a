import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore } from '../../src/db/store.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';

let dataFolder: string;
let said: string[] = [];
const start = (): ReturnType<typeof startEmbeddedPostgres> =>
  startEmbeddedPostgres({ dataFolder, log: (sentence) => said.push(sentence) });

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the built server from a Node of its own, which then gets no chance to stop it. */
async function startAndBeKilled(): Promise<string> {
  const script = [
    `import { startEmbeddedPostgres } from './dist/src/db/embedded-postgres.js';`,
    `const server = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, log() {} });`,
    `console.log(server.url);`,
    `setInterval(() => {}, 1000);`,
  ].join('\n');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const exit = once(child, 'exit');
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await exit;
  return output.toString().trim();
}

async function serverPid(): Promise<number> {
  return Number((await readFile(join(dataFolder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('the embedded PostgreSQL', () => {
  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'dosisflow-postgres-'));
    await chmod(dataFolder, 0o755);
  });
  beforeEach(() => (said = []));
  afterAll(() => rm(dataFolder, { recursive: true, force: true }));

  it('is created at the first start, in UTF-8 with one order of letters everywhere', async () => {
    const server = await start();
    const [row] = await query(
      server.url,
      `SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) AS encoding FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({ datlocprovider: 'b', datlocale: 'C.UTF-8', encoding: 'UTF8' });
    await query(server.url, `CREATE TABLE kept AS SELECT 'æøå' AS word`);
    const store = await openStore({ url: server.url, poolSize: 2, masterKey: Buffer.alloc(32, 1), clock: 'real' });
    expect(store.readerFault).toBeUndefined();
    await store.close();
    await server.stop();
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('survives a killed Node: the next start reuses the server, and its data are intact', async () => {
    const url = await startAndBeKilled();
    const pid = await serverPid();

    const server = await start();
    expect(server.url).toBe(url);
    expect(await serverPid()).toBe(pid);
    expect(await query(server.url, 'SELECT word FROM kept')).toEqual([{ word: 'æøå' }]);
    await server.stop();
    await expect(query(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('is shared by two that ask at once, and stopped by the one that started it', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(second.url).toBe(first.url);
    await first.stop();
    await second.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('recovers when the server itself was killed', async () => {
    const crashed = await start();
    await query(crashed.url, `INSERT INTO kept VALUES ('after')`);
    process.kill(await serverPid(), 'SIGKILL');

    const server = await start();
    expect(await query(server.url, 'SELECT count(*)::int AS words FROM kept')).toEqual([{ words: 2 }]);
    await server.stop();
  });

  it('is not misled by a process id that now belongs to someone else', async () => {
    await writeFile(join(dataFolder, 'postgres/postmaster.pid'), `${process.pid}\n${dataFolder}/postgres\n1\n1\n`);
    const server = await start();
    expect(await query(server.url, 'SELECT count(*)::int AS words FROM kept')).toEqual([{ words: 2 }]);
    await server.stop();
  });

  it('leaves data of another major version alone and says so', async () => {
    const path = join(dataFolder, 'postgres/PG_VERSION');
    const version = await readFile(path, 'utf8');
    await writeFile(path, '15\n');
    await expect(start()).rejects.toThrow('was written by PostgreSQL 15, and this Dosisflow brings PostgreSQL 18');
    await writeFile(path, version);
  });

  it('says what to restore when the password is gone', async () => {
    await rm(join(dataFolder, 'keys/postgres.password'));
    await expect(start()).rejects.toThrow('restore that file');
  });
});
