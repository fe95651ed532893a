import { directoryId } from '../../../src/directory/seed-directory.ts';
import { eventually } from '../../support/runtime.ts';
import { openActiveCase, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await server.rows(`update clock set at = '2026-03-02T10:00:00Z'`);
});
afterAll(() => server.close());

interface Body {
  [field: string]: unknown;
  id: string;
  items: Body[];
  results: { result: string; id?: string; faults?: { field: string }[] }[];
  next: string | null;
  case: string;
}
async function ask(name: string, method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const response = await server.call(name, method, path, body);
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
}
const drug = { drugId: '28100009555', form: 'tabletter', isDoseDispensable: true, hasStructuredDosage: true };
const citizen = (cpr: string, more: object = {}) => ({ cpr, careSetting: 'homeCare', drugs: [drug], ...more });
const give = async (...candidates: object[]) =>
  (await ask('nurse', 'POST', '/api/candidates', { candidates })).body.results;
const list = async (query = '') => (await ask('nurse', 'GET', `/api/candidates${query}`)).body;

it('keeps each candidate, and says of each what is wrong with it', async () => {
  const running = '2509476001';
  await openActiveCase(server, running);
  const results = await give(
    citizen('2509476002', { name: 'Testborger Prøve' }),
    citizen('3102009996'),
    citizen('2509476003', { careSetting: 'hospice', drugs: [{ drugId: '1' }] }),
    citizen(running),
    citizen('2509476004', { careSetting: 'socialHousing', drugs: [drug, { ...drug, isDoseDispensable: false }] }),
  );
  expect(results.map(({ result }) => result)).toEqual(['kept', 'invalid', 'invalid', 'hasCase', 'kept']);
  expect(results[1]?.faults?.map(({ field }) => field)).toEqual(['cpr']);
  expect(results[2]?.faults?.map(({ field }) => field).toSorted()).toEqual(['careSetting', 'drugs.0.drugId']);
  const again = await give(citizen('250947-6002', { name: 'Testborger Prøve' }));
  expect(again).toEqual([{ result: 'kept', id: results[0]?.id }]);
});

it('shows those first whose medicine can be packed, page by page, filtered, to the municipality’s nurse alone', async () => {
  const csv = [
    'cpr;name;careSetting;drugId;form;isDoseDispensable;hasStructuredDosage;isAsNeeded;changedOn',
    '2509476005;;careHome;28100009555;tablet;ja;ja;nej;2026-02-20',
  ].join('\n');
  expect((await ask('nurse', 'POST', '/api/candidates', { csv })).body.results).toMatchObject([{ result: 'kept' }]);
  const seen: unknown[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page = await list(`?limit=1${next && `&after=${next}`}`);
    seen.push(...page.items.map((each) => [each['cpr'], each['coveragePercent'], each['blockers']]));
    next = page.next;
  }
  expect(seen).toHaveLength(3);
  expect(seen).toEqual(expect.arrayContaining([['2509476005', 100, ['recentChange']]]));
  expect(seen.at(-1)).toEqual(['2509476004', 50, ['noDMark']]);
  const cprs = async (query: string) => (await list(query)).items.map((each) => each['cpr']);
  expect(await cprs('?careSetting=socialHousing')).toEqual(['2509476004']);
  expect(await cprs('?blocker=recentChange')).toEqual(['2509476005']);
  expect(await cprs('?unblocked=true&minCoverage=60')).toEqual(['2509476002']);
  expect(
    await server.rows(
      `select id from audit where action = 'read' and detail = 'list of candidates' and citizen_id is not null`,
    ),
  ).not.toEqual([]);
  for (const other of ['gp', 'pharmacist', 'ward', 'coordinator', 'administrator'])
    expect((await ask(other, 'GET', '/api/candidates')).status).toBe(403);
});

it('opens the citizen’s case once from the list', async () => {
  const [found] = (await list('?unblocked=true')).items;
  const pharmacy = directoryId('organisation', 'apoteket-eksempel');
  const path = `/api/candidates/${found?.id}/start`;
  const first = await ask('nurse', 'POST', path, { pharmacy });
  expect(first.status).toBe(201);
  expect(await ask('nurse', 'POST', path, { pharmacy })).toEqual(first);
  const { body } = await ask('nurse', 'GET', `/api/cases/${first.body.case}`);
  expect(body).toMatchObject({ workflow: 'dose-dispensing', state: { course: 'starting.identified' } });
  expect((await list('?unblocked=true')).items[0]).toMatchObject({ status: 'started', case: first.body.case });
});

const known = async (cpr: string) =>
  server.rows('select citizen_id from citizen_number where lookup = $1', [server.store.keys.vault.hash('cpr', cpr)]);

it('erases a candidate who is declined, and the citizen of whom nothing else is known', async () => {
  const [{ id } = { id: '' }] = (await list('?blocker=noDMark')).items;
  expect(await known('2509476004')).toHaveLength(1);
  expect((await ask('nurse', 'POST', `/api/candidates/${id}/decline`, { reason: 'citizenDeclines' })).status).toBe(204);
  expect(await known('2509476004')).toEqual([]);
  expect(await server.rows('select id from candidate where id = $1', [id])).toEqual([]);
  expect(await server.rows(`select detail from audit where detail like '%declined%'`)).toEqual([
    { detail: `candidate declined ${id}: citizenDeclines` },
  ]);
});

it('erases what nobody took up in time, but not the citizen who has a case', async () => {
  await server.rows(`update clock set at = '2026-08-28T10:00:00Z'`);
  expect((await list()).items).toHaveLength(2);
  await server.rows(`update clock set at = '2026-08-30T10:00:00Z'`);
  await eventually(
    () => server.rows('select id from candidate'),
    (rows) => rows.length === 0,
  );
  expect(await known('2509476005')).toEqual([]);
  expect(await known('2509476002')).toHaveLength(1);
});

it('leaves no number, name or drug in clear (P1)', async () => {
  await give(citizen('2509476009', { name: 'Testborger Prøve' }));
  const rows = await server.rows(`select row_to_json(c)::jsonb - 'sealed' as text from candidate c`);
  const audit = await server.rows('select detail from audit');
  expect(JSON.stringify([rows, audit])).not.toMatch(/250947|Prøve|28100009555/);
});

it('lets the price list in force say the D mark, and the importer where the list does not hold the drug', async () => {
  const asked = (drugId: string, isDoseDispensable?: boolean | null) => ({ ...drug, drugId, isDoseDispensable });
  const imported = async (cpr: string, ...drugs: object[]) => {
    expect(await give(citizen(cpr, { drugs }))).toMatchObject([{ result: 'kept' }]);
    const { items } = await list();
    const found = items.find((each) => each['cpr'] === cpr);
    const told = found?.['drugs'] as { isDoseDispensable?: boolean; dMarkFrom?: string }[];
    return [
      found?.['coveragePercent'],
      found?.['blockers'],
      told.map(({ isDoseDispensable: mark, dMarkFrom }) => [mark ?? null, dMarkFrom]),
    ];
  };
  // 99000000001 has the mark, 99000000003 has none, and the list does not hold the others.
  const [marked, unmarked, unlisted] = ['99000000001', '99000000003', '28100009555'];
  expect(await imported('2509476006', asked(marked, false), asked(marked))).toEqual([
    100,
    [],
    [
      [true, 'priceList'],
      [true, 'priceList'],
    ],
  ]);
  expect(await imported('2509476006', asked(unmarked, true), asked(unlisted, true))).toEqual([
    50,
    ['noDMark'],
    [
      [false, 'priceList'],
      [true, 'importer'],
    ],
  ]);
  expect(await imported('2509476006', asked(unlisted, false), asked(unlisted), asked(unlisted, null))).toEqual([
    0,
    ['noDMark', 'unknownDMark'],
    [
      [false, 'importer'],
      [null, undefined],
      [null, undefined],
    ],
  ]);
  const claimed = { ...asked(unlisted), dMarkFrom: 'priceList' };
  expect(await give(citizen('2509476006', { drugs: [claimed] }))).toMatchObject([
    { result: 'invalid', faults: [{ field: 'drugs.0.dMarkFrom' }] },
  ]);
});
