import type { Pool } from 'pg';

/** How a price list differs from the one in force before it, in drugs and packages. */
export interface PriceListDifferences {
  /** Null for the first list. */
  before: string | null;
  newDrugs: number;
  goneDrugs: number;
  dMarksLost: number;
  dMarksGained: number;
  groupsChanged: number;
  deregistered: number;
  withdrawn: number;
  /** Groups of boxes (LMS04) whose cheapest package is another. */
  cheapestChanged: number;
}

export async function priceListDifferences(pool: Pool, validFrom: string): Promise<PriceListDifferences> {
  const { rows } = await pool.query<PriceListDifferences>(
    `with before as (select max(valid_from) as day from price_list where valid_from < $1),
       was as (select d.*, s.dose_group from drug d left join dose_substitution s using (valid_from, drug_id)
         where valid_from = (select day from before)),
       now as (select d.*, s.dose_group from drug d left join dose_substitution s using (valid_from, drug_id)
         where valid_from = $1),
       both_lists as (select was.drug_id as was_id, now.drug_id as now_id, was.dose_dispensable as was_d, now.dose_dispensable as now_d,
         (was.substitution_group, was.dose_group) is distinct from (now.substitution_group, now.dose_group) as regrouped,
         now.deregistered and not was.deregistered as deregistered
         from was full join now using (drug_id))
     select (select day::text from before) as before,
       count(*) filter (where was_id is null)::int as "newDrugs",
       count(*) filter (where now_id is null)::int as "goneDrugs",
       count(*) filter (where was_d and not now_d)::int as "dMarksLost",
       count(*) filter (where now_d and not was_d)::int as "dMarksGained",
       count(*) filter (where was_id is not null and now_id is not null and regrouped)::int as "groupsChanged",
       count(*) filter (where deregistered)::int as deregistered,
       (select count(*)::int from package p where p.valid_from = $1 and p.withdrawn and not exists (
         select from package b where b.valid_from = (select day from before) and b.package_number = p.package_number and b.withdrawn
       )) as withdrawn,
       (select count(*)::int from
         (select substitution_group, min(cheapest) as cheapest from box_substitution where valid_from = $1 group by 1) n
         join (select substitution_group, min(cheapest) as cheapest from box_substitution
           where valid_from = (select day from before) group by 1) b using (substitution_group)
         where n.cheapest is distinct from b.cheapest) as "cheapestChanged"
     from both_lists`,
    [validFrom],
  );
  const [found] = rows;
  if (!found) throw new Error('Expected one row of counts');
  return found;
}
