import type { Pool, PoolClient } from 'pg';
import { messageOf } from '../kernel/faults.ts';

/** Deadlock, serialisation, a lost or refused connection, a server going down or coming up. */
const passing = new Set([
  '40001',
  '40P01',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  // Too many connections, a server that is starting or read-only after a failover, a name that does not resolve now.
  '53300',
  '08001',
  '08004',
  '25006',
  'ETIMEDOUT',
  'ENOTFOUND',
]);

export function isPassing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return (
    passing.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      messageOf(error),
    )
  );
}

/** Runs the work in one transaction on one connection. Retrying is the caller's: an aborted transaction must begin anew. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Tries again, with growing pauses, what failed in a passing way. Only for work that may safely run twice. */
export async function retrying<T>(work: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 3 ** attempt * (0.5 + Math.random())));
    }
  }
}
