/** Security by row and the access log cost a list no question per row: fifty cases ask the database what one does. */
import { directoryId } from '../../../src/directory/seed-directory.ts';
import { hearStatements } from '../../support/heard-statements.ts';
import type { Heard } from '../../support/heard-statements.ts';
import { openActiveCase, startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

const parties = {
  gpPractice: directoryId('organisation', 'laegehuset-eksempel'),
  pharmacy: directoryId('organisation', 'apoteket-eksempel'),
};
const lists = [
  ['nurse', '/api/cases?limit=200'],
  ['nurse', '/api/cases?limit=200&order=deadline'],
  ['nurse', '/api/tasks?limit=200'],
  ['gp', '/api/cases?limit=200'],
  ['gp', '/api/tasks?limit=200'],
  ['gp', '/api/gp-questions?limit=200'],
  ['coordinator', '/api/stuck?limit=200'],
  ['coordinator', '/api/incidents?limit=200'],
  ['administrator', '/api/inbox?limit=200'],
  ['administrator', '/api/deliveries?limit=200'],
] as const;

let server: TestServer;
let heard: Heard[];
beforeAll(async () => {
  server = await startServer();
  heard = hearStatements(server);
});
afterAll(() => server.close());

let serial = 0;
async function openCase(): Promise<void> {
  const cpr = `01019020${String(serial).padStart(2, '0')}`;
  serial += 1;
  const id = await openActiveCase(server, cpr, parties);
  // The order ends before the treatment does: a task of the practice's.
  const data = { cpr, drugMedicationId: 'd', drugId: '28100009555', endDate: '2026-12-10' };
  const event = { specversion: '1.0', id, source: 'urn:test:list', time: '2026-11-20T08:00:00+01:00', data };
  const type = 'dk.dosisflow.fmk.drugMedicationObserved.v1';
  const told = await server.call('adapter', 'POST', '/api/integration/events', { ...event, type });
  expect(await told.json()).toMatchObject({ results: [{ result: 'accepted' }] });
}

/** By list, how many statements it took, and how many rows it answered. */
async function asked(): Promise<[string, number, number][]> {
  const counted: [string, number, number][] = [];
  for (const [who, path] of lists) {
    heard.length = 0;
    const { items } = (await (await server.call(who, 'GET', path)).json()) as { items: object[] };
    // What is asked beside the viewer is who calls, which is remembered for a moment.
    const statements = heard.filter(({ request, isViewed }) => isViewed && request === `GET ${path}`);
    counted.push([`${who} ${path}`, statements.length, items.length]);
  }
  return counted;
}

it('asks the database for many rows no more often than for one', async () => {
  await openCase();
  // What is prepared or kept by the process is so from the first time on.
  await asked();
  const few = await asked();
  for (let n = 0; n < 50; n += 1) await openCase();
  const many = await asked();
  const questions = (counted: typeof few): [string, number][] =>
    counted.map(([list, statements]) => [list, statements]);
  expect(questions(many)).toEqual(questions(few));
  const rows = new Map(many.map(([list, , items]) => [list, items]));
  for (const list of ['nurse /api/cases?limit=200', 'gp /api/tasks?limit=200', 'gp /api/gp-questions?limit=200'])
    expect([list, (rows.get(list) ?? 0) > 50]).toEqual([list, true]);
});
