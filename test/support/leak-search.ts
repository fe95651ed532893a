/** Looks for words where they must not stand: in every column of every table as bytes, in Redis, in what processes said. */
import { Redis } from 'ioredis';
import type { Pool } from 'pg';

/** Where a word was found: never the text around it. */
export type Leak = { word: string; where: string };

const found = (bytes: Buffer, words: readonly string[], where: string): Leak[] =>
  words.filter((word) => bytes.includes(word)).map((word) => ({ word, where }));

/** Bytes that were written as hexadecimal, as PostgreSQL gives a `bytea`, are searched as what they are. */
function bytesOf(text: string): Buffer {
  const sealed = [...text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex'));
  return Buffer.concat([Buffer.from(text), ...sealed]);
}

/** Any CPR number: ten digits that begin with a day, standing alone, also with a hyphen; or what the tests' citizens are called. */
const tellsOfCitizen =
  'Testborger|(^|[^0-9A-Za-z.-])((0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}-?[0-9]{4})($|[^0-9A-Za-z-])';

/** Whether what a process wrote tells of some citizen, whoever it is. */
export const tellsOfSomeone = (text: string): boolean => new RegExp(tellsOfCitizen, 'm').test(text);

/** The columns in which some citizen's number or name stands in clear: asked of each test's database when it is dropped. */
export async function columnsThatTell(pool: Pool): Promise<string[]> {
  const { rows: columns } = await pool.query<{ table: string; column: string; isBytes: boolean }>(
    `select format('%I.%I', n.nspname, c.relname) as table, format('%I', a.attname) as column, t.typname = 'bytea' as "isBytes"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
       join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r') and n.nspname !~ '^(pg_|information_schema)' and a.attnum > 0 and not a.attisdropped
       and t.typname in ('text', '_text', 'jsonb', 'json', 'bytea', 'varchar')`,
  );
  const asked = columns.map(({ table, column, isBytes }) => {
    const text = isBytes ? `encode(${column}, 'escape')` : `${column}::text`;
    return `select '${table}.${column}' as place where exists (select from ${table} where ${text} ~ '${tellsOfCitizen}')`;
  });
  // A database that was emptied has no table to ask.
  if (asked.length === 0) return [];
  const { rows } = await pool.query<{ place: string }>(`${asked.join(' union all ')} order by 1`);
  return rows.map(({ place }) => place);
}

/** All schemas, so that the queue's is searched where it lies in this database. `except`: tables that may hold the words. */
export async function leaksInDatabase(
  pool: Pool,
  words: readonly string[],
  except: readonly string[] = [],
): Promise<{ leaks: Leak[]; rows: number }> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1`,
  );
  const leaks: Leak[] = [];
  let count = 0;
  const asText = { getTypeParser: () => (value: unknown) => value };
  for (const { name } of tables) {
    if (except.includes(name)) continue;
    const { rows, fields } = await pool.query<(string | null)[]>({
      text: `select * from ${name}`,
      rowMode: 'array',
      types: asText,
    });
    count += rows.length;
    for (const row of rows) {
      for (const [index, cell] of row.entries())
        if (cell !== null) leaks.push(...found(bytesOf(cell), words, `${name}.${fields[index]?.name}`));
    }
  }
  return { leaks, rows: count };
}

/** The keys of a Redis that tell of some citizen. */
export async function keysThatTell(url: string): Promise<string[]> {
  const found: string[] = [];
  await eachKey(url, (key, content) => void (tellsOfSomeone(`${key} ${content}`) && found.push(key)));
  return found;
}

/** Every key with what lies under it. */
export async function leaksInRedis(url: string, words: readonly string[]): Promise<{ leaks: Leak[]; keys: number }> {
  const leaks: Leak[] = [];
  const keys = await eachKey(url, (key, content) => leaks.push(...found(Buffer.from(`${key} ${content}`), words, key)));
  return { leaks, keys };
}

async function eachKey(url: string, look: (key: string, content: string) => void): Promise<number> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    const keys = await redis.keys('*');
    for (const key of keys) look(key, await contentOf(redis, key));
    return keys.length;
  } finally {
    redis.disconnect();
  }
}

async function contentOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case 'string':
      return JSON.stringify(await redis.get(key));
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, 0, -1, 'WITHSCORES'));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    default:
      return '';
  }
}

export function leaksInText(text: string, words: readonly string[], where: string): Leak[] {
  return found(Buffer.from(text), words, where);
}
