import type { Socket } from 'node:net';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { OtherReleaseFault, messageOf } from '../kernel/faults.ts';

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

/** Not the fault of what was asked: it may be asked again, here or of another process. */
export function isPassing(error: unknown): boolean {
  if (error instanceof OtherReleaseFault) return true;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return (
    passing.has(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      messageOf(error),
    )
  );
}

/** A statement whose result nobody reads: it goes out with the commit, and its failure is the transaction's. */
export type Send = (statement: QueryConfig) => void;

/**
 * Runs the work in one transaction on one connection. Retrying is the caller's: an aborted transaction must begin anew.
 * Statements go out without waiting for one another (the pool's `pipeline`), the first ones together and the last ones
 * together with the commit: PostgreSQL works on one batch while Node decides the next.
 */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient, send: Send) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const last: QueryConfig[] = [];
  let broken: Error | undefined;
  try {
    const [, result] = await together(client, () => [
      client.query('begin'),
      work(client, (statement) => void last.push(statement)),
    ]);
    const results = await together(client, () => [...last, { text: 'commit' }].map((each) => client.query(each)));
    // The commit of a failed transaction is answered with ROLLBACK, not with an error.
    if (results.at(-1)?.command !== 'COMMIT')
      throw new Error('Expected the transaction to commit, but it was rolled back');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What is sent in this turn leaves in one piece: each system call of its own cost as much as a decision. */
function together<const Sent extends readonly Promise<unknown>[]>(
  client: PoolClient,
  sendAll: () => Sent,
): Promise<{ -readonly [Index in keyof Sent]: Awaited<Sent[Index]> }> {
  const { stream } = (client as PoolClient & { connection: { stream: Socket } }).connection;
  stream.cork();
  try {
    // All are sent before the first can fail, and the first that fails says why: the others only that the transaction had.
    return Promise.all(sendAll()) as never;
  } finally {
    stream.uncork();
  }
}

/** Tries again, with growing pauses, what failed in a passing way. Only for work that may safely run twice. */
export async function retrying<T>(work: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !isPassing(error) || error instanceof OtherReleaseFault) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * 3 ** attempt * (0.5 + Math.random())));
    }
  }
}
