import type { Pool, PoolClient } from 'pg';

/** The instant of a decision. One row in PostgreSQL holds the simulated time, so that all processes agree. */
export type Clock = (client: Pool | PoolClient) => Promise<string>;

export const realClock: Clock = async () => new Date().toISOString();

export const simulatedClock: Clock = async (client) => {
  const { rows } = await client.query<{ at: Date | null }>('select at from clock');
  return (rows[0]?.at ?? new Date()).toISOString();
};

/** Freezes the clock at its present reading, or at the real time when it has none. */
export async function freezeClock(client: Pool | PoolClient): Promise<void> {
  await client.query(`update clock set mode = 'simulated', at = coalesce(at, date_trunc('milliseconds', now()))`);
}

export async function setClock(client: Pool | PoolClient, at: string): Promise<void> {
  await client.query('update clock set at = $1', [at]);
}
