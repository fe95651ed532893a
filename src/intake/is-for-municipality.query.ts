import type { Pool } from 'pg';

/**
 * Whether what is sent to this SOR id is the municipality's. One that the directory does not know is taken for a unit of it
 * [I]: a home-care group has an id of its own.
 */
export async function isForMunicipality(pool: Pool, sor: string, municipalityId: string): Promise<boolean> {
  const { rows } = await pool.query<{ id: string }>('select id from organisation where sor = $1', [sor]);
  return rows.every(({ id }) => id === municipalityId);
}
