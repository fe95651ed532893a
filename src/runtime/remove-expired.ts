import type { Store } from '../db/store.ts';
import { removals } from './retention.ts';
import type { KeptDays } from './retention.ts';

const page = 1_000;
/** Of one kind in one run; the rest waits for the next, so that nothing else does. */
const pages = 200;

/** Removes what is past its time, some rows in a transaction. Returns how many of each kind went. */
export async function removeExpired(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  kept: KeptDays,
): Promise<Map<string, number>> {
  const at = Date.parse(await clock(pool));
  const gone = new Map<string, number>();
  for (const { what, days, sql } of removals) {
    const keptDays = days === 'own' ? 0 : typeof days === 'number' ? days : kept[days];
    const before = new Date(at - keptDays * 86_400_000);
    let removed = 0;
    for (let n = 0; n < pages; n += 1) {
      const { rowCount } = await pool.query(sql, [before, page]);
      removed += rowCount ?? 0;
      if ((rowCount ?? 0) < page) break;
    }
    gone.set(what, removed);
  }
  // Sessions live on real time.
  await pool.query('delete from session where expires_at < now()');
  return gone;
}
