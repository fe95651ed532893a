/** Who may know what of cases that stand still. */
import type { Caller } from '../../src/auth/caller.ts';
import { setClock } from '../../src/db/clock.ts';
import { stuckScope } from '../../src/monitoring/stuck-scope.query.ts';
import { addOverdueTask } from '../support/add-overdue-task.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

interface Summary {
  numbersOnly: boolean;
  counts: { cause: string; count: number | null }[];
  states: { state: string; waiting: number | null; overdue: number | null }[];
}

let server: TestServer;
let id: string;
beforeAll(async () => {
  server = await startServer();
  id = await openActiveCase(server);
  const given = { type: 'planEnding', data: { reason: 'citizenDeclines', lastDay: '2027-12-20' } };
  expect((await server.call('nurse', 'POST', `/api/cases/${id}/commands`, given)).status).toBe(200);
  await server.advance('P3D');
  // A stay's, which the next message would close: the case stands not there.
  await addOverdueTask(server, id, 'hospital-stay.missingDischarge.open.overdue', 'hospitalNotification');
});
afterAll(() => server.close());

async function asked<T>(name: string, path: string): Promise<T> {
  const response = await server.call(name, 'GET', path);
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
}

it('tells a municipality’s coordinator of its cases, and nothing that rests on a hospital’s message', async () => {
  const { items } = await asked<{ items: { case: string; cause: string; since: string }[] }>(
    'coordinator',
    '/api/stuck',
  );
  expect(items.map((item) => item.case)).toContain(id);
  expect(items.map(({ cause }) => cause)).not.toContain('missingMessage');
  expect(items.map(({ since }) => since)).toEqual(items.map(({ since }) => since).toSorted());
  const all = await asked<{ items: { cause: string }[] }>('administrator', '/api/stuck');
  expect(all.items.map(({ cause }) => cause)).toContain('missingMessage');
});

it('counts since when something is overdue from the first time, however often it was reminded of', async () => {
  const before = await asked<{ items: { id: string; since: string; title: { da: string } }[] }>(
    'coordinator',
    '/api/stuck',
  );
  await server.advance('P2D');
  const after = await asked<typeof before>('coordinator', '/api/stuck');
  const sinceOf = ({ items }: typeof before) => items.find(({ title }) => /apoteket besked/.test(title.da))?.since;
  expect(sinceOf(after)).toBe(sinceOf(before));
  expect(sinceOf(after)).toBeDefined();
});

it('gives those who see several municipalities numbers, and hides small ones', async () => {
  for (const name of ['regional-coordinator', 'national-coordinator']) {
    expect(await asked<object>(name, '/api/stuck')).toEqual({ items: [], next: null });
    expect((await server.call(name, 'GET', '/api/stuck/csv')).status).toBe(403);
    const summary = await asked<Summary>(name, '/api/stuck/summary');
    expect(summary.numbersOnly).toBe(true);
    expect(summary.counts.map(({ count }) => count)).toEqual(summary.counts.map(() => null));
    expect(JSON.stringify(summary)).not.toContain(id);
  }
  const own = await asked<Summary>('coordinator', '/api/stuck/summary');
  expect(own.counts.every(({ count }) => count !== null && count > 0)).toBe(true);
});

it('counts citizens, and shows five of them while four are hidden', async () => {
  const overdue = async (of: string[], times: number): Promise<void> => {
    for (const one of of)
      for (let n = 0; n < times; n += 1)
        await addOverdueTask(server, one, `dose-dispensing.planning.test${one.slice(0, 4)}${n}.overdue`, 'municipal');
  };
  const cases: string[] = [];
  for (let n = 0; n < 5; n += 1) cases.push(await openActiveCase(server, `250947520${n}`));
  const shown = async (): Promise<(number | null)[]> =>
    (await asked<Summary>('national-coordinator', '/api/stuck/summary')).counts
      .filter(({ cause }) => cause === 'noNextRoll')
      .map(({ count }) => count);
  const before = await asked<Summary>('coordinator', '/api/stuck/summary');
  expect(before.counts.filter(({ cause }) => cause === 'noNextRoll')).toEqual([]);
  await overdue(cases.slice(0, 1), 5);
  expect(await shown()).toEqual([null]);
  await overdue(cases.slice(1), 1);
  // Beside one small number alone, five would tell it to whoever knows the sum.
  expect(await shown()).toEqual([null]);
  await server.rows(`update waiting_count_change set families = 0 where key = 'cause:overdueTask'`);
  await server.rows(`update waiting_count set families = 0 where key = 'cause:overdueTask'`);
  expect(await shown()).toEqual([5]);
});

it('pages by key, and logs each case that it shows', async () => {
  const { items } = await asked<{ items: { id: string }[] }>('administrator', '/api/stuck');
  const seen: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: { items: { id: string }[]; next: string | null } = await asked(
      'administrator',
      `/api/stuck?limit=1${next && `&after=${next}`}`,
    );
    seen.push(...page.items.map((item) => item.id));
    next = page.next;
  }
  expect(seen).toEqual(items.map((item) => item.id));
  const logged = await server.rows(`select 1 from audit where case_id = $1 and detail = 'list of stuck cases'`, [id]);
  expect(logged.length).toBeGreaterThan(0);
});

it('is closed to everyone else', async () => {
  for (const name of ['nurse', 'gp', 'ward', 'adapter']) {
    expect([name, (await server.call(name, 'GET', '/api/stuck')).status]).toEqual([name, 403]);
  }
});

it('gives a regional coordinator the municipalities of both merged regions from 2027, whichever of their codes the register has (R89)', async () => {
  const [region] = await server.rows<{ id: string }>(`select id from organisation where kind = 'region'`);
  const caller = { role: 'coordinator', organisationId: region?.id } as Caller;
  const [municipality] = await server.rows<{ id: string }>(
    `update organisation set region_code = '1085' where municipality_code = '0991' and kind = 'municipality' returning id`,
  );
  const sees = async (): Promise<boolean> =>
    (await stuckScope(server.store, caller)).municipalities?.includes(municipality?.id ?? '') ?? true;
  await setClock(server.store.pool, '2026-12-31T22:59:59.000Z');
  expect(await sees()).toBe(false);
  await setClock(server.store.pool, '2026-12-31T23:00:00.000Z');
  expect(await sees()).toBe(true);
  await server.rows(`update organisation set region_code = '1083' where id = $1`, [municipality?.id]);
  expect(await sees()).toBe(false);
});
