import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const journal = (caseId: string) =>
  server.rows<{ type: string; at: Date }>(
    `select type, at from journal where case_id = $1 and kind = 'timer' order by seq`,
    [caseId],
  );

it('steps from due instant to due instant, so that each timer sees the time it was armed for', async () => {
  const caseId = await openActiveCase(server);
  const today = (await server.store.clock(server.store.pool)).slice(0, 10);
  const day = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
  const recorded = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, {
    type: 'recordHold',
    data: { reason: 'Ferie', from: day(2), to: day(9) },
  });
  expect(recorded.status).toBe(200);
  const armed = await server.rows<{ due_at: Date }>('select due_at from timer where case_id = $1 order by due_at', [
    caseId,
  ]);

  const { now, fired } = await server.advance('P30D');
  const fires = await journal(caseId);
  expect(fires.length).toBe(fired);
  expect(fires[0]?.at).toEqual(armed[0]?.due_at);
  expect(fires.map(({ at }) => at.getTime())).toEqual(fires.map(({ at }) => at.getTime()).toSorted((a, b) => a - b));
  const order = ['holdStart', 'holdEnd'].map((name) => fires.findIndex(({ type }) => type.includes(name)));
  expect(order[0]).toBeGreaterThanOrEqual(0);
  expect(order[1]).toBeGreaterThan(order[0] ?? -1);
  const view = (await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as {
    state: Record<string, string>;
  };
  expect(view.state['course']).toMatch(/^active/);
  expect(view.state['daysWithoutRoll']).toMatch(/^open/);
  expect(now > `${day(29)}T`).toBe(true);
});

it.each([
  [{ to: '2020-01-01T00:00:00Z' }, 'to'],
  [{ advance: 'a week' }, undefined],
  [{}, undefined],
])('refuses %j with a sentence', async (body, field) => {
  const response = await server.call('administrator', 'POST', '/api/dev/clock', body);
  const problem = (await response.json()) as { status: number; detail: string; faults?: { field: string }[] };
  expect(problem.status).toBe(400);
  expect(problem.detail).toMatch(/^Expected/);
  expect(problem.faults?.[0]?.field).toBe(field);
});

it('is there only where the clock is simulated', async () => {
  const real = await startServer({ DOSISFLOW_CLOCK: 'real' });
  expect((await real.call('administrator', 'POST', '/api/dev/clock', { advance: 'P1D' })).status).toBe(404);
  await real.close();
});
