import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../workflows/definition.ts';

/** For whom a person stands in at this instant; both ends are Danish days. */
export async function deputisedBy(pool: Pool | PoolClient, personId: string, at: Instant): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'deputised-by',
    text: `select distinct away_id as id from deputy where deputy_id = $1 and ended_at is null
      and ($2::timestamptz at time zone 'Europe/Copenhagen')::date between valid_from and valid_to`,
    values: [personId, at],
  });
  return rows.map(({ id }) => id);
}
