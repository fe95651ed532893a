/** What coordinators do with many stuck cases at once, what they keep, and what the list tells of time. */
import { directoryId } from '../../src/directory/seed-directory.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

interface Stuck {
  id: string;
  case: string;
  cause: string;
  title: { da: string };
  since: string;
  waitingSince: string | null;
  toldAt: string | null;
  claimed: boolean;
  usual: { medianHours: number; p90Hours: number; stays: number } | null;
}

const nurse = directoryId('person', 'dev|nurse');
const nord = directoryId('organisation', 'testkommune-nord');
const filter = { cause: 'overdueTask' };
let server: TestServer;
let id: string;
let opened: string;

beforeAll(async () => {
  server = await startServer();
  id = await openActiveCase(server);
  opened = await server.store.clock(server.store.pool);
  const data = { reason: 'citizenDeclines', lastDay: '2027-12-20' };
  expect((await server.call('nurse', 'POST', `/api/cases/${id}/commands`, { type: 'planEnding', data })).status).toBe(
    200,
  );
  await server.advance('P3D');
});
afterAll(() => server.close());

async function ask<T>(name: string, path: string, body?: object): Promise<T> {
  const response = await server.call(name, body ? 'POST' : 'GET', path, body);
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
}
const list = async (query = '', name = 'coordinator'): Promise<Stuck[]> =>
  (await ask<{ items: Stuck[] }>(name, `/api/stuck${query}`)).items;

it('knows since when each waits, and since when it is overdue, though it is told of each day', async () => {
  const [first] = await list();
  expect(first?.waitingSince).toBe(opened);
  expect(Date.parse(first?.since ?? '')).toBeGreaterThan(Date.parse(opened));
  await server.advance('P2D');
  expect((await list())[0]).toMatchObject({ since: first?.since, waitingSince: opened });
});

it('compares with how long earlier stays in the same state lasted', async () => {
  const { key } = (
    await server.rows<{ key: string }>('select key from task where id = $1', [(await list())[0]?.id])
  )[0] ?? { key: '' };
  const state = key.replace(/\.overdue$/, '');
  expect((await list())[0]?.usual).toBeNull();
  // Nine stays of about a day, and one of about a month.
  await server.rows(`insert into dwell values ($1, 18, 9)`, [state]);
  await server.rows('insert into dwell_change values ($1, 38)', [state]);
  const { usual } = (await list())[0] ?? {};
  expect(usual?.stays).toBe(10);
  expect(usual?.medianHours).toBeCloseTo(24.7, 1);
  expect(usual?.p90Hours).toBeCloseTo(24.7, 1);
});

it('counts a stay when it ends, and not when it is told of again', async () => {
  const other = await openActiveCase(server, '2509475401');
  const give = async (type: string, data: object): Promise<void> => {
    const response = await server.call('nurse', 'POST', `/api/cases/${other}/commands`, { type, data });
    expect([type, response.status]).toEqual([type, 200]);
  };
  const stays = async (): Promise<number> =>
    Number(
      (
        await server.rows<{ n: string }>(
          `select (select count(*) from dwell_change) + (select coalesce(sum(stays), 0) from dwell) as n`,
        )
      )[0]?.n,
    );
  await give('planEnding', { reason: 'citizenDeclines', lastDay: '2027-12-20' });
  const before = await stays();
  await server.advance('P3D');
  const told = await stays();
  expect(told).toBe(before);
  await give('cancelEnding', { reason: 'Har ombestemt sig' });
  expect(await stays()).toBeGreaterThan(told);
});

it('finds the municipalities of a care record', async () => {
  expect(await list('?careRecord=kmdNexus')).toEqual(await list());
  expect(await list('?careRecord=columnaCura')).toEqual([]);
  expect(await list('?careRecord=kmdNexus', 'administrator')).not.toEqual([]);
  expect((await server.call('coordinator', 'GET', '/api/stuck?careRecord=other')).status).toBe(400);
});

it('shows a notice that did not arrive among them', async () => {
  await server.rows(
    `insert into incident (id, kind, subject, case_id, organisation_id, opened_at, attempts, last_error, advice, status)
     values (gen_random_uuid(), 'effect', 'x', $1, $2, now(), 6, 'down', '{"da":"Ring til modtageren","en":"Call"}', 'open')`,
    [id, nord],
  );
  const failed = await list('?cause=failedEffect');
  expect(failed).toMatchObject([{ case: id, title: { da: 'Ring til modtageren' }, usual: null }]);
  expect((await list()).map(({ cause }) => cause)).toContain('failedEffect');
  expect(await list('?cause=failedEffect&minDays=30')).toEqual([]);
  const { counts } = await ask<{ counts: { cause: string; count: number }[] }>('coordinator', '/api/stuck/summary');
  expect(counts).toContainEqual(expect.objectContaining({ cause: 'failedEffect', count: 1 }));
  await server.rows(`update incident set status = 'resolved' where subject = 'x'`);
});

it('reminds each organisation once a day, and says exactly of how many and by which way', async () => {
  const overdue = (await list('?cause=overdueTask')).length;
  expect(overdue).toBeGreaterThan(0);
  const none = { sent: 0, onlyShown: 0, alreadyToday: 0, gone: 0 };
  const dry = await ask('coordinator', '/api/stuck/remind', { dryRun: true, filter });
  expect(dry).toEqual({ ...none, matching: overdue, onlyShown: overdue });
  expect((await list('?cause=overdueTask')).map(({ toldAt }) => toldAt)).toEqual(
    Array.from({ length: overdue }, () => null),
  );
  await server.rows(
    `insert into channel (organisation_id, kind, address, valid_from, recorded_at, recorded_by)
     values ($1, 'webhook', 'https://example.invalid/hook', '2026-01-01', now(), gen_random_uuid())`,
    [nord],
  );
  expect(await ask('coordinator', '/api/stuck/remind', { dryRun: false, filter })).toEqual({
    ...none,
    matching: overdue,
    sent: overdue,
  });
  expect((await list('?cause=overdueTask')).every(({ toldAt }) => toldAt !== null)).toBe(true);
  const sent = await server.rows<{ code: string }>(`select code from outbox where key like 'reminder:%'`);
  expect(sent).toHaveLength(overdue);
  expect(new Set(sent.map(({ code }) => code))).toEqual(new Set(['reminder.municipal']));
  expect(await ask('coordinator', '/api/stuck/remind', { dryRun: false, filter })).toEqual({
    ...none,
    matching: overdue,
    alreadyToday: overdue,
  });
  expect(await server.rows(`select from audit where detail = 'reminder sent'`)).not.toEqual([]);
});

it('hands many tasks over to one person of the organisation, and says exactly how many', async () => {
  const overdue = (await list('?cause=overdueTask')).length;
  const none = { reassigned: 0, alreadyTheirs: 0, elsewhere: 0, otherRole: 0, gone: 0 };
  const { items } = await ask<{ items: { id: string }[] }>('coordinator', '/api/stuck/staff');
  expect(items.map((person) => person.id)).toContain(nurse);
  const given = { filter, to: nurse };
  expect(await ask('coordinator', '/api/stuck/reassign', { ...given, dryRun: true })).toEqual({
    ...none,
    matching: overdue,
    reassigned: overdue,
  });
  expect((await list('?cause=overdueTask')).every(({ claimed }) => !claimed)).toBe(true);
  expect(await ask('coordinator', '/api/stuck/reassign', { ...given, dryRun: false })).toEqual({
    ...none,
    matching: overdue,
    reassigned: overdue,
  });
  expect((await list('?cause=overdueTask')).every(({ claimed }) => claimed)).toBe(true);
  expect(await ask('coordinator', '/api/stuck/reassign', { ...given, dryRun: false })).toEqual({
    ...none,
    matching: overdue,
    alreadyTheirs: overdue,
  });
  const gp = directoryId('person', 'dev|gp');
  expect(
    (await server.call('coordinator', 'POST', '/api/stuck/reassign', { ...given, to: gp, dryRun: true })).status,
  ).toBe(400);
  expect(await ask('administrator', '/api/stuck/reassign', { ...given, to: gp, dryRun: true })).toMatchObject({
    elsewhere: overdue,
  });
});

it('lets those who see numbers do nothing to cases', async () => {
  for (const name of ['regional-coordinator', 'national-coordinator']) {
    for (const [path, body] of [
      ['remind', { dryRun: false, filter: {} }],
      ['reassign', { dryRun: false, filter: {}, to: nurse }],
    ] as const)
      expect([name, (await server.call(name, 'POST', `/api/stuck/${path}`, body)).status]).toEqual([name, 403]);
    expect(await ask(name, '/api/stuck/soon')).toMatchObject({ items: [] });
  }
});

it('tells what is due within a day, before it is overdue', async () => {
  const third = await openActiveCase(server, '2509475402');
  const data = { reason: 'citizenDeclines', lastDay: '2028-01-20' };
  await server.call('nurse', 'POST', `/api/cases/${third}/commands`, { type: 'planEnding', data });
  const soon = await ask<{ items: { case: string; deadlineAt: string }[]; late: number }>(
    'coordinator',
    '/api/stuck/soon?hours=336',
  );
  expect(soon.items.map((row) => row.case)).toContain(third);
  expect(soon.items.map(({ deadlineAt }) => deadlineAt)).toEqual(
    soon.items.map(({ deadlineAt }) => deadlineAt).toSorted(),
  );
  const now = await server.store.clock(server.store.pool);
  expect(soon.items.every(({ deadlineAt }) => deadlineAt >= now)).toBe(true);
  expect(soon.late).toBe(0);
});

it('keeps a filter for whoever saved it, and for nobody else', async () => {
  const saved = await ask<{ id: string }>('coordinator', '/api/stuck/views', {
    name: 'Min visning',
    filter: { minDays: 7 },
  });
  await ask('coordinator', '/api/stuck/views', { name: 'Min visning', filter: { minDays: 2 } });
  const mine = await ask<{ items: object[] }>('coordinator', '/api/stuck/views');
  expect(mine.items).toEqual([{ id: saved.id, name: 'Min visning', filter: { minDays: 2 } }]);
  expect(await ask('administrator', '/api/stuck/views')).toEqual({ items: [] });
  expect((await server.call('administrator', 'POST', `/api/stuck/views/${saved.id}/delete`)).status).toBe(404);
  for (const bad of [
    { name: 'Om 250947-9989', filter: {} },
    { name: '', filter: {} },
    { name: 'x', filter: { minDays: -1 } },
  ])
    expect((await server.call('coordinator', 'POST', '/api/stuck/views', bad)).status).toBe(400);
  expect((await server.call('coordinator', 'POST', `/api/stuck/views/${saved.id}/delete`)).status).toBe(204);
  expect(await ask('coordinator', '/api/stuck/views')).toEqual({ items: [] });
});

it('comes as a file in Danish words', async () => {
  const text = await (await server.call('coordinator', 'GET', '/api/stuck/csv?cause=overdueTask')).text();
  const [heads, first] = text.replace('\uFEFF', '').split('\r\n');
  expect(heads).toMatch(/^Forløb;Årsag;Opgave;Hvem kan komme videre;/);
  expect(first).toContain(`${id};Overskredet opgave;`);
  expect(first).toMatch(/;kommunens sygeplejerske;Testkommune Nord;.*;\d\d-\d\d-\d{4} \d\d:\d\d;\d+;ja;/);
});
