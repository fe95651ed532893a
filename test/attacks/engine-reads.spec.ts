/** Which reads of people pass the policies of the tables by: none but those listed with their reason. */
import { accessMatrix, personas } from '../../src/auth/access-matrix.ts';
import type { Persona } from '../../src/auth/access-matrix.ts';
import { engineReads } from '../../src/auth/engine-reads.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { EventStream } from '../support/event-stream.ts';
import { hearStatements } from '../support/heard-statements.ts';
import type { Heard } from '../support/heard-statements.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509476001';
/** Questions that are sent as a POST, for what they hold belongs into no URL. */
const questions: Readonly<Record<string, object>> = {
  'POST /api/citizens/search': { cpr },
  'POST /api/citizens/access-log': { cpr, format: 'csv' },
  'POST /api/drugs/search': { text: 'para' },
  'POST /api/back-orders/check': { packageNumbers: ['000001'] },
};

let server: TestServer;
let caseId: string;
/** Tables that tell of citizens, by their columns or by having policies. */
let personal: string[];
let heard: Heard[];

beforeAll(async () => {
  server = await startServer();
  const parties = { gpPractice: 'laegehuset-eksempel', pharmacy: 'apoteket-eksempel' };
  const ids = Object.entries(parties).map(([party, key]) => [party, directoryId('organisation', key)]);
  caseId = await openActiveCase(server, cpr, Object.fromEntries(ids) as object);
  const tables = await server.rows<{ name: string }>(
    `select distinct c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'keys') and c.relkind in ('r', 'p') and not c.relispartition and (c.relrowsecurity
       or exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
         and a.attname in ('case_id', 'family_id', 'citizen_id', 'key_citizen_id', 'snapshot')))`,
  );
  personal = tables.map(({ name }) => name);
  heard = hearStatements(server);
});
afterAll(() => server.close());

const id = '00000000-0000-4000-8000-000000000000';
const readingRoutes = Object.keys(accessMatrix).filter((route) => route.startsWith('GET ') || route in questions);
function urlOf(route: string): string {
  const path = (route.split(' ')[1] ?? '').replace('{workflow}/{version}', 'dose-dispensing/1');
  const query = route === 'GET /api/statistics/fees' ? '?from=2026-11-01&to=2026-11-30' : '';
  return path.replace('/api/cases/{id}', '/api/cases/CASE').replaceAll(/\{\w+\}/g, id) + query;
}

async function ask(who: Persona, route: string): Promise<void> {
  const [method = ''] = route.split(' ');
  const response = await server.call(who, method, urlOf(route).replace('CASE', caseId), questions[route]);
  if (!response.headers.get('content-type')?.includes('text/event-stream')) {
    await response.text();
    return;
  }
  const stream = await EventStream.of(response);
  const hold = { type: 'recordHold', data: { reason: 'Ferie', from: '2026-11-20' } };
  if (who === 'nurse') {
    expect((await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, hold)).status).toBe(200);
    await stream.until(() => stream.cases.has(caseId));
  }
  await stream.close();
}

/** What of citizens was read as the engine reads, while a route was served. */
function readBeside(route: string): string[] {
  const [method = ''] = route.split(' ');
  const request = `${method} ${urlOf(route).replace('CASE', caseId)}`;
  const texts = heard.flatMap(({ text, isViewed, ...of }) => (of.request === request && !isViewed ? [text] : []));
  const tables = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:from|join)\s+(?:keys\.)?"?(\w+)"?/gi)].map(([, table]) => table ?? ''),
  );
  return [...new Set(tables.filter((table) => personal.includes(table)))].toSorted();
}

it('reads under the policies whatever tells of citizens, but for what is listed with its reason', async () => {
  const found: [string, string[]][] = [];
  let viewed = 0;
  for (const route of readingRoutes) {
    heard.length = 0;
    const access = accessMatrix[route] ?? 'public';
    for (const who of Object.keys(personas) as Persona[])
      if (access !== 'public' && access[who] !== undefined) await ask(who, route);
    viewed += heard.filter(({ isViewed }) => isViewed).length;
    const tables = readBeside(route);
    if (tables.length > 0) found.push([route, tables]);
  }
  const listed = Object.entries(engineReads).map(([route, { tables }]) => [route, tables]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed));
  // The ear hears what runs under a viewer too.
  expect(viewed).toBeGreaterThan(100);
});
