import type { Store } from '../db/store.ts';
import type { Cpr } from '../kernel/cpr.ts';

export interface FoundCitizen {
  citizenId: string;
  /** The open dose-dispensing case; there is at most one. */
  openCaseId?: string;
  /** The dose-dispensing case opened last, open or closed. */
  newestCaseId?: string;
}

export async function findCitizen(
  { pool, keys }: Pick<Store, 'pool' | 'keys'>,
  cpr: Cpr,
): Promise<FoundCitizen | undefined> {
  const { rows } = await pool.query<{ id: string; open: string | null; newest: string | null }>(
    `select n.citizen_id as id, open.id as open, newest.id as newest
     from citizen_number n
     left join "case" open
       on open.citizen_id = n.citizen_id and open.workflow = 'dose-dispensing' and open.closed_at is null
     left join lateral (
       select id from "case" where citizen_id = n.citizen_id and workflow = 'dose-dispensing'
       order by opened_at desc, id desc limit 1
     ) newest on true
     where n.lookup = $1`,
    [keys.vault.hash('cpr', cpr)],
  );
  const row = rows[0];
  return (
    row && {
      citizenId: row.id,
      ...(row.open && { openCaseId: row.open }),
      ...(row.newest && { newestCaseId: row.newest }),
    }
  );
}
