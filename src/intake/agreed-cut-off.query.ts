import type { Pool } from 'pg';
import { agreedCutOffOn } from '../../workflows/routing.ts';
import type { AgreedCutOff, Agreement } from '../../workflows/routing.ts';

interface Row {
  id: string;
  municipalityId: string | null;
  regionCode: string | null;
  parties: string[];
  changeCutOff: AgreedCutOff;
  validFrom: string;
  validTo: string | null;
  ownRegionCode: string | null;
  /** The case's. */
  pharmacy: string | null;
}

/**
 * Until when a roll that begins on this Danish date can be changed, as the citizen's municipality or its region has agreed with
 * the pharmacy, the case's own where none is given; undefined where nobody agreed.
 */
export async function agreedCutOff(
  pool: Pool,
  { caseId, municipalityId }: { caseId: string; municipalityId: string },
  startDate: string,
  pharmacyId: string | undefined,
): Promise<AgreedCutOff | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'agreed-cut-off',
    text: `select distinct on (a.id) a.id, a.municipality_id as "municipalityId", a.region_code as "regionCode", a.parties,
        a.change_cut_off as "changeCutOff", a.valid_from::text as "validFrom", a.valid_to::text as "validTo",
        (select region_code from organisation where id = $1) as "ownRegionCode",
        (select p.organisation_id from participation p where p.family_id = $2 and p.party = 'pharmacy' and p.until is null
         limit 1) as pharmacy
      from agreement a where a.change_cut_off is not null and (a.municipality_id = $1 or a.region_code is not null)
      order by a.id, a.seq desc`,
    values: [municipalityId, caseId],
  });
  const [first] = rows;
  if (!first) return undefined;
  const agreements = rows.map((row): Agreement => ({
    ...row,
    municipalityId: row.municipalityId ?? undefined,
    regionCode: row.regionCode ?? undefined,
    validTo: row.validTo ?? undefined,
    routes: [],
  }));
  const municipalities = [{ id: municipalityId, regionCode: first.ownRegionCode ?? undefined }];
  const pharmacy = pharmacyId ?? first.pharmacy ?? undefined;
  return agreedCutOffOn(startDate, { agreements, municipalities }, { municipality: municipalityId, pharmacy });
}
