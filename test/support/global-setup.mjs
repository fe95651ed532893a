/** Finds what the tests may use, once, and tells the workers by TEST_DATABASE_SERVER, TEST_REDIS_URL, TEST_REDIS_SERVER and TEST_CHROMIUM. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';

const localDatabase = 'postgres://postgres:postgres@127.0.0.1:5432/postgres';
const localRedis = 'redis://127.0.0.1:6379';
const redisServers = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'];
// The shell has no window to draw around each page: the same tests in two thirds of the time.
const browsers = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** @type {(() => Promise<void>) | undefined} */
let stopEmbedded;

export default async function findServers() {
  process.env.TEST_DATABASE_SERVER = await databaseServer();
  tell('TEST_REDIS_URL', await redis());
  tell('TEST_REDIS_SERVER', program(process.env.TEST_REDIS_SERVER, redisServers));
  tell('TEST_CHROMIUM', program(process.env.TEST_CHROMIUM, browsers));
}

export async function stopServers() {
  await stopEmbedded?.();
}

/** The address of a server's `postgres` database, as a user who may create others. */
async function databaseServer() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    const fault = await databaseFault(given);
    if (fault)
      throw new Error(
        `TEST_DATABASE_URL does not serve: ${fault}. Correct it, or leave it out to use the embedded PostgreSQL.`,
      );
    return withDatabase(given, 'postgres');
  }
  if (!(await databaseFault(localDatabase))) return localDatabase;
  const module = resolve('dist/src/db/embedded-postgres.js');
  if (!existsSync(module)) throw new Error('The embedded PostgreSQL is not built yet: run the tests with "npm test".');
  const { startEmbeddedPostgres } = await import(module);
  const server = await startEmbeddedPostgres({ dataFolder: 'node_modules/.cache/dosisflow-test', log: console.log });
  stopEmbedded = server.stop;
  return withDatabase(server.url, 'postgres');
}

async function databaseFault(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `SELECT current_setting('server_version_num')::int >= 150000 AS recent, rolsuper FROM pg_roles WHERE rolname = current_user`,
    );
    return rows[0].recent && rows[0].rolsuper ? undefined : 'expected PostgreSQL 15 or newer and a superuser';
  } catch (error) {
    return error.message || error.code;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function withDatabase(address, database) {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.href;
}

async function redis() {
  const url = process.env.TEST_REDIS_URL ?? localRedis;
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 300,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return url;
  } catch {
    console.log(`Redis does not answer at ${url}: suites that need it do not run.`);
    return undefined;
  } finally {
    client.disconnect();
  }
}

function program(given, usual) {
  return (given ? [given] : usual).find((path) => existsSync(path));
}

function tell(name, value) {
  if (value) process.env[name] = value;
  else delete process.env[name];
}
