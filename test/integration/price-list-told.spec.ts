/** Price lists from their upload to the cases concerned, through the product's own server with the simulated clock. */
import { setClock } from '../../src/db/clock.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { buildPriceList } from '../support/price-list/build-price-list.ts';
import type { BuiltList } from '../support/price-list/build-price-list.ts';
import { zipOf } from '../support/price-list/zip-of.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-11-20T10:00:00Z');
});
afterAll(() => server.close());

const upload = async (list: BuiltList, path = '/api/price-lists', as = 'administrator') =>
  server.call(as, 'POST', path, await zipOf(buildPriceList(list)), { 'content-type': 'application/zip' });

const [marked, listed, sold, other] = ['90000000001', '90000000002', '90000000003', '90000000004'];
const drug = (drugId: string) => ({ drugId, doseDispensable: true });
const drugs = [drug(marked), drug(listed), drug(sold), drug(other)];
const packages = [marked, listed, sold, sold, other].map((drugId, n) => ({ packageNumber: `90000${n}`, drugId }));
const whole = { drugs, packages };

const packs = (cpr: string, drugId: string): Promise<string> =>
  openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
  });
/** How many of the case's tasks ask about a drug that can no longer be packed. */
const alarms = async (caseId: string): Promise<number> => {
  const shown = (await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as {
    tasks: { title: { da: string } }[];
  };
  return shown.tasks.filter(({ title }) => title.da.includes('kan ikke længere dosispakkes')).length;
};
const untold = () =>
  server.rows<{ n: number }>(`select count(*)::int as n from price_list where valid_from < '2026-11-20' and not told`);
const told = () =>
  server.rows<{ n: number }>(
    `select count(*)::int as n from journal where type = 'productChanged' and outcome = 'accepted'`,
  );

it('reaches the cases that pack what lost its D mark, was deregistered or is sold no more, and no others', async () => {
  expect((await upload({ validFrom: '2026-11-16', ...whole })).status).toBe(200);
  await eventually(untold, ([row]) => row?.n === 0);
  // It comes into force at Danish midnight.
  const changed = await upload({
    validFrom: '2026-11-23',
    drugs: [
      { ...drug(marked), doseDispensable: false },
      { ...drug(listed), deregisteredOn: '2026-11-20' },
      drug(sold),
      drug(other),
    ],
    packages: packages.map((each) => (each.drugId === sold ? { ...each, withdrawnOn: '2026-11-19' } : each)),
  });
  expect(await changed.json()).toMatchObject({
    list: { validFrom: '2026-11-23', drugs: 4, dMarked: 3, packages: 5 },
    differences: { before: '2026-11-16', dMarksLost: 1, deregistered: 1, withdrawn: 2 },
  });
  await setClock(server.database.pool, '2026-11-22T22:00:00Z');
  const cases = await Promise.all([marked, listed, sold, other].map((drugId, n) => packs(`250947600${n}`, drugId)));
  const asked = () => Promise.all(cases.map(alarms));
  expect(await asked()).toEqual([0, 0, 0, 0]);
  await setClock(server.database.pool, '2026-11-22T23:00:00Z');
  await eventually(told, ([row]) => row?.n === 3);
  expect(await asked()).toEqual([1, 1, 1, 0]);

  // A corrected copy of the same list: what stands as before is not told again.
  const corrected = {
    drugs: [{ ...drug(marked), doseDispensable: false }, drug(listed), drug(sold), drug(other)],
    packages,
  };
  expect((await upload({ validFrom: '2026-11-23', ...corrected })).status).toBe(200);
  await eventually(told, ([row]) => row?.n === 5);
  expect(await asked()).toEqual([1, 0, 0, 0]);

  // Whoever begins to pack it afterwards is told as well.
  const late = await packs('2509476009', marked);
  await eventually(told, ([row]) => row?.n === 6);
  expect(await alarms(late)).toBe(1);
});

it('tells a date that the list names on that date, and not with the next list', async () => {
  const [before] = await told();
  const later = {
    drugs: [
      { ...drug(marked), doseDispensable: false },
      { ...drug(listed), deregisteredOn: '2026-11-25' },
      drug(sold),
      drug(other),
    ],
    packages: packages.map((each) => (each.drugId === sold ? { ...each, withdrawnOn: '2026-11-26' } : each)),
  };
  expect((await upload({ validFrom: '2026-11-23', ...later })).status).toBe(200);
  const isTold = () => server.rows<{ told: boolean }>(`select told from price_list where valid_from = '2026-11-23'`);
  await eventually(isTold, ([row]) => row?.told === true);
  expect(await told()).toEqual([before]);
  await setClock(server.database.pool, '2026-11-24T23:00:00Z');
  await eventually(told, ([row]) => row?.n === (before?.n ?? 0) + 1);
  await setClock(server.database.pool, '2026-11-25T23:00:00Z');
  await eventually(told, ([row]) => row?.n === (before?.n ?? 0) + 2);
  const changes = await server.rows<{ change: string }>(
    'select change from product_told where drug_id = any($1) order by drug_id',
    [[marked, listed, sold, other]],
  );
  expect(changes.map(({ change }) => change)).toEqual(['dMarkLost', 'deregistered', 'withdrawn', 'restored']);
});

it('names file, line and position of what is wrong, and takes nothing into use', async () => {
  const files = buildPriceList({ validFrom: '2026-12-07', ...whole });
  const damaged = Buffer.from(files.get('lms01.txt') ?? '');
  damaged.write('X', 163, 'latin1');
  const zip = await zipOf(files.set('lms01.txt', damaged));
  const response = await server.call('administrator', 'POST', '/api/price-lists', zip, {
    'content-type': 'application/zip',
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({
      faults: [{ field: 'lms01.txt, line 1, position 164', message: 'Expected D or a blank, but got another letter' }],
    }),
  ]);
  expect(await server.rows(`select from price_list where valid_from = '2026-12-07'`)).toEqual([]);
});

it('checks a list without taking it into use', async () => {
  const response = await upload({ validFrom: '2026-12-21', ...whole }, '/api/price-lists?dryRun=true');
  expect(await response.json()).toEqual({
    list: { validFrom: '2026-12-21', name: 'Taksten 2026 uge 48', drugs: 4, dMarked: 4, packages: 5 },
  });
  expect(await server.rows(`select from price_list where valid_from = '2026-12-21'`)).toEqual([]);
});

it('lists what there is, page by page, to administrators alone', async () => {
  const page = async (after = '') =>
    (await (await server.call('administrator', 'GET', `/api/price-lists?limit=2${after}`)).json()) as {
      items: object[];
      next: string | null;
    };
  const first = await page();
  expect(first.items).toMatchObject([
    { validFrom: '2026-11-23', told: true },
    { validFrom: '2026-11-16', told: true },
  ]);
  expect(await page(`&after=${first.next}`)).toMatchObject({ items: [{ validFrom: '2000-01-01' }], next: null });
  expect((await upload({ validFrom: '2026-12-07', ...whole }, undefined, 'nurse')).status).toBe(403);
  expect((await server.call('administrator', 'POST', '/api/price-lists', {})).status).toBe(415);
});

it('tells the case of a drug on back-order, and whoever packs it, that another list has another group for it', async () => {
  await setClock(server.database.pool, '2026-11-25T23:00:00Z');
  const [lacking, standIn] = ['90000000011', '90000000012'];
  const alone = { drugs: [...drugs, drug(lacking), drug(standIn)], packages: [...packages] };
  alone.packages.push({ packageNumber: '900011', drugId: lacking }, { packageNumber: '900012', drugId: standIn });
  const grouped = {
    ...alone,
    doseSubstitutions: [
      { drugId: lacking, packageNumber: '900011', group: '0001' },
      { drugId: standIn, packageNumber: '900012', group: '0001' },
    ],
  };
  expect((await upload({ validFrom: '2026-11-24', ...grouped })).status).toBe(200);
  const cpr = '2509476021';
  const caseId = await openActiveCase(server, cpr, {
    pharmacy: directoryId('organisation', 'apoteket-eksempel'),
    prescriptions: [{ prescriptionId: '1', drugId: lacking, validTo: '2028-01-01T00:00:00Z' }],
  });
  const tell = async (type: string, data: object): Promise<void> => {
    const event = {
      ...{ specversion: '1.0', id: type, source: 'urn:test:groups', time: '2026-11-25T23:00:00Z' },
      ...{ type: `dk.dosisflow.${type}.v1`, data },
    };
    expect((await server.call('adapter', 'POST', '/api/integration/events', [event])).status).toBe(200);
  };
  await tell('fmk.dispensingPeriodObserved', {
    ...{ cpr, periodId: 'p', cardId: 'k', status: 'Planlagt', drugIds: [lacking] },
    ...{ startDate: '2026-12-14', endDate: '2026-12-27', deadline: '2026-12-11T11:00:00Z' },
  });
  await tell('product.backOrderObserved', { packageNumber: '900011', since: '2026-11-26', source: 'Grossisten' });
  const search = () =>
    server.rows<{ search: string }>(
      `select state->>'search' as search from "case" where family_id = $1 and workflow = 'substitution'`,
      [caseId],
    );
  await eventually(search, ([row]) => row?.search === 'open.inGroup');
  expect((await upload({ validFrom: '2026-12-01', ...alone })).status).toBe(200);
  await setClock(server.database.pool, '2026-11-30T22:30:00Z');
  expect(await search()).toMatchObject([{ search: 'open.inGroup' }]);
  await setClock(server.database.pool, '2026-11-30T23:00:00Z');
  await eventually(search, ([row]) => row?.search !== 'open.inGroup');
});

it('tells whoever packs a drug of its new group once, and asks where the roll holds it for one that it may not replace', async () => {
  await setClock(server.database.pool, '2026-12-02T10:00:00Z');
  const [ordered, standIn] = ['90000000021', '90000000022'];
  const alone = { drugs: [...drugs, drug(ordered), drug(standIn)], packages: [...packages] };
  alone.packages.push({ packageNumber: '900021', drugId: ordered }, { packageNumber: '900022', drugId: standIn });
  const grouped = {
    ...alone,
    doseSubstitutions: [
      { drugId: ordered, packageNumber: '900021', group: '0002' },
      { drugId: standIn, packageNumber: '900022', group: '0002' },
    ],
  };
  expect((await upload({ validFrom: '2026-12-02', ...grouped })).status).toBe(200);
  const cpr = '2509476022';
  const prescriptions = [{ prescriptionId: '1', drugId: ordered, validTo: '2028-01-01T00:00:00Z' }];
  const caseId = await openActiveCase(server, cpr, { prescriptions });
  const event = {
    ...{ specversion: '1.0', id: 'p', source: 'urn:test:left-group', time: '2026-12-02T10:00:00Z' },
    type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
    data: {
      ...{ cpr, periodId: 'q', cardId: 'q', status: 'Planlagt', drugIds: [standIn], orderedDrugIds: [ordered] },
      ...{ startDate: '2026-12-14', endDate: '2026-12-27', deadline: '2026-12-11T11:00:00Z' },
    },
  };
  expect((await server.call('adapter', 'POST', '/api/integration/events', [event])).status).toBe(200);
  const toldOfGroups = () =>
    server.rows<{ n: number }>(
      `select count(*)::int as n from journal where type = 'substitutionGroupChanged' and outcome = 'accepted' and case_id = $1`,
      [caseId],
    );
  const task = () =>
    server.rows(`select key from task where case_id = $1 and closed_at is null and key like '%substituteLeftGroup%'`, [
      caseId,
    ]);
  const isTold = () => server.rows(`select from price_list where valid_from = '2026-12-02' and told`);
  await eventually(isTold, (rows) => rows.length === 1);
  expect([await toldOfGroups(), await task()]).toEqual([[{ n: 0 }], []]);
  // The one that is packed leaves, for a group of the same number in the ordinary list; the one that is ordered keeps its group.
  const parted = {
    ...grouped,
    drugs: [...drugs, drug(ordered), { ...drug(standIn), group: '0002' }],
    doseSubstitutions: grouped.doseSubstitutions.slice(0, 1),
  };
  expect((await upload({ validFrom: '2026-12-02', ...parted })).status).toBe(200);
  await eventually(task, (open) => open.length === 1);
  // The title is the same for every citizen; to those who treat, the task names the two.
  const { tasks } = (await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as {
    tasks: { aboutDrugs?: { drugId: string }[] }[];
  };
  expect(tasks.flatMap(({ aboutDrugs = [] }) => aboutDrugs.map(({ drugId }) => drugId))).toEqual([standIn, ordered]);
  expect((await upload({ validFrom: '2026-12-02', ...grouped })).status).toBe(200);
  await eventually(task, (open) => open.length === 0);
  expect(await toldOfGroups()).toEqual([{ n: 2 }]);
});

it('tells line by line how far it has come, and at last what was taken', async () => {
  const send = async (list: BuiltList): Promise<object[]> => {
    const zip = await zipOf(buildPriceList(list));
    const headers = { 'content-type': 'application/zip', accept: 'application/x-ndjson' };
    const response = await server.call('administrator', 'POST', '/api/price-lists', zip, headers);
    const text = await response.text();
    if (response.status !== 200) return [{ status: response.status, ...(JSON.parse(text) as object) }];
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
  };
  const lines = await send({ validFrom: '2027-01-04', ...whole });
  expect(lines.slice(0, -1)).toEqual([
    { written: 'drugs', rows: 4 },
    { written: 'packages', rows: 5 },
    { written: 'substitutions', rows: 0 },
    { written: 'ATC names', rows: 1 },
  ]);
  expect(lines.at(-1)).toMatchObject({ taken: { list: { validFrom: '2027-01-04', drugs: 4 } } });
  // Found wrong before anything is written, it is refused as always.
  const twice = { drugs: [drug(marked), drug(marked)], packages };
  expect(await send({ validFrom: '2027-01-18', ...twice })).toMatchObject([{ status: 400 }]);
  expect(await server.rows(`select from price_list where valid_from = '2027-01-18'`)).toEqual([]);
});
