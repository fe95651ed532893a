import type { Pool, PoolClient } from 'pg';
import { danishDate } from '../../workflows/calendar.ts';
import type { Instant } from '../../workflows/definition.ts';
import type { Agreement, Recorded, Routings } from '../../workflows/routing.ts';
import { routingsOn } from '../../workflows/routing.ts';

/**
 * The collaboration agreements as a decision sees them. Their table only grows, so its last number says whether what was read
 * before is still all there is: that one row is asked for at each commit, and costs an index look-up.
 */
export class AgreementsInForce {
  #known: { last: string; recorded: Recorded; date: string; routings: Routings } | undefined;

  async at(client: PoolClient, at: Instant): Promise<Routings> {
    const last = await lastRecorded(client);
    const date = danishDate(at);
    const known = this.#known;
    if (known?.last === last && known.date === date) return known.routings;
    const recorded = known?.last === last ? known.recorded : await readRecorded(client, at);
    const routings = routingsOn(date, recorded.agreements, recorded.municipalities);
    this.#known = { last, recorded, date, routings };
    return routings;
  }
}

async function lastRecorded(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ last: string }>({
    name: 'last-agreement',
    text: 'select coalesce(max(seq), 0)::text as last from agreement',
  });
  return rows[0]?.last ?? '0';
}

/** All that was recorded by then: with the journal's own instants, who was to do what at any time can be told again. */
export async function readRecorded(client: Pool | PoolClient, by: Instant): Promise<Recorded> {
  const agreements = await client.query<{
    id: string;
    municipalityId: string | null;
    regionCode: string | null;
    parties: string[];
    routes: Agreement['routes'];
    changeCutOff: Agreement['changeCutOff'] | null;
    validFrom: string;
    validTo: string | null;
  }>(
    `select id, municipality_id as "municipalityId", region_code as "regionCode", parties, routes,
       change_cut_off as "changeCutOff", valid_from::text as "validFrom", valid_to::text as "validTo"
     from agreement where recorded_at <= $1 order by seq`,
    [by],
  );
  const municipalities = await client.query<{ id: string; regionCode: string | null }>(
    `select id, region_code as "regionCode" from organisation where kind = 'municipality' order by id`,
  );
  return {
    agreements: agreements.rows.map((row) => ({
      ...row,
      municipalityId: row.municipalityId ?? undefined,
      regionCode: row.regionCode ?? undefined,
      validTo: row.validTo ?? undefined,
      changeCutOff: row.changeCutOff ?? undefined,
    })),
    municipalities: municipalities.rows.map(({ id, regionCode }) => ({ id, regionCode: regionCode ?? undefined })),
  };
}
