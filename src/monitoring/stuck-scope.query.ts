import { codesOfRegion, eastDenmark } from '../../workflows/reference/regions.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { Problem } from '../kernel/problem.ts';

/** Whose cases a caller may see standing still, and how. */
export interface StuckScope {
  /** Null: every municipality. */
  municipalities: string[] | null;
  /** What rests on a hospital's message, too (P3). */
  withHospital: boolean;
  /** Numbers alone, small ones hidden. */
  numbersOnly: boolean;
}

/**
 * A municipality's coordinator sees its cases, without names; regional and national ones see numbers (P3). The register
 * knows municipalities and coordinators of merged regions by the codes of before.
 */
export async function stuckScope({ pool, clock }: Store, { role, organisationId }: Caller): Promise<StuckScope> {
  if (role === 'administrator') return { municipalities: null, withHospital: true, numbersOnly: false };
  const today = danishDateOf(await clock(pool));
  const { rows } = await pool.query<{ kind: string; own: string[] }>(
    `select o.kind, array(select m.id from organisation m where m.kind = 'municipality'
       and (m.region_code = o.region_code or m.region_code = any($2) and o.region_code = any($2))) as own
     from organisation o where o.id = $1`,
    [organisationId, codesOfRegion(eastDenmark, today)],
  );
  const { kind, own = [] } = rows[0] ?? {};
  switch (kind) {
    case 'municipality':
      return { municipalities: [organisationId], withHospital: false, numbersOnly: false };
    case 'region':
      return { municipalities: own, withHospital: false, numbersOnly: true };
    case 'authority':
      return { municipalities: null, withHospital: false, numbersOnly: true };
    default:
      throw new Problem(403, 'forbidden', 'You may not do this', 'Expected a coordinator of a municipality or region');
  }
}
