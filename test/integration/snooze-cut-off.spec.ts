/** A task is put off at most until the next change cut-off of the citizen's rolls: what is done later misses the roll. */
import { setClock } from '../../src/db/clock.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let root: string;
const cpr = '2509474201';
const cutOff = '2026-03-10T11:00:00.000Z';

let count = 0;
async function period(status: string): Promise<void> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', {
    specversion: '1.0',
    id: `snooze-${(count += 1)}`,
    source: 'urn:test:snooze',
    type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
    time: await server.store.clock(server.store.pool),
    data: {
      cpr,
      periodId: 'p1',
      cardId: 'k',
      startDate: '2026-03-16',
      endDate: '2026-03-29',
      status,
      deadline: cutOff,
      drugIds: ['99000000001'],
    },
  });
  expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
}
interface Task {
  id: string;
  root: string;
  title: { da: string };
  deadlineAt: string;
  snoozableUntil: string;
}
async function task(): Promise<Task> {
  const response = await server.call('nurse', 'GET', '/api/tasks?snoozed=true&limit=200');
  const { items } = (await response.json()) as { items: Task[] };
  const found = items.find((each) => each.root === root && each.title.da === 'Bekræft, at dosispakningen er ophørt');
  if (!found) throw new Error(`Expected the task, but got ${items.map(({ title }) => title.da).join(', ')}`);
  return found;
}
const snooze = async (id: string, until: string) => {
  const response = await server.call('nurse', 'POST', `/api/tasks/${id}/snooze`, { until, reason: 'planned' });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
  root = await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId: '99000000001', validTo: '2028-01-01T00:00:00Z' }],
  });
  await period('Planlagt');
  const ending = { type: 'planEnding', data: { reason: 'citizenDeclines', lastDay: '2026-04-26' } };
  expect((await server.call('nurse', 'POST', `/api/cases/${root}/commands`, ending)).status).toBe(200);
});
afterAll(() => server.close());

it('says until when, and refuses a minute later with the cut-off', async () => {
  const { id, deadlineAt, snoozableUntil } = await task();
  expect(deadlineAt > cutOff).toBe(true);
  expect(snoozableUntil).toBe(cutOff);
  const late = await snooze(id, '2026-03-10T11:01:00Z');
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({
    type: '/problems/past-cut-off',
    detail: expect.stringContaining('10. marts 2026'),
  });
  expect((await snooze(id, cutOff)).status).toBe(200);
});

it('goes by the deadline again when the roll is being packed', async () => {
  await server.advance('PT1M');
  await period('Pakning påbegyndt');
  const { id, deadlineAt, snoozableUntil } = await task();
  expect(snoozableUntil).toBe(deadlineAt);
  const late = await snooze(id, new Date(Date.parse(deadlineAt) + 60_000).toISOString());
  expect([late.status, late.body['type']]).toEqual([409, '/problems/past-deadline']);
  expect((await snooze(id, '2026-03-12T08:00:00Z')).status).toBe(200);
});
