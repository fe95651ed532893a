/** Reference data on the product's own server. */
import { setClock } from '../../src/db/clock.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-12-31T22:00:00Z');
});
afterAll(() => server.close());

interface Rows {
  [field: string]: Record<string, unknown>[];
}
async function get(path: string): Promise<Rows> {
  const response = await server.call('nurse', 'GET', `/api/reference/${path}`);
  return (await response.json()) as Rows;
}

it('tells the places as they are on a day, and without one as they are today', async () => {
  const today = await get('geography');
  expect(today).toMatchObject({ on: '2026-12-31', healthCouncils: [] });
  expect(today['regions']).toHaveLength(5);
  const tomorrow = await get('geography?on=2027-01-01');
  expect(tomorrow['municipalities']).toContainEqual({
    code: '0360',
    name: 'Lolland',
    regionCode: '1084+1085',
    healthCouncil: 'Østsjælland og Øerne',
  });
  expect((await server.call('nurse', 'GET', '/api/reference/geography?on=tomorrow')).status).toBe(400);
});

it('tells whom to turn to in a region, marked where it is made up', async () => {
  const { items = [] } = await get('contacts?region=1083');
  expect(items.map(({ kind }) => String(kind)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    ...['healthCluster', 'healthCluster', 'healthCluster', 'healthCluster', 'pharmacyAssociation'],
  ]);
  expect(items.every(({ artificial }) => artificial === true)).toBe(true);
  const east = await Promise.all(
    ['1084', '1085', '1084%2B1085'].map(
      async (region) => (await get(`contacts?region=${region}&on=2027-01-01`))['items'],
    ),
  );
  expect(east[0]).not.toEqual([]);
  expect(east).toEqual([east[0], east[0], east[0]]);
  expect((await get('contacts?on=2020-01-01'))['items']).toEqual([]);
});

it('tells whom a municipality turns to: those of its region, and of its health council once there are any', async () => {
  const id = '0f0e0d0c-0b0a-4009-8008-070605040302';
  await server.database.pool.query(
    `insert into organisation (id, kind, name, municipality_code, region_code, notification_mode, duty_contact, valid_from)
     values ($1, 'municipality', 'Prøvekommune i Aarhus', '0751', '1082', 'copy', 'Vagt', '2020-01-01')`,
    [id],
  );
  const named = async (query: string): Promise<unknown[]> =>
    ((await get(`contacts?${query}`))['items'] ?? []).map(({ name }) => name);
  expect(await named(`municipality=${id}&on=2026-12-31`)).toEqual(await named('region=1082&on=2026-12-31'));
  expect(await named(`municipality=${id}&on=2027-01-01`)).toEqual([
    'Sundhedsklynge Aarhus (prøve)',
    'Kredsforeningen Midtjylland (prøve)',
  ]);
  await server.database.pool.query(
    `update contact set valid_to = '2027-01-31' where name = 'Sundhedsklynge Aarhus (prøve)'`,
  );
  expect(await named(`municipality=${id}&on=2027-02-01`)).toEqual(['Kredsforeningen Midtjylland (prøve)']);

  // A test municipality that no list of municipalities has lies where the directory says.
  const [syd] = await server.rows<{ id: string }>(`select id from organisation where municipality_code = '0992'`);
  expect(await named(`municipality=${syd?.id ?? ''}`)).toEqual(await named('region=1083'));

  const [practice] = await server.rows<{ id: string }>(`select id from organisation where kind = 'gpPractice'`);
  const statusOf = async (municipality: string): Promise<number> =>
    (await server.call('nurse', 'GET', `/api/reference/contacts?municipality=${municipality}`)).status;
  expect(await statusOf(practice?.id ?? '')).toBe(404);
  expect(await statusOf('0751')).toBe(400);
});

it('tells which record system and which quality cluster a practice has', async () => {
  expect((await get('practice-systems'))['items']).toContainEqual({ id: 'egClinea', name: 'EG Clinea' });
  const response = await server.call('nurse', 'GET', '/api/organisations?kind=gpPractice');
  const { items } = (await response.json()) as { items: object[] };
  expect(items).toMatchObject([
    { practiceSystem: 'xmo', qualityCluster: 'Kvalitetsklynge Prøve', clusterPackage: 'had' },
  ]);
});

it('tells what each care record shows of a rejected request, and who has it', async () => {
  const { items } = (await get('eoj-visibility')) as {
    items: { careRecord: string | null; municipalities: object[] }[];
  };
  expect(items).toMatchObject([
    { careRecord: 'columnaCura', ownRequests: 'findable', othersRequests: 'findable' },
    { careRecord: 'kmdNexus', ownRequests: 'shown', othersRequests: 'invisible' },
    { careRecord: null, ownRequests: 'invisible', othersRequests: 'invisible' },
  ]);
  expect(items[1]?.municipalities).toMatchObject([{ name: 'Testkommune Nord' }]);
});

it('tells which quality clusters there are, and how far each has come', async () => {
  expect((await get('quality-clusters'))['items']).toEqual([
    { name: 'Kvalitetsklynge Prøve', practices: 1, package: 'had' },
  ]);
});

it('lists what is on back-order, the newest first, page by page, and what is over at a choice', async () => {
  await server.rows(
    `insert into back_order (package_number, since, expected_to, ended_on, withdrawn, source, seen_at) values
     ('000001', '2026-01-02', null, null, false, 'x', now()), ('000002', '2026-01-03', '2026-02-01', null, false, 'x', now()),
     ('000003', '2026-01-04', null, '2026-01-05', false, 'x', now()), ('000004', '2026-01-05', null, null, true, 'x', now())`,
  );
  const list = async (query: string): Promise<{ items: { packageNumber: string }[]; next: string | null }> =>
    (await (await server.call('gp', 'GET', `/api/back-orders?${query}`)).json()) as never;
  const first = await list('limit=1');
  const second = await list(`limit=1&after=${first.next}`);
  expect([...first.items, ...second.items].map(({ packageNumber }) => packageNumber)).toEqual(['000002', '000001']);
  expect(second.next).toBeNull();
  expect((await list('all=true')).items).toHaveLength(4);
  await server.rows('delete from back_order');
});

it('tells what a practice and a municipality have by date, each row with its source', async () => {
  const { pool } = server.database;
  await pool.query(`
    with practice as (select id from organisation where kind = 'gpPractice')
    insert into practice_system select id, 'novax', 'Meddelelse fra lægehuset', '2027-01-01' from practice;
    update quality_cluster set valid_to = '2026-12-31';
    insert into quality_cluster select organisation_id, 'Kvalitetsklynge Ny', 'KiAP', '2027-01-01' from quality_cluster;
    insert into cluster_package values ('Kvalitetsklynge Ny', 'followUpOrdered', 'KiAP', '2027-02-01');
    insert into care_record select id, 'columnaCura', 'Udbud', '2027-01-01' from organisation where municipality_code = '0991' and kind = 'municipality'`);
  const shown = async (at: string): Promise<object[]> => {
    await setClock(pool, at);
    const lists = await Promise.all(
      ['gpPractice', 'municipality'].map(async (kind) => {
        const response = await server.call('nurse', 'GET', `/api/organisations?kind=${kind}`);
        return ((await response.json()) as { items: { name: string }[] }).items;
      }),
    );
    return lists.flat().filter(({ name }) => name === 'Lægehuset Eksempel' || name === 'Testkommune Nord');
  };
  // Danish midnight is an hour before that of UTC.
  expect(await shown('2026-12-31T22:59:00Z')).toMatchObject([
    { practiceSystem: 'xmo', qualityCluster: 'Kvalitetsklynge Prøve', clusterPackage: 'had' },
    { careRecord: 'kmdNexus' },
  ]);
  expect(await shown('2026-12-31T23:00:00Z')).toMatchObject([
    { practiceSystem: 'novax', qualityCluster: 'Kvalitetsklynge Ny', clusterPackage: null },
    { careRecord: 'columnaCura' },
  ]);
  expect(await shown('2027-02-01T12:00:00Z')).toMatchObject([{ clusterPackage: 'followUpOrdered' }, {}]);
});
