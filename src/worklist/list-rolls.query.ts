import type { Pool } from 'pg';
import { beforePacking } from './next-cut-off.query.ts';

interface RollRow {
  id: string;
  rootId: string;
  citizenId: string;
  municipalityId: string;
  /** Null for one that has not moved since the column is kept. */
  changeCutOffAt: Date | null;
}

/** Those of which the cut-off is not known come first. */
export const unknownCutOff = '0001-01-01T00:00:00.000Z';

/** Below every id. A first page begins before all: "null or" would hide the bound from the one plan that a named statement has. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** The rolls of a pharmacy that are not packed yet, the first change cut-off first (index case_rolls). */
export async function listRolls(
  pool: Pool,
  {
    pharmacyId,
    at,
    after,
    limit,
  }: { pharmacyId: string; at: string; after: { changeCutOffAt: string; id: string } | undefined; limit: number },
): Promise<RollRow[]> {
  const { rows } = await pool.query<RollRow>({
    name: 'list-rolls',
    text: `select c.id, c.family_id as "rootId", c.citizen_id as "citizenId", c.municipality_id as "municipalityId",
        c.change_cut_off_at as "changeCutOffAt"
      from (select distinct family_id from participation
          where organisation_id = $1 and party = 'pharmacy' and since <= $2 and (until is null or until > $2)) p
        join "case" c on c.family_id = p.family_id and c.workflow = 'dispensing-period' and c.closed_at is null
      where c.citizen_id is not null and c.state ->> 'roll' = any($3::text[])
        and (coalesce(c.change_cut_off_at, '${unknownCutOff}'), c.id) > ($4::timestamptz, $5::uuid)
      order by coalesce(c.change_cut_off_at, '${unknownCutOff}'), c.id limit $6`,
    values: [pharmacyId, at, beforePacking, after?.changeCutOffAt ?? '-infinity', after?.id ?? firstId, limit],
  });
  return rows;
}
