import type { Pool, PoolClient } from 'pg';
import { eastDenmark, mergedRegions } from '../../workflows/reference/regions.ts';
import type { AgreementView } from './views.ts';

export interface AgreementFilter {
  id?: string;
  /** Only this municipality's, and its region's default; undefined for all. */
  municipalityId: string | undefined;
  after: string | undefined;
  limit: number;
}

/** Agreements as last recorded, by id. */
export async function listAgreements(
  client: Pool | PoolClient,
  { id, municipalityId, after, limit }: AgreementFilter,
): Promise<AgreementView[]> {
  const { rows } = await client.query<AgreementView & { changeCutOff: AgreementView['changeCutOff'] | null }>(
    `select id, municipality_id as municipality, region_code as region, parties, routes,
       change_cut_off as "changeCutOff", valid_from::text as "validFrom",
       valid_to::text as "validTo"
     from (select distinct on (id) * from agreement order by id, seq desc) latest
     where ($1::uuid is null or id = $1)
       and ($2::uuid is null or municipality_id = $2
         or region_code = (select region_code from organisation where id = $2)
         or region_code = $5 and (select region_code from organisation where id = $2) = any($6))
       and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [id, municipalityId, after, limit, eastDenmark, mergedRegions],
  );
  return rows.map(({ changeCutOff, ...row }) => ({ ...row, ...(changeCutOff && { changeCutOff }) }));
}
