import type { Pool } from 'pg';

/** What these organisations are called, by id. */
export async function organisationNames(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; name: string }>({
    name: 'organisation-names',
    text: 'select id, name from organisation where id = any($1::uuid[])',
    values: [[...new Set(ids)]],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
