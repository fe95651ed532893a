import type { Pool } from 'pg';
import type { SupplyObserved } from '../engine/check-supply.ts';

export interface ReadSupply {
  drugId: string;
  name: string;
  supply: SupplyObserved;
}

/** The drug of each of these packages by the price list in force on the Danish date; one that the list does not hold is left out. */
export async function drugsOfPackages(
  pool: Pool,
  packageNumbers: readonly string[],
  today: string,
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ packageNumber: string; drugId: string }>(
    `select package_number as "packageNumber", drug_id as "drugId" from package
     where valid_from = (${inForce('$2')}) and package_number = any($1)`,
    [packageNumbers, today],
  );
  return new Map(rows.map(({ packageNumber, drugId }) => [packageNumber, drugId]));
}

/** What the price list in force on the Danish date calls these drugs; one that it does not hold is left out. */
export async function namesOfDrugs(
  pool: Pool,
  drugIds: readonly string[],
  today: string,
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ drugId: string; name: string }>(
    `select drug_id as "drugId", name from drug where valid_from = (${inForce('$2')}) and drug_id = any($1)`,
    [drugIds, today],
  );
  return new Map(rows.map(({ drugId, name }) => [drugId, name]));
}

/** Whether the price list in force on the Danish date lets these drugs be dose packed; one that it does not hold is left out. */
export async function dMarksOf(pool: Pool, drugIds: readonly string[], today: string): Promise<Map<string, boolean>> {
  const { rows } = await pool.query<{ drugId: string; hasMark: boolean }>(
    `select drug_id as "drugId", dose_dispensable as "hasMark" from drug
     where valid_from = (${inForce('$2')}) and drug_id = any($1)`,
    [drugIds, today],
  );
  return new Map(rows.map(({ drugId, hasMark }) => [drugId, hasMark]));
}

/**
 * How these drugs and their groups stand: from LMS24 where the drug is in it, else from LMS01, with every back-order known of
 * a package. The number is taken before anything is read: see the migration.
 */
export async function readSupply(pool: Pool, drugIds: readonly string[], today: string): Promise<ReadSupply[]> {
  const numbered = await pool.query<{ number: string }>(
    'update supply_reading set number = number + 1 returning number',
  );
  const reading = Number(numbered.rows[0]?.number ?? 0);
  const { rows } = await pool.query<Omit<ReadSupply, 'supply'> & { supply: Omit<SupplyObserved, 'reading'> }>(
    `with list as (select (${inForce('$2')}) as valid_from),
     asked as (
       select d.valid_from, d.drug_id, d.name, d.substitution_group, s.dose_group
       from drug d left join dose_substitution s on s.valid_from = d.valid_from and s.drug_id = d.drug_id
       where d.valid_from = (select valid_from from list) and d.drug_id = any($1)),
     member as (
       select a.drug_id as asked, d.drug_id, d.dose_dispensable,
         d.deregistered or coalesce(d.deregistered_on <= $2::date, false) as deregistered
       from asked a join drug d on d.valid_from = a.valid_from and (
         d.drug_id = a.drug_id
         or a.dose_group is not null and d.drug_id in (
           select s.drug_id from dose_substitution s where s.valid_from = a.valid_from and s.dose_group = a.dose_group)
         or a.dose_group is null and d.substitution_group = a.substitution_group))
     select a.drug_id as "drugId", a.name, json_build_object(
       'drugs', (select json_agg(json_build_object('drugId', m.drug_id, 'isDoseDispensable', m.dose_dispensable,
           'isDeregistered', m.deregistered) order by m.drug_id) from member m where m.asked = a.drug_id),
       'packages', (select coalesce(json_agg(json_build_object('packageNumber', p.package_number, 'drugId', p.drug_id,
           'withdrawn', p.withdrawn or coalesce(p.withdrawn_on <= $2::date, false)) order by p.package_number), '[]')
         from member m join package p on p.valid_from = a.valid_from and p.drug_id = m.drug_id where m.asked = a.drug_id),
       'registrations', (select coalesce(json_agg(json_strip_nulls(json_build_object('packageNumber', b.package_number,
           'since', b.since, 'expectedTo', b.expected_to, 'endedOn', b.ended_on, 'withdrawn', b.withdrawn,
           'source', b.source, 'seenAt', to_char(b.seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
           order by b.package_number), '[]')
         from member m join package p on p.valid_from = a.valid_from and p.drug_id = m.drug_id
         join back_order b on b.package_number = p.package_number where m.asked = a.drug_id),
       'groupFrom', case when a.dose_group is not null then 'doseSubstitution'
         when a.substitution_group is not null then 'substitution' end) as supply
     from asked a order by a.drug_id`,
    [drugIds, today],
  );
  return rows.map(({ drugId, name, supply: { groupFrom, ...supply } }) => ({
    drugId,
    name,
    supply: { ...supply, ...(groupFrom && { groupFrom }), reading },
  }));
}

/** Drugs whose packages, or whose group's, were ever on back-order: those that have a case, and those that may need one. */
export async function drugsWithBackOrders(pool: Pool, today: string): Promise<string[]> {
  const { rows } = await pool.query<{ drugId: string }>(
    `select distinct p.drug_id as "drugId" from back_order b
     join package p on p.package_number = b.package_number and p.valid_from = (${inForce('$1')}) order by 1`,
    [today],
  );
  return rows.map(({ drugId }) => drugId);
}

function inForce(today: string): string {
  return `select max(valid_from) from price_list where valid_from <= ${today}::date`;
}
