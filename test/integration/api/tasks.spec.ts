import type { Caller } from '../../../src/auth/caller.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { start } from '../../support/engine.ts';
import { errandDefinitions } from '../../support/errand-workflow.ts';

let api: Api;
let nurse: Caller;
let colleague: Caller;
let task: string;
beforeAll(async () => {
  api = await startApi(errandDefinitions);
  nurse = await api.person('municipalNurse', api.parties.municipality);
  colleague = await api.person('municipalNurse', api.parties.municipality);
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.setTime(start);
  task = await waitingTask();
});

async function waitingTask(): Promise<string> {
  const id = await api.open();
  await api.command(id, 'ask');
  const [row] = await api.rows<{ id: string }>('select id from task where case_id = $1', [id]);
  return row?.id ?? '';
}
const on = (what: string, caller = nurse, body: object = {}) => api.post(caller, `/api/tasks/${task}/${what}`, body);
const changes = async () =>
  (
    await api.rows<{ detail: string }>(
      `select a.detail from audit a join task t on t.case_id = a.case_id where t.id = $1 and a.action = 'change' and a.detail like 'task%' order by a.id`,
      [task],
    )
  ).map(({ detail }) => detail);

it('lists an organisation’s tasks by deadline, page by page', async () => {
  await api.setTime('2026-03-02T07:00:00.000Z');
  const earlier = await waitingTask();
  await api.setTime('2026-03-02T09:00:00.000Z');
  const later = await waitingTask();
  const seen: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const { body } = await api.get(nurse, `/api/tasks?limit=1${next && `&after=${next}`}`);
    seen.push(...body.items.map(({ id }) => id));
    next = body.next;
  }
  expect(seen).toEqual([earlier, task, later]);
  const { items } = (await api.get(nurse, '/api/tasks')).body;
  expect(items[0]).toMatchObject({ workflow: 'dose-dispensing', role: 'municipalNurse', title: { da: 'Svar' } });
});

it('gives a task to one of two who claim it at once', async () => {
  const answers = await Promise.all([on('claim', nurse), on('claim', colleague)]);
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
  expect(answers.find(({ status }) => status === 409)?.body.type).toBe('/problems/task-taken');
  expect(await changes()).toEqual(['task claimed']);
});

it('answers a repeated claim alike and logs it once', async () => {
  const first = await on('claim');
  expect(first.body).toMatchObject({ id: task, claimedBy: { id: nurse.id, name: nurse.name } });
  expect((await on('claim')).body).toEqual(first.body);
  expect(await changes()).toEqual(['task claimed']);
  const mine = (await api.get(nurse, '/api/tasks?mine=true')).body.items;
  expect(mine.map(({ id }) => id)).toContain(task);
  expect((await on('release', colleague)).status).toBe(409);
  expect((await on('release')).body['claimedBy']).toBeNull();
  expect((await on('release')).status).toBe(200);
});

it('hands a task over to a colleague with the same role, and to nobody else', async () => {
  await on('claim');
  const handed = await on('hand-over', nurse, { to: colleague.id });
  expect(handed.body['claimedBy']).toEqual({ id: colleague.id, name: colleague.name });
  const gp = await api.person('gp', await api.organisation('gpPractice'));
  const refused = await on('hand-over', colleague, { to: gp.id });
  expect([refused.status, refused.body['faults']]).toEqual([400, [expect.objectContaining({ field: 'to' })]]);
});

it('snoozes a task out of the list, but never past its deadline', async () => {
  const late = await on('snooze', nurse, { until: '2026-03-03T08:00:01Z', reason: 'awaitingAnswer' });
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({
    type: '/problems/past-deadline',
    detail: expect.stringContaining('3. marts 2026'),
  });
  expect((await on('snooze', nurse, { until: '2026-03-02T08:00:00Z', reason: 'planned' })).status).toBe(400);
  const snoozed = await on('snooze', nurse, { until: '2026-03-03T09:00:00+01:00', reason: 'awaitingAnswer' });
  expect(snoozed.body).toMatchObject({ snoozedUntil: '2026-03-03T08:00:00.000Z', snoozeReason: 'awaitingAnswer' });
  const listed = async (query = '') =>
    (await api.get(nurse, `/api/tasks${query}`)).body.items.some(({ id }) => id === task);
  expect([await listed(), await listed('?snoozed=true')]).toEqual([false, true]);
  await api.setTime('2026-03-03T08:00:00.000Z');
  expect(await listed()).toBe(true);
  expect(await changes()).toEqual(['task snoozed: awaitingAnswer']);
});

it('knows no task of another organisation or role, and changes none that is closed', async () => {
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  const coordinator = await api.person('coordinator', api.parties.municipality);
  expect((await on('claim', stranger)).status).toBe(404);
  expect((await on('claim', coordinator)).status).toBe(404);
  expect((await api.get(stranger, `/api/tasks?organisation=${api.parties.municipality}`)).status).toBe(403);
  expect((await api.get(stranger, '/api/tasks')).body.items).toEqual([]);
  await api.rows('update task set closed_at = now() where id = $1', [task]);
  expect((await on('claim')).body.type).toBe('/problems/task-closed');
});

it('is filtered by due and by who has it, and a snooze can be taken back', async () => {
  const ids = async (query: string) =>
    (await api.get(nurse, `/api/tasks?limit=200${query}`)).body.items.map(({ id }) => id);
  expect(await ids('&free=true')).toContain(task);
  expect(await ids('&due=passed')).not.toContain(task);
  expect(await ids('&due=today')).not.toContain(task);
  expect(await ids('&due=week')).toContain(task);
  await api.setTime('2026-03-03T07:30:00.000Z');
  expect(await ids('&due=today')).toContain(task);
  expect(await ids('&workflow=hospital-stay')).toEqual([]);
  await on('claim');
  expect(await ids('&free=true')).not.toContain(task);
  await on('snooze', nurse, { until: '2026-03-03T07:45:00Z', reason: 'planned' });
  expect(await ids('')).not.toContain(task);
  expect((await on('wake')).body).toMatchObject({ snoozedUntil: null, snoozeReason: null });
  expect(await ids('')).toContain(task);
});

it('names the colleagues to whom a task may be handed over, and nobody else', async () => {
  await api.person('municipalNurse', await api.organisation('municipality'));
  await api.person('coordinator', api.parties.municipality);
  const { items } = (await api.get(nurse, '/api/tasks/colleagues')).body;
  expect(items).toEqual([{ id: colleague.id, name: colleague.name }]);
});
