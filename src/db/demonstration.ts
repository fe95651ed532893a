/** A database of artificial citizens marks itself, and is dropped whole: what was played there is nobody's. */
import type { Pool } from 'pg';

export interface Demonstration {
  citizens: number;
  weeks: number;
  begunAt: Date;
  /** Null while it is being made, or where that was broken off. */
  finishedAt: Date | null;
  /** Somebody asked for it to be dropped. */
  droppedAt: Date | null;
}

/** Undefined where the database is no demonstration, or none of ours at all. */
export async function demonstrationOf(pool: Pool): Promise<Demonstration | undefined> {
  const { rows: known } = await pool.query(`select where to_regclass('public.demonstration') is not null`);
  if (known.length === 0) return undefined;
  const { rows } = await pool.query<Demonstration>(
    `select citizens, weeks, begun_at as "begunAt", finished_at as "finishedAt", dropped_at as "droppedAt" from demonstration`,
  );
  return rows[0];
}

/** To be dropped by the process that uses it, when it has stopped. False where the database is no demonstration. */
export async function askToDropDemonstration(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query('update demonstration set dropped_at = clock_timestamp()');
  return rowCount === 1;
}

/**
 * Everything that Dosisflow has in a database that is marked: tables, keys, queue. Under the lock of migrations, lest another
 * process that starts find half of it.
 */
export async function dropDemonstration(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(471100)');
    const { rowCount } = await client.query('select from demonstration for update');
    if (rowCount !== 1) throw new Error('Expected a demonstration, but the database is not marked as one');
    await client.query('drop schema if exists bullmq cascade');
    await client.query('drop schema if exists keys cascade');
    await client.query('drop schema public cascade');
    await client.query('create schema public');
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
