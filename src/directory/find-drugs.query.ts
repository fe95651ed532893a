import type { Pool } from 'pg';
import type { ListedDrugView } from './drugs.controller.ts';

const most = 20;

/** Drugs of the price list in force on the day whose name or number begins so, or whose name has a word that does, by name. */
export async function findDrugs(pool: Pool, day: string, text: string): Promise<ListedDrugView[]> {
  const { rows } = await pool.query<ListedDrugView>(
    `select drug_id as "drugId", name, dose_dispensable as "isDoseDispensable"
     from drug
     where valid_from = (select max(valid_from) from price_list where valid_from <= $1) and not deregistered
       and (starts_with(drug_id, $2) or starts_with(lower(name), lower($2)) or position(' ' || lower($2) in lower(name)) > 0)
     order by name, drug_id limit $3`,
    [day, text, most],
  );
  return rows;
}
