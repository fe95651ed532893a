/** Notes of colleagues on a citizen's case, over HTTP on the product's own server. */
import { randomUUID } from 'node:crypto';
import { openActiveCase, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
let id: string;
beforeAll(async () => {
  server = await startServer();
  const [practice] = await server.rows<{ id: string }>(
    `select organisation_id as id from person where subject = 'dev|gp'`,
  );
  id = await openActiveCase(server, '2509474301', { name: 'Note Prøve', gpPractice: practice?.id });
});
afterAll(() => server.close());

const write = (as: string, text: string, note = randomUUID(), of = id): Promise<Response> =>
  server.call(as, 'POST', `/api/cases/${of}/notes`, { id: note, text });
const read = async (as: string): Promise<{ id: string; text: string; by: string; isOwn?: true }[]> => {
  const response = await server.call(as, 'GET', `/api/cases/${id}/notes`);
  return ((await response.json()) as { items: { id: string; text: string; by: string }[] }).items;
};

it('are read by colleagues of the same organisation alone, and logged (P2, P3)', async () => {
  const note = randomUUID();
  expect((await write('nurse', 'Datteren ringer efter kl. 15', note)).status).toBe(204);
  expect((await write('nurse', 'Datteren ringer efter kl. 15', note)).status).toBe(204);
  expect(await read('nurse')).toEqual([
    expect.objectContaining({
      id: note,
      text: 'Datteren ringer efter kl. 15',
      by: expect.stringContaining('Nanna Prøve') as string,
      isOwn: true,
    }),
  ]);
  const [seenByPlanner] = await read('planner');
  expect(seenByPlanner).toMatchObject({ id: note });
  expect(seenByPlanner).not.toHaveProperty('isOwn');
  for (const as of ['gp', 'coordinator', 'administrator']) expect([as, await read(as)]).toEqual([as, []]);
  expect((await server.call('pharmacist', 'GET', `/api/cases/${id}/notes`)).status).toBe(404);
  expect((await write('gp', 'Ring til praksis før kl. 10')).status).toBe(204);
  expect((await read('nurse')).map(({ text }) => text)).toEqual(['Datteren ringer efter kl. 15']);
  const reads = await server.rows(
    `select distinct actor_role as role from audit where case_id = $1 and detail = 'notes' and action = 'read' order by 1`,
    [id],
  );
  expect(reads.map((row) => (row as { role: string }).role)).toEqual(
    expect.arrayContaining(['coordinator', 'gp', 'municipalNurse', 'municipalPlanner']),
  );
});

it('lie sealed, and go with the citizen’s key (P1)', async () => {
  await write('nurse', 'Nøglen ligger hos naboen');
  const rows = await server.rows<{ row: string }>('select case_note::text as row from case_note');
  expect(rows.length).toBeGreaterThan(0);
  const plain = Buffer.from('Nøglen ligger').toString('hex');
  for (const { row } of rows) expect([row.includes('Nøglen'), row.includes(plain)]).toEqual([false, false]);
});

it('hold no CPR number, and are neither empty nor long', async () => {
  for (const text of ['Ring til 250947-9989', 'Ring til 2509479989.', '   ', 'x'.repeat(501)]) {
    const refused = await write('nurse', text);
    expect([text, refused.status]).toEqual([text, 400]);
    expect(await refused.json()).toMatchObject({ faults: [{ field: expect.stringContaining('text') as string }] });
  }
});

it('are taken back by whoever wrote them, once', async () => {
  const note = randomUUID();
  await write('nurse', 'Skrevet på det forkerte forløb', note);
  const withdraw = (as: string): Promise<Response> =>
    server.call(as, 'POST', `/api/cases/${id}/notes/withdraw`, { note });
  expect((await withdraw('planner')).status).toBe(404);
  expect((await withdraw('nurse')).status).toBe(204);
  expect((await withdraw('nurse')).status).toBe(404);
  expect((await read('nurse')).some((each) => each.id === note)).toBe(false);
  expect(await server.rows(`select 1 from audit where case_id = $1 and detail = 'note withdrawn'`, [id])).toHaveLength(
    1,
  );
});
