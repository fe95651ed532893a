import type { Pool } from 'pg';
import { inTransaction } from '../db/transaction.ts';
import type { PriceList } from '../kernel/price-list.ts';

/** Told after each kind of rows how many of them are written: of the whole list, nothing is there before the end. */
export type PriceListProgress = (what: 'drugs' | 'packages' | 'substitutions' | 'ATC names', rows: number) => void;

/** Writes a whole price list, in place of one of the same day: it is there whole or not at all. */
export async function writePriceList(
  pool: Pool,
  list: PriceList,
  progress: PriceListProgress = () => {},
): Promise<void> {
  const { validFrom, name, drugs, packages, substitutions = [], atcNames = [] } = list;
  await inTransaction(pool, async (client) => {
    const write = (sql: string, ...columns: readonly unknown[][]): Promise<unknown> =>
      client.query(sql, [validFrom, ...columns]);
    await write('delete from price_list where valid_from = $1');
    await client.query('insert into price_list (valid_from, name) values ($1, $2)', [validFrom, name]);
    await write(
      `insert into drug (valid_from, drug_id, name, dose_dispensable, substitution_group, deregistered, deregistered_on, atc_code)
       select $1, * from unnest($2::text[], $3::text[], $4::boolean[], $5::text[], $6::boolean[], $7::date[], $8::text[])`,
      drugs.map(({ drugId }) => drugId),
      drugs.map((drug) => drug.name),
      drugs.map(({ isDoseDispensable }) => isDoseDispensable),
      drugs.map(({ substitutionGroup }) => substitutionGroup ?? null),
      drugs.map(({ isDeregistered }) => isDeregistered ?? false),
      drugs.map(({ deregisteredOn }) => deregisteredOn ?? null),
      drugs.map(({ atcCode }) => atcCode ?? null),
    );
    progress('drugs', drugs.length);
    const grouped = drugs.filter(({ doseGroup }) => doseGroup !== undefined);
    await write(
      `insert into dose_substitution (valid_from, drug_id, dose_group) select $1, * from unnest($2::text[], $3::text[])`,
      grouped.map(({ drugId }) => drugId),
      grouped.map(({ doseGroup }) => doseGroup ?? null),
    );
    await write(
      `insert into package (valid_from, package_number, drug_id, withdrawn, withdrawn_on, size)
       select $1, * from unnest($2::text[], $3::text[], $4::boolean[], $5::date[], $6::text[])`,
      packages.map(({ packageNumber }) => packageNumber),
      packages.map(({ drugId }) => drugId),
      packages.map(({ isWithdrawn }) => isWithdrawn ?? false),
      packages.map(({ withdrawnOn }) => withdrawnOn ?? null),
      packages.map(({ size }) => size ?? null),
    );
    progress('packages', packages.length);
    await write(
      `insert into box_substitution (valid_from, substitution_group, package_number, code, cheapest)
       select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[]) on conflict do nothing`,
      substitutions.map(({ group }) => group),
      substitutions.map(({ packageNumber }) => packageNumber),
      substitutions.map(({ code }) => code),
      substitutions.map(({ cheapest }) => cheapest ?? null),
    );
    progress('substitutions', substitutions.length);
    await write(
      `insert into atc_name (valid_from, code, name) select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing`,
      atcNames.map(({ code }) => code),
      atcNames.map((each) => each.name),
    );
    progress('ATC names', atcNames.length);
  });
}
