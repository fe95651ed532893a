import type { Pool } from 'pg';
import { codesOfRegion } from '../../workflows/reference/regions.ts';
import type { ContactView } from './reference-views.ts';
import { geographyOn } from './reference/geography.ts';

/** Where contacts are asked for: of a region, and within it of one health council. */
export interface Area {
  regionCode: string;
  /** Null before there are any, and where none is known. */
  healthCouncil: string | null;
}

/** Whom to turn to on this day: health clusters and pharmacy associations, of one area where it is named. */
export async function contactsOn(pool: Pool, day: string, area?: Area): Promise<ContactView[]> {
  const { rows } = await pool.query<ContactView>(
    `select id, kind, name, region_code as "regionCode", health_council as "healthCouncil", contact, artificial, source,
       valid_from::text as "validFrom", valid_to::text as "validTo"
     from contact where valid_from <= $1 and (valid_to is null or $1 <= valid_to) and ($2::text[] is null or region_code = any($2))
       and ($3::text is null or health_council is null or health_council = $3)
     order by kind, region_code, name, id`,
    [day, area ? codesOfRegion(area.regionCode, day) : null, area?.healthCouncil ?? null],
  );
  return rows;
}

/** Where a municipality lies on this day; one that geography does not know lies where the directory says. */
export async function areaOf(pool: Pool, municipalityId: string, day: string): Promise<Area | undefined> {
  const { rows } = await pool.query<{ code: string | null; regionCode: string | null }>(
    `select municipality_code as code, region_code as "regionCode" from organisation where id = $1 and kind = 'municipality'`,
    [municipalityId],
  );
  const [known] = rows;
  const placed = geographyOn(day).municipalities.find(({ code }) => code === known?.code);
  if (placed) return placed;
  return known?.regionCode ? { regionCode: known.regionCode, healthCouncil: null } : undefined;
}
