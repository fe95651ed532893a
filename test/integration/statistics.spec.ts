/** Udbredelse og måltal on the product's own server: counts, what is hidden of them, imports, parameters, the programme. */
import { setClock } from '../../src/db/clock.ts';
import { countHinderingDrugs } from '../../src/candidates/count-hindering-drugs.ts';
import { countUptake } from '../../src/statistics/count-uptake.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-09-15T10:00:00Z');
  // The artificial municipality of the nurse stands on no map: here it is Odense.
  await server.database.pool.query(
    `update organisation set municipality_code = '0461' where id = (select organisation_id from person where subject = 'dev|nurse')`,
  );
});
afterAll(() => server.close());

type Body = Record<string, unknown> & { items: Record<string, unknown>[] };
const ask = async (as: string, method: string, path: string, body?: object) => {
  const response = await server.call(as, method, path, body);
  return { status: response.status, body: (await response.json()) as Body };
};
const get = (as: string, path: string) => ask(as, 'GET', `/api/statistics/${path}`);

let serial = 1000;
/** Born in September of the year; numbers that fail mod-11, as MedCom's test citizens do. */
const bornIn = (year: number): string => `2509${String(year).slice(2)}${String((serial += 1))}`;
const command = (caseId: string, type: string, data: object) =>
  ask('nurse', 'POST', `/api/cases/${caseId}/commands`, { type, data });

const ownMunicipality = async (): Promise<Record<string, unknown>> => {
  const { body } = await get('nurse', 'uptake');
  return (body['municipalities'] as Record<string, unknown>[]).find((each) => each['code'] === '0461') ?? {};
};

describe('users of a month', () => {
  let oldest: string;

  it('are counted by municipality and age, and few are hidden', async () => {
    oldest = await openActiveCase(server, bornIn(1940));
    for (const year of [1941, 1942, 1943]) await openActiveCase(server, bornIn(year));
    expect(await countUptake(server.store)).toBe(1);
    expect(await ownMunicipality()).toMatchObject({ usersAll: null, users75: null, share75: null });
    await openActiveCase(server, bornIn(1944), { careSetting: 'socialHousing' });
    for (const year of [1956, 1957, 1958, 1959, 1960]) await openActiveCase(server, bornIn(year));
    await openActiveCase(server, bornIn(1980), { entry: 'identified' });
    await countUptake(server.store);
    expect(await ownMunicipality()).toMatchObject({
      month: '2026-09',
      usersAll: 10,
      users65: 10,
      users75: 5,
      usersSocial: null,
    });
    const { body } = await get('gp', 'uptake');
    expect(body['own']).toEqual([{ month: '2026-09', usersAll: 10, users65: 10, users75: 5, usersSocial: null }]);
    expect(body['municipalities']).toHaveLength(98);
  });

  it('count who ended no more from the month after, and an older month stays as it was counted', async () => {
    expect((await command(oldest, 'planEnding', { reason: 'citizenDeclines', lastDay: '2026-09-16' })).status).toBe(
      200,
    );
    for (const duty of ['OrdinaryPrescriptions', 'PharmacyTold', 'FeeStopped'])
      await command(oldest, `confirm${duty}`, {});
    await setClock(server.database.pool, '2026-10-02T10:00:00Z');
    expect((await command(oldest, 'confirmEnded', {})).status).toBe(200);
    await setClock(server.database.pool, '2026-11-05T10:00:00Z');
    await countUptake(server.store);
    const { body } = await get('coordinator', 'uptake');
    expect((body['own'] as { usersAll: number }[]).map(({ usersAll }) => usersAll)).toEqual([10, 9, 9]);
    await server.database.pool.query(`update uptake_month set users_all = 1000 where month = '2026-09-01'`);
    await setClock(server.database.pool, '2026-12-05T10:00:00Z');
    await countUptake(server.store);
    expect(await server.rows(`select users_all as n from uptake_month where month = '2026-09-01'`)).toEqual([
      { n: 1000 },
    ]);
  });
});

it('tells beginnings, endings and declines by month, and hides the few', async () => {
  const { body } = await get('national-coordinator', 'flow?from=2026-09&to=2026-12');
  expect(body.items).toEqual([
    { month: '2026-09', kind: 'takenOver', count: 10 },
    { month: '2026-10', kind: 'ended.citizenDeclines', count: null },
  ]);
  expect((await get('nurse', 'flow?from=2026-13')).status).toBe(400);
});

it('lists for the municipality whom to ask again, and logs it; others have no such list', async () => {
  const caseId = await openActiveCase(server, bornIn(1950), { entry: 'identified' });
  await command(caseId, 'declineConsent', { answeredBy: 'citizen', reason: 'doseFee' });
  const { body } = await get('nurse', 'recall');
  expect(body.items).toMatchObject([{ case: caseId, reason: 'doseFee' }]);
  expect(await server.rows(`select case_id as id from audit where detail = 'list of citizens who declined'`)).toEqual([
    { id: caseId },
  ]);
  expect((await get('gp', 'recall')).status).toBe(403);
  await command(caseId, 'reopenConsent', { reason: 'a relative pays' });
  expect((await get('nurse', 'recall')).body.items).toEqual([]);
});

it('counts removals and holds during stays by department, and hides the few', async () => {
  const { body } = await get('regional-coordinator', 'admissions?from=2026-01&to=2026-12');
  expect(body.items).toEqual([]);
  await server.database.pool.query(
    `insert into statistic (case_id, key, kind, occurred_at, unit)
     select c.id, 'test-removed', 'removedDuringStay', '2026-10-01T10:00:00Z', '265161000016000' from "case" c limit 6`,
  );
  await server.database.pool.query(
    `insert into statistic (case_id, key, kind, occurred_at, unit)
     select c.id, 'test-held', 'heldDuringStay', '2026-10-01T10:00:00Z', '265161000016000' from "case" c limit 2`,
  );
  expect((await get('regional-coordinator', 'admissions?from=2026-10&to=2026-10')).body.items).toMatchObject([
    { sor: '265161000016000', admissions: 0, removed: 6, held: null },
  ]);
  // Two ranges that differ by a month of few would tell of those few.
  await server.database.pool.query(
    `insert into statistic (case_id, key, kind, occurred_at, unit)
     select c.id, 'test-removed-in-november', 'removedDuringStay', '2026-11-01T10:00:00Z', '265161000016000' from "case" c
     order by c.id desc limit 2`,
  );
  const both = async () => (await get('regional-coordinator', 'admissions?from=2026-10&to=2026-11')).body.items;
  expect(await both()).toMatchObject([{ removed: null }]);
  await server.database.pool.query(
    `insert into statistic (case_id, key, kind, occurred_at, unit)
     select c.id, 'test-removed-too', 'removedDuringStay', '2026-11-02T10:00:00Z', '265161000016000' from "case" c limit 6`,
  );
  // Who is removed in both months counts in both.
  const november = (await get('regional-coordinator', 'admissions?from=2026-11&to=2026-11')).body.items[0];
  expect(await both()).toMatchObject([{ removed: 6 + Number(november?.['removed']) }]);
});

it('tells of back-orders how many pack them, and of drugs without a D mark those of five candidates', async () => {
  const candidate = (drugId: string) => ({
    cpr: bornIn(1945),
    careSetting: 'homeCare',
    drugs: [{ drugId, form: 'tablet', isDoseDispensable: false, hasStructuredDosage: true, isAsNeeded: false }],
  });
  const candidates = [...Array.from({ length: 5 }, () => candidate('28100009999')), candidate('28100008888')];
  expect((await ask('nurse', 'POST', '/api/candidates', { candidates })).status).toBeLessThan(300);
  expect(await countHinderingDrugs(server.store)).toBe(1);
  expect((await get('pharmacist', 'supply')).body['withoutMark']).toEqual([
    { drugId: '28100009999', name: null, candidates: 5 },
  ]);
});

describe('figures from elsewhere', () => {
  const give = (as: string, csv: string) =>
    ask(as, 'POST', '/api/statistics/figures', { csv, source: 'sundhedsdatabank.dk', vintage: '2026-02-28' });

  it('are imported by who coordinates the country, whole or not at all, with the place of every fault', async () => {
    expect((await give('coordinator', 'month;area;usersAll\n2026-02;DK;64000')).status).toBe(403);
    const faulty = await give('national-coordinator', 'month;area;usersAll\n2026-02;DK;64000\n2026-13;0101;x');
    expect(faulty.status).toBe(400);
    const fields = (faulty.body['faults'] as { field: string }[]).map(({ field }) => field);
    expect([...new Set(fields)]).toEqual(['csv.3.month', 'csv.3.usersAll']);
    expect(await server.rows('select 1 from uptake_figure')).toEqual([]);
  });

  it('stand beside our own with source and vintage, and give the pace to the target', async () => {
    const csv = 'month;area;usersAll;share75\r\n2026-02;DK;64000;6,3\r\n2026-02;0101;900;2,1\r\n';
    expect((await give('national-coordinator', csv)).body).toEqual({ recorded: 2 });
    const { body } = await get('nurse', 'uptake');
    expect(body['pace']).toMatchObject({ from: '2024-09', to: '2026-02' });
    const copenhagen = (body['municipalities'] as Record<string, unknown>[]).find(({ code }) => code === '0101');
    expect(copenhagen?.['figure']).toMatchObject({
      share75: 2.1,
      source: 'sundhedsdatabank.dk',
      vintage: '2026-02-28',
    });
  });
});

it('reckons with parameters that are changed with a source; a target may be unsettled', async () => {
  const change = (as: string, value: number | null) =>
    ask(as, 'POST', '/api/statistics/parameters', { key: 'targetUsers', value, source: 'Styregruppen, december 2026' });
  expect((await change('coordinator', 90_000)).status).toBe(403);
  expect((await change('national-coordinator', 90_000)).status).toBe(200);
  expect((await get('nurse', 'uptake')).body['target']).toEqual({
    users: 90_000,
    month: '2027-06',
    source: 'Styregruppen, december 2026',
  });
  expect((await change('administrator', null)).status).toBe(200);
  expect((await get('nurse', 'uptake')).body['target']).toBeNull();
});

describe('the programme', () => {
  const gebyr = {
    ...{
      id: 'gebyr',
      kind: 'milestone',
      title: 'Håndtering af dosispakkegebyret',
      status: 'done',
      plannedOn: '2026-07-01',
    },
    ...{ doneOn: '2026-12-01', dependsOn: ['hjemmel-gebyr'], note: '', source: 'Styregruppen' },
  };
  const items = async () => (await ask('gp', 'GET', '/api/programme')).body.items;

  it('shows what is missed as missed until it is done, and keeps what was said before', async () => {
    expect((await items()).find(({ id }) => id === 'gebyr')).toMatchObject({
      missed: true,
      waitsFor: ['hjemmel-gebyr'],
    });
    expect((await ask('nurse', 'POST', '/api/programme', gebyr)).status).toBe(403);
    expect(
      (await ask('national-coordinator', 'POST', '/api/programme', { ...gebyr, dependsOn: ['intet'] })).status,
    ).toBe(400);
    expect((await ask('national-coordinator', 'POST', '/api/programme', gebyr)).status).toBe(200);
    expect((await items()).find(({ id }) => id === 'gebyr')).toMatchObject({ missed: false, status: 'done' });
  });

  it('goes to the steering group as a table', async () => {
    const text = await (await server.call('national-coordinator', 'GET', '/api/programme/csv')).text();
    expect(text).toContain('milepæl;Mere detaljeret statistik gennem FMK;i gang;2026-07-01;ja');
  });
});
