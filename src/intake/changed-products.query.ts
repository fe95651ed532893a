import type { PoolClient } from 'pg';

export interface ChangedProduct {
  drugId: string;
  /** How it stands now, as the message `productChanged` says it. */
  change: 'dMarkLost' | 'deregistered' | 'withdrawn' | 'restored';
  /** Of which nothing was told before: new on the list, or the first list there is. */
  isNew: boolean;
}

/**
 * Drugs that stand otherwise by the price list in force on this Danish date than those who pack them were last told. Not
 * compared with the list before: a list may be left out, come late, or be read again in a corrected copy.
 */
export async function changedProducts(client: PoolClient, today: string): Promise<ChangedProduct[]> {
  const { rows } = await client.query<ChangedProduct>(
    `with list as (select max(valid_from) as day from price_list where valid_from <= $1::date),
     sold as (select drug_id, bool_and(withdrawn or coalesce(withdrawn_on <= $1::date, false)) as none from package where valid_from = (select day from list) group by drug_id),
     now as (
       select d.drug_id, case when d.deregistered or d.deregistered_on <= $1::date then 'deregistered' when not d.dose_dispensable then 'dMarkLost'
         when sold.none then 'withdrawn' else 'restored' end as change
       from drug d left join sold using (drug_id) where d.valid_from = (select day from list))
     select drug_id as "drugId", coalesce(now.change, 'deregistered') as change, t.drug_id is null as "isNew"
     from now full join product_told t using (drug_id)
     where t.change is distinct from coalesce(now.change, 'deregistered') order by drug_id`,
    [today],
  );
  return rows;
}
