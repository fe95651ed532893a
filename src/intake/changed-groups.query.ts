import type { PoolClient } from 'pg';

export interface ChangedGroup {
  drugId: string;
  /** As kept of what was told; empty where the drug is in none. */
  number: string;
  /** The drugs of it by the list in force. */
  group: string[];
  /** Of which nothing was told before: new on the list, or the first list there is. */
  isNew: boolean;
}

/**
 * Drugs that the price list in force on this Danish date has in another substitution group than those who pack them were last
 * told: from LMS24 where the drug is in it, else from LMS01, which number their groups each for itself. A drug goes with what
 * `readSupply` says it goes with. A drug that others join or leave has not changed itself.
 */
export async function changedGroups(client: PoolClient, today: string): Promise<ChangedGroup[]> {
  const { rows } = await client.query<ChangedGroup>(
    `with now as (
       select d.drug_id, s.dose_group, d.substitution_group,
         coalesce('LMS24 ' || s.dose_group, 'LMS01 ' || d.substitution_group, '') as number
       from drug d left join dose_substitution s on s.valid_from = d.valid_from and s.drug_id = d.drug_id
       where d.valid_from = (select max(valid_from) from price_list where valid_from <= $1::date)),
     members as (
       select 'LMS24 ' || dose_group as number, array_agg(drug_id order by drug_id) as "group" from now
       where dose_group is not null group by dose_group
       union all
       select 'LMS01 ' || substitution_group, array_agg(drug_id order by drug_id) from now
       where substitution_group is not null group by substitution_group)
     select drug_id as "drugId", number, coalesce("group", '{}') as "group", t.substitution_group is null as "isNew"
     from now left join members using (number) left join product_told t using (drug_id)
     where t.substitution_group is distinct from number order by drug_id`,
    [today],
  );
  return rows;
}
