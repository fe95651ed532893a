import type { Caller } from '../../../src/auth/caller.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { errandDefinitions } from '../../support/errand-workflow.ts';

let api: Api;
let nurse: Caller;
beforeAll(async () => {
  api = await startApi(errandDefinitions);
  nurse = await api.person('municipalNurse', api.parties.municipality);
});
afterAll(() => api.close());

it('shows a waiting case with its task, its timer and what can be done about it', async () => {
  const id = await api.open();
  await api.command(id, 'ask');
  const { status, body } = await api.get(nurse, `/api/cases/${id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    id,
    workflow: 'dose-dispensing',
    version: 1,
    state: { errand: 'waiting', life: 'open' },
    since: '2026-03-02T08:00:00.000Z',
    revision: 2,
    responsible: { role: 'municipalNurse', organisation: api.parties.municipality },
    deadlineAt: '2026-03-03T08:00:00.000Z',
    tasks: [{ title: { da: 'Svar', en: 'Answer' }, claimedBy: null }],
    timers: [{ key: 'xstate.after.reply.errand.errand.waiting', dueAt: '2026-03-03T08:00:00.000Z' }],
    children: [],
  });
  const answer = body.allowedCommands.find(({ type }) => type === 'answer');
  expect(answer).toMatchObject({
    roles: ['municipalNurse'],
    disabledReason: { da: expect.stringContaining('intet talt') },
  });
  const tick = body.allowedCommands.find(({ type }) => type === 'tick');
  expect(tick).toMatchObject({ schema: { properties: { by: { minimum: 1, type: 'integer' } } } });
});

it('says why a case stands still and what would move it', async () => {
  const id = await api.open();
  await api.command(id, 'ask');
  const { body } = await api.get(nurse, `/api/cases/${id}/explain`);
  expect(body).toMatchObject({
    waitingFor: [
      {
        role: 'municipalNurse',
        organisation: api.parties.municipality,
        commands: expect.arrayContaining(['askAgain']),
      },
    ],
    blocked: [{ command: 'answer', reason: { en: expect.stringContaining('nothing has been counted') } }],
    nextTimer: { dueAt: '2026-03-03T08:00:00.000Z' },
  });
});

it('tells what happened, newest first and page by page, whatever is added meanwhile', async () => {
  const id = await api.open();
  for (let n = 0; n < 6; n += 1) await api.command(id, 'tick');
  const url = `/api/cases/${id}/journal`;
  const whole = await api.get(nurse, url);
  expect(whole.body.items.map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(whole.body.items[0]).toMatchObject({
    kind: 'command',
    type: 'tick',
    label: { da: 'Gør', en: 'Do it' },
    outcome: 'accepted',
    actor: { kind: 'person', role: 'municipalNurse' },
    policy: { id: 'current' },
  });
  const pages: number[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page = await api.get(nurse, `${url}?limit=3${next && `&after=${next}`}`);
    pages.push(...page.body.items.map(({ seq }) => seq));
    next = page.body.next;
    await api.command(id, 'tick');
  }
  expect(pages).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

it('pages over all cases of the municipality once each, while others open', async () => {
  for (let n = 0; n < 5; n += 1) await api.open();
  const before = (await api.rows<{ id: string }>('select id from "case" where parent_id is null')).map(({ id }) => id);
  const seen: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page = await api.get(nurse, `/api/cases?limit=2${next && `&after=${next}`}`);
    expect(page.status).toBe(200);
    seen.push(...page.body.items.map(({ id }) => id));
    next = page.body.next;
    await api.open();
    if (seen.length > 40) break;
  }
  expect(seen).toEqual([...new Set(seen)].toSorted());
  expect(seen).toEqual(expect.arrayContaining(before));
  expect((await api.get(nurse, '/api/cases?after=nonsense')).status).toBe(400);
});

it('lists the most urgent first and those without a deadline last, page by page', async () => {
  const asked = [await api.open(), await api.open(), await api.open()];
  for (const id of asked) await api.command(id, 'ask');
  const [first, second, third] = asked as [string, string, string];
  await api.rows(`update task set deadline_at = '2026-03-03T07:00:00Z' where case_id = $1`, [third]);
  await api.rows(`update "case" set deadline_at = '2026-03-03T07:00:00Z' where id = $1`, [third]);
  const restful = await api.open();
  const pages = async (caller: Caller): Promise<string[]> => {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page = await api.get(caller, `/api/cases?order=deadline&limit=2${next && `&after=${next}`}`);
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ id }) => id));
      next = page.body.next;
    }
    return seen;
  };
  const order = await pages(nurse);
  const all = (
    await api.rows<{ id: string }>('select id from "case" where parent_id is null and closed_at is null')
  ).map(({ id }) => id);
  expect(order.toSorted()).toEqual(all.toSorted());
  expect(order[0]).toBe(third);
  expect(order.indexOf(restful)).toBeGreaterThan(Math.max(order.indexOf(first), order.indexOf(second)));
  const rows = await api.rows<{ id: string; at: string | null }>(
    'select id, deadline_at::text as at from "case" where parent_id is null and closed_at is null order by deadline_at nulls last',
  );
  const deadlines = new Map(rows.map(({ id, at }) => [id, at]));
  expect(order.map((id) => deadlines.get(id))).toEqual([...deadlines.values()]);
  const coordinator = await api.person('coordinator', api.parties.municipality);
  expect((await pages(coordinator)).toSorted()).toEqual(all.toSorted());
  const gp = await api.person('gp', await api.organisation('gpPractice'));
  expect(await pages(gp)).toEqual([]);
  expect((await api.get(nurse, '/api/cases?order=deadline&after=nonsense')).status).toBe(400);
  expect((await api.get(nurse, '/api/cases?order=name')).status).toBe(400);
});

it('lists by state, with the most urgent task', async () => {
  const id = await api.open();
  await api.command(id, 'ask');
  const waiting = await api.get(nurse, '/api/cases?state=errand.waiting&limit=200');
  expect(waiting.body.items.every(({ state }) => state['errand'] === 'waiting')).toBe(true);
  expect(waiting.body.items.find((each) => each.id === id)).toMatchObject({
    next: {
      title: { da: 'Svar' },
      deadlineAt: '2026-03-03T08:00:00.000Z',
    },
  });
  await api.command(id, 'close');
  const closed = await api.get(nurse, '/api/cases?state=closed');
  expect(closed.body.items.map((each) => each.id)).toEqual([id]);
});

it('logs every reading with who, for which organisation and why (P2)', async () => {
  const id = await api.open();
  await api.get(nurse, `/api/cases/${id}`);
  await api.get(nurse, `/api/cases/${id}/journal`);
  await api.get(nurse, `/api/cases/${id}/explain`);
  await api.get(nurse, '/api/cases?limit=200');
  const rows = await api.rows(
    `select actor_id, organisation_id, detail, purpose from audit where case_id = $1 and action = 'read' order by id`,
    [id],
  );
  const by = { actor_id: nurse.id, organisation_id: api.parties.municipality, purpose: 'treatment' };
  expect(rows).toEqual(['case', 'journal', 'explanation', 'list of cases'].map((detail) => ({ ...by, detail })));
});

it('shows another organisation nothing, and says no more than that', async () => {
  const id = await api.open();
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  const gp = await api.person('gp', await api.organisation('gpPractice'));
  const regional = await api.person('coordinator', await api.organisation('region'));
  for (const caller of [stranger, gp, regional]) {
    for (const path of ['', '/journal', '/explain']) {
      const unknown = await api.get(caller, `/api/cases/00000000-0000-4000-8000-000000000000${path}`);
      const { status, body } = await api.get(caller, `/api/cases/${id}${path}`);
      expect([status, body['detail']]).toEqual([404, unknown.body['detail']]);
    }
    expect((await api.get(caller, '/api/cases')).body).toEqual({ items: [], next: null });
  }
  expect((await api.get(nurse, '/api/cases/not-an-id')).status).toBe(400);
  const boss = await api.person('administrator', await api.organisation('supplier'));
  expect((await api.get(boss, `/api/cases/${id}`)).body).not.toHaveProperty('citizen');
});

it('finds a citizen’s cases by the CPR number, and leaves no trace of the number', async () => {
  const cpr = '1502900000';
  const opened = await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data: { cpr, name: 'Bo Lund' } });
  const found = await api.post(nurse, '/api/citizens/search', { cpr: '150290-0000' });
  expect(found.status).toBe(200);
  expect(found.body.items).toMatchObject([{ id: opened.body.id, citizen: { name: 'Bo Lund', cpr } }]);

  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  expect((await api.post(stranger, '/api/citizens/search', { cpr })).body).toEqual({ items: [] });
  expect((await api.post(nurse, '/api/citizens/search', { cpr: '3002900000' })).body['faults']).toMatchObject([
    { field: 'cpr' },
  ]);
  const refused = await api.post(nurse, '/api/citizens/search', { cpr, why: cpr });
  expect([refused.status, refused.text.includes(cpr)]).toEqual([400, false]);

  const texts = await api.rows<{ row: string }>(
    `select a::text as row from audit a union all select j::text from journal j union all select c::text from "case" c
     union all select h::text from handled h`,
  );
  expect(texts.filter(({ row }) => row.includes(cpr))).toEqual([]);
  expect(await api.rows(`select detail from audit where action = 'search' order by id`)).toEqual([
    { detail: 'found by CPR number' },
    { detail: 'nothing found' },
  ]);
});
