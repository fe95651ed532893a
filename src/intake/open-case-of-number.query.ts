import type { Pool } from 'pg';
import type { Vault } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';

/** The open case that keeps another from being opened for the same citizen. */
export async function openCaseOfNumber(pool: Pool, vault: Vault, cpr: Cpr): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from citizen_number n join "case" c on c.citizen_id = n.citizen_id
     where n.lookup = $1 and c.workflow = 'dose-dispensing' and c.closed_at is null limit 1`,
    [vault.hash('cpr', cpr)],
  );
  return rows[0]?.id;
}
