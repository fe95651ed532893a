import type { Pool } from 'pg';
import type { BackOrderView } from './back-order-views.ts';

/** Back-orders as last told, the newest first; `standing` leaves out those that have ended or were registered by mistake. */
export async function listBackOrders(
  pool: Pool,
  filter: {
    standing: boolean;
    today: string;
    after: { since: string; packageNumber: string } | undefined;
    limit: number;
  },
): Promise<BackOrderView[]> {
  const { standing, today, after, limit } = filter;
  const { rows } = await pool.query<BackOrderView>(
    `select b.package_number as "packageNumber", p.drug_id as "drugId", d.name, b.since::text as since,
       b.expected_to::text as "expectedTo", b.ended_on::text as "endedOn", b.withdrawn, b.source
     from back_order b
     left join package p on p.package_number = b.package_number
       and p.valid_from = (select max(valid_from) from price_list where valid_from <= $2::date)
     left join drug d on d.valid_from = p.valid_from and d.drug_id = p.drug_id
     where (not $1 or (not b.withdrawn and (b.ended_on is null or b.ended_on > $2::date)))
       and ($3::date is null or (b.since, b.package_number) < ($3, $4))
     order by b.since desc, b.package_number desc limit $5`,
    [standing, today, after?.since, after?.packageNumber, limit],
  );
  return rows;
}
