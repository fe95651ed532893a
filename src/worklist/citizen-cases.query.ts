import type { Pool } from 'pg';
import type { Vault } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';

/** A citizen's own cases, the newest first. */
export async function citizenCases(pool: Pool, vault: Vault, cpr: Cpr): Promise<{ id: string; citizenId: string }[]> {
  const { rows } = await pool.query<{ id: string; citizenId: string }>({
    name: 'citizen-cases',
    text: `select c.id, c.citizen_id as "citizenId" from citizen_number n join "case" c on c.citizen_id = n.citizen_id
      where n.lookup = $1 and c.parent_id is null order by c.opened_at desc, c.id`,
    values: [vault.hash('cpr', cpr)],
  });
  return rows;
}
