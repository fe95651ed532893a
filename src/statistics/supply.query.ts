import type { Pool } from 'pg';
import type { Vault } from '../db/seal.ts';

export interface SupplyReach {
  drugId: string;
  name: string;
  since: string;
  expectedTo: string | null;
  /** How many running cases pack it. */
  cases: number;
}

/** Products on back-order, those that most citizens have packed first; withdrawn packages too (R56–R60). */
export async function supplyReach(pool: Pool, vault: Vault): Promise<SupplyReach[]> {
  const { rows: drugs } = await pool.query<Omit<SupplyReach, 'cases'>>(
    `select p.drug_id as "drugId", d.name, min(b.since)::text as since, max(b.expected_to)::text as "expectedTo"
     from back_order b join package p on p.package_number = b.package_number
       and p.valid_from = (select max(valid_from) from price_list where told)
     join drug d on d.valid_from = p.valid_from and d.drug_id = p.drug_id
     where b.ended_on is null group by p.drug_id, d.name`,
  );
  const hashes = drugs.map(({ drugId }) => vault.hash('drug', drugId));
  const { rows } = await pool.query<{ n: number; cases: number }>(
    `select h.n::int, (select count(*)::int from packed_product p where p.product = h.product) as cases
     from unnest($1::bytea[]) with ordinality as h(product, n)`,
    [hashes],
  );
  const cases = new Map(rows.map((row) => [row.n, row.cases]));
  return drugs
    .map((drug, n) => ({ ...drug, cases: cases.get(n + 1) ?? 0 }))
    .toSorted((a, b) => b.cases - a.cases || a.name.localeCompare(b.name, 'da'));
}

export interface HinderingDrug {
  drugId: string;
  /** Null where the price list does not have it. */
  name: string | null;
  candidates: number;
}

/** Products without a D mark that keep most candidates on boxes, the worst first (R27). */
export async function hinderingDrugs(pool: Pool): Promise<HinderingDrug[]> {
  const { rows } = await pool.query<HinderingDrug>(
    `select h.drug_id as "drugId", d.name, h.candidates from hindering_drug h
     left join drug d on d.drug_id = h.drug_id and d.valid_from = (select max(valid_from) from price_list where told)
     order by h.candidates desc, h.drug_id limit 100`,
  );
  return rows;
}
