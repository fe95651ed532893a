import type { Pool, PoolClient } from 'pg';
import type { DataKey, Vault } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';

/** [I] Corrections to a stay or a death may come this long after a case has ended (C9). */
const closedDays = 90;

export interface CitizenCase {
  citizenId: string;
  key: DataKey;
  caseId: string;
  municipalityId: string;
  closed: boolean;
}

/**
 * The citizen's open case, or the one that closed last and not long ago; undefined where a message is about nobody here. A
 * voided case was opened for the wrong citizen: nothing is about it.
 */
export async function findCitizenCase(
  pool: Pool | PoolClient,
  vault: Vault,
  cpr: Cpr,
  at: string,
): Promise<CitizenCase | undefined> {
  const { rows } = await pool.query<Omit<CitizenCase, 'key'> & { wrapped: Buffer }>({
    name: 'find-citizen-case',
    text: `select z.id as "citizenId", k.wrapped, c.id as "caseId", c.municipality_id as "municipalityId", c.closed_at is not null as closed
      from citizen_number n join citizen z on z.id = n.citizen_id join keys.citizen_key k on k.citizen_id = z.id join "case" c on c.citizen_id = z.id
      where n.lookup = $1 and c.parent_id is null and c.state->>'course' is distinct from 'voided' and (c.closed_at is null or c.closed_at > $2::timestamptz - interval '${closedDays} days')
      order by c.closed_at desc nulls first limit 1`,
    values: [vault.hash('cpr', cpr), at],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { wrapped, ...found } = row;
  return { ...found, key: vault.unwrap(row.citizenId, wrapped) };
}
