import type { Pool } from 'pg';

export interface PriceListRow {
  validFrom: string;
  name: string;
  drugs: number;
  dMarked: number;
  packages: number;
  /** Whether those concerned have been told how it differs from the one before. */
  told: boolean;
}

/** The price lists kept, the newest first. */
export async function listPriceLists(pool: Pool, before: string | undefined, limit: number): Promise<PriceListRow[]> {
  const { rows } = await pool.query<PriceListRow>(
    `select valid_from::text as "validFrom", name, told,
       (select count(*)::int from drug d where d.valid_from = l.valid_from) as drugs,
       (select count(*)::int from drug d where d.valid_from = l.valid_from and d.dose_dispensable) as "dMarked",
       (select count(*)::int from package p where p.valid_from = l.valid_from) as packages
     from price_list l where $1::text is null or valid_from::text < $1 order by l.valid_from desc limit $2`,
    [before ?? null, limit],
  );
  return rows;
}
