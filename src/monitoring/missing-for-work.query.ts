import type { DataSource } from 'typeorm';

const patienceMilliseconds = 2_000;

/** What keeps this process from working, as short phrases; empty when nothing does. */
export async function missingForWork(dataSource: DataSource): Promise<string[]> {
  let done: Set<string>;
  try {
    done = await within(patienceMilliseconds, migrationsDone(dataSource));
  } catch {
    return ['a database that answers'];
  }
  return dataSource.migrations
    .map(({ name, constructor }) => name ?? constructor.name)
    .filter((name) => !done.has(name))
    .map((name) => `the migration ${name}`);
}

async function migrationsDone(dataSource: DataSource): Promise<Set<string>> {
  const rows = await dataSource.query<{ name: string }[]>('select name from migration');
  return new Set(rows.map(({ name }) => name));
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Expected an answer within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
