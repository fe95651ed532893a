/** A database of artificial citizens, brought to today, and the server on it: `npm run demo`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { loadMasterKey, readConfig } from '../src/config.ts';
import type { Config } from '../src/config.ts';
import { demonstrationOf, dropDemonstration } from '../src/db/demonstration.ts';
import type { Demonstration } from '../src/db/demonstration.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../src/db/embedded-postgres.ts';
import { messageOf } from '../src/kernel/faults.ts';
import { makeDemonstration, planOf } from './demo/make.ts';

const usage = `npm run demo -- [--citizens N] [--weeks N] [--anew] [--no-start] [--drop]

Makes a database of its own with artificial citizens over the 98 municipalities, lets them live through the last weeks until
today, and starts the server on it. Each page says that it is a demonstration. One that is there already is started as it is.
Without DATABASE_URL it lies in the folder demo of the data folder; with it, in that database, which must be empty.
Ctrl+C breaks off at any time: what is unfinished is made anew the next time.
--anew drops the one that is there and makes another. --drop drops it and ends. --no-start makes it and ends.
Defaults: 5000 citizens, 6 weeks.
`;

/** The same citizens and the same lives each time; the dates are other ones. */
const seed = 2027;

interface Wanted {
  citizens: number;
  weeks: number;
  anew: boolean;
  start: boolean;
  drop: boolean;
}

async function main(): Promise<void> {
  const wanted = readArguments();
  if (!wanted) return void process.stdout.write(usage);
  const config = settingsOfDemonstration();
  const isThere = wanted.drop ? await drop(config) : await prepare(config, wanted);
  if (!isThere || !wanted.start || wanted.drop) return;
  await import('../src/main.ts');
}

function readArguments(): Wanted | undefined {
  const { values } = parseArgs({
    options: {
      citizens: { type: 'string', default: '5000' },
      weeks: { type: 'string', default: '6' },
      anew: { type: 'boolean', default: false },
      drop: { type: 'boolean', default: false },
      'no-start': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    citizens: count('citizens', values.citizens, 1, 10_000),
    weeks: count('weeks', values.weeks, 6, 26),
    anew: values.anew,
    start: !values['no-start'],
    drop: values.drop,
  };
}

/** As the server's, but the data folder is one of its own; the server that is started here reads the same. */
function settingsOfDemonstration(): Config {
  const given = readConfig(process.env);
  if (given.production || given.oidc.provider) {
    throw new Error(
      'Expected settings for trying out, but NODE_ENV is production or OIDC_ISSUER is set: a demonstration is not made beside real citizens.',
    );
  }
  process.env['DOSISFLOW_DATA'] = join(given.dataFolder, 'demo');
  return readConfig(process.env);
}

/** Whether a whole demonstration is there in the end. */
async function prepare(config: Config, { anew, citizens, weeks }: Wanted): Promise<boolean> {
  const database = await open(config);
  const stopping = new AbortController();
  const breakOff = (): void => {
    if (stopping.signal.aborted) process.exit(130);
    process.stderr.write('\nBreaking off…\n');
    stopping.abort();
  };
  process.on('SIGINT', breakOff).on('SIGTERM', breakOff);
  try {
    const known = await inspect(database.url);
    if (known?.finishedAt && !known.droppedAt && !anew) {
      say(
        `The demonstration of ${known.begunAt.toISOString().slice(0, 10)} with ${known.citizens} citizens is there; --anew makes another.`,
      );
      return true;
    }
    if (known) await withPool(database.url, dropDemonstration);
    const plan = planOf(citizens, weeks, seed);
    say(`${citizens} artificial citizens live through ${weeks} weeks; Ctrl+C breaks off.`);
    const begun = Date.now();
    const where = { url: database.url, masterKey: await loadMasterKey(config.masterKey) };
    const acts = await makeDemonstration(where, {
      plan,
      progress: progressOf(citizens, begun),
      signal: stopping.signal,
    });
    if (stopping.signal.aborted) {
      say('Broken off: npm run demo begins anew, npm run demo -- --drop removes it.');
      process.exitCode = 130;
      return false;
    }
    say(`Made in ${Math.round((Date.now() - begun) / 1_000)} seconds: ${acts} events.`);
    return true;
  } finally {
    process.off('SIGINT', breakOff).off('SIGTERM', breakOff);
    await database.stop();
  }
}

async function drop(config: Config): Promise<boolean> {
  const database = await open(config);
  try {
    if (await inspect(database.url)) await withPool(database.url, dropDemonstration);
  } finally {
    await database.stop();
  }
  if (!config.databaseUrl) await removeEmbeddedPostgres(config.dataFolder);
  say('There is no demonstration any more.');
  return false;
}

/** Undefined for an empty database, or one with the schema alone. Throws where there is anything that is no demonstration. */
function inspect(url: string): Promise<Demonstration | undefined> {
  return withPool(url, async (pool) => {
    const known = await demonstrationOf(pool);
    if (known) return known;
    const { rows } = await pool.query<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' limit 1`,
    );
    const [table] = rows;
    if (!table) return undefined;
    const { rows: ours } = await pool.query(
      `select where to_regclass('public.organisation') is not null and to_regclass('public.citizen') is not null`,
    );
    if (ours.length > 0) {
      const { rowCount } = await pool.query('select from organisation union all select from citizen limit 1');
      if (rowCount === 0) return undefined;
    }
    throw new Error(
      `Expected an empty database or a demonstration, but there is the table ${table.name}: nothing was touched. Name a database of its own in DATABASE_URL, or none.`,
    );
  });
}

async function open(config: Config): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} };
  return startEmbeddedPostgres({ dataFolder: config.dataFolder, log: say });
}

async function withPool<T>(connectionString: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString, max: 1 });
  pool.on('error', () => {});
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** On a terminal one line that is written over; elsewhere a line every tenth. */
function progressOf(all: number, begun: number): (done: number) => void {
  let told = 0;
  return (done) => {
    const left = Math.ceil((((Date.now() - begun) / done) * (all - done)) / 60_000);
    const line = `${Math.floor(done)} of ${all} citizens${done < all ? `, about ${left} min left` : ''}`;
    const tenth = Math.floor((done * 10) / all);
    if (process.stderr.isTTY) process.stderr.write(`\r${line.padEnd(60)}${done < all ? '' : '\n'}`);
    else if (tenth > told) say(line);
    told = tenth;
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function count(name: string, given: string, least: number, most: number): number {
  const value = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`Expected --${name} to be a whole number from ${least} to ${most}, but it is ${given}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
