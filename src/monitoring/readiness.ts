import type { DataSource } from 'typeorm';
import { systemKeyName } from '../db/open-keys.ts';
import type { Store } from '../db/store.ts';

const patienceMilliseconds = 2_000;

interface Ready {
  /** What keeps this process from working, as short phrases; empty when nothing does. */
  missing: string[];
  /** What it does without: work goes on, later than it might. */
  without: string[];
}

export type Readiness = () => Promise<Ready>;

/** Set once a process is told to stop, so that nothing new is sent to it while it finishes. */
export interface Draining {
  begun: boolean;
}

/** What a process must have: the database, every migration, and keys that its master key opens. The queue it can do without. */
export function readiness(
  { dataSource, keys }: Pick<Store, 'dataSource' | 'keys'>,
  queueAnswers: () => Promise<boolean>,
  draining: Draining,
): Readiness {
  return async () => {
    if (draining.begun) return { missing: ['a process that goes on: this one is stopping'], without: [] };
    const [missing, answers] = await Promise.all([
      missingInDatabase(dataSource, keys),
      within(queueAnswers()).catch(() => false),
    ]);
    return { missing, without: answers ? [] : ['a queue that answers'] };
  };
}

async function missingInDatabase(dataSource: DataSource, { vault }: Store['keys']): Promise<string[]> {
  let done: Set<string>;
  let system: Buffer | undefined;
  try {
    [done, system] = await within(Promise.all([migrationsDone(dataSource), wrappedSystemKey(dataSource)]));
  } catch {
    return ['a database that answers'];
  }
  return [
    ...dataSource.migrations
      .map(({ name, constructor }) => name ?? constructor.name)
      .filter((name) => !done.has(name))
      .map((name) => `the migration ${name}`),
    ...(system && opens(() => vault.unwrap(systemKeyName, system)) ? [] : ['keys that this master key opens']),
  ];
}

function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch {
    return false;
  }
}

async function migrationsDone(dataSource: DataSource): Promise<Set<string>> {
  const rows = await dataSource.query<{ name: string }[]>('select name from migration');
  return new Set(rows.map(({ name }) => name));
}

async function wrappedSystemKey(dataSource: DataSource): Promise<Buffer | undefined> {
  const rows = await dataSource.query<{ wrapped: Buffer }[]>('select wrapped from keys.system_key where name = $1', [
    systemKeyName,
  ]);
  return rows[0]?.wrapped;
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Expected an answer within ${patienceMilliseconds} ms`)),
      patienceMilliseconds,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
