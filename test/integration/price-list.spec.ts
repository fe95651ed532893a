import { priceListDifferences } from '../../src/directory/price-list-differences.query.ts';
import { writePriceList } from '../../src/directory/write-price-list.ts';
import { readPriceList } from '../../src/integration/price-list/read-price-list.ts';
import { translatePriceList } from '../../src/integration/price-list/translate.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { buildPriceList } from '../support/price-list/build-price-list.ts';
import type { BuiltList } from '../support/price-list/build-price-list.ts';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

async function importList(list: BuiltList): Promise<void> {
  const read = readPriceList(buildPriceList(list));
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  await writePriceList(database.pool, translatePriceList(read.priceList));
}

const a = { drugId: '90000000001', group: '9001', doseDispensable: true };
const b = { drugId: '90000000002', group: '9001' };
const packages = [
  { packageNumber: '900001', drugId: a.drugId },
  { packageNumber: '900002', drugId: b.drugId },
];

it('keeps each list whole, and tells how it differs from the one before', async () => {
  await importList({ validFrom: '2026-11-09', drugs: [a, b], packages });
  expect(await priceListDifferences(database.pool, '2026-11-09')).toMatchObject({ before: null });
  await importList({
    validFrom: '2026-11-23',
    drugs: [
      { ...a, doseDispensable: false, deregisteredOn: '2026-11-23' },
      { ...b, group: '9002', doseDispensable: true },
      { drugId: '90000000003', deregisteredOn: '2026-12-01' },
    ],
    packages: [{ ...packages[0]!, withdrawnOn: '2026-11-20' }, packages[1]!],
    doseSubstitutions: [{ drugId: b.drugId, packageNumber: '900002', group: '9101' }],
  });
  expect(await priceListDifferences(database.pool, '2026-11-23')).toEqual({
    before: '2026-11-09',
    newDrugs: 1,
    goneDrugs: 0,
    dMarksLost: 1,
    dMarksGained: 1,
    groupsChanged: 1,
    deregistered: 1,
    withdrawn: 1,
    cheapestChanged: 0,
  });
  const { rows } = await database.pool.query<object>(
    `select drug_id as id, name, dose_dispensable as d, substitution_group as "group", deregistered, dose_group as dose
     from drug left join dose_substitution using (valid_from, drug_id) where valid_from = '2026-11-23' order by drug_id`,
  );
  const name = 'Prøvemedicin tabletter 5 mg';
  expect(rows).toEqual([
    { id: a.drugId, name, d: false, group: '9001', deregistered: true, dose: null },
    { id: b.drugId, name, d: true, group: '9002', deregistered: false, dose: '9101' },
    { id: '90000000003', name, d: false, group: null, deregistered: false, dose: null },
  ]);
});

it('keeps which boxes stand in for each other, and tells in how many groups another is the cheapest', async () => {
  const group = (cheapest: string) => packages.map(({ packageNumber }) => ({ group: '8001', packageNumber, cheapest }));
  await importList({ validFrom: '2027-01-04', drugs: [a, b], packages, substitutions: group('900001') });
  await importList({ validFrom: '2027-01-18', drugs: [a, b], packages, substitutions: group('900002') });
  expect(await priceListDifferences(database.pool, '2027-01-18')).toMatchObject({ cheapestChanged: 1 });
  const { rows } = await database.pool.query<object>(
    `select substitution_group as "group", package_number as package, code, cheapest from box_substitution
     where valid_from = '2027-01-18' order by package_number`,
  );
  expect(rows).toEqual([
    { group: '8001', package: '900001', code: 'A', cheapest: '900002' },
    { group: '8001', package: '900002', code: 'A', cheapest: '900002' },
  ]);
  const names = await database.pool.query<object>(
    `select d.drug_id as id, n.name from drug d join atc_name n on n.valid_from = d.valid_from and n.code = d.atc_code
     where d.valid_from = '2027-01-18' order by 1`,
  );
  expect(names.rows).toEqual([a, b].map(({ drugId }) => ({ id: drugId, name: 'Prøvestof' })));
});
