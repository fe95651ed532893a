/** Everyone tries every route, over the running server: the matrix that a reviewer reads is what it does. */
import { accessMatrix, developmentMatrix, personas } from '../../src/auth/access-matrix.ts';
import type { Persona } from '../../src/auth/access-matrix.ts';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { sources } from '../../src/db/tables.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { describeApi } from '../../src/openapi.ts';
import { allDefinitions } from '../../workflows/registry.ts';
import { EventStream } from '../support/event-stream.ts';
import { routesOf } from '../support/routes-of.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509473001';
const name = 'Testborger Prøve';
const everyone = Object.keys(personas) as Persona[];
const matrix = { ...accessMatrix, ...developmentMatrix };
const organisation = (key: string): string => directoryId('organisation', key);

let server: TestServer;
let caseId: string;
let stayId: string;
let widest: string;

beforeAll(async () => {
  server = await startServer();
  const issuer = await openDevelopmentIssuer(server.dataFolder, 'dosisflow');
  widest = await issuer.sign(developmentSubject('adapter'), ['cases', 'integration', 'operations']);
  const data = {
    gpPractice: organisation('laegehuset-eksempel'),
    pharmacy: organisation('apoteket-eksempel'),
    region: organisation('testregion'),
  };
  caseId = await openActiveCase(server, cpr, data);
  const admitted = await server.call('hospital-adapter', 'POST', '/api/integration/events', {
    specversion: '1.0',
    id: 'matrix',
    source: 'urn:test:matrix',
    type: 'dk.dosisflow.hospital.admissionObserved.v1',
    time: '2026-11-20T08:00:00+01:00',
    data: {
      cpr,
      event: 'STIN',
      change: 'new',
      messageId: 'm1',
      episodes: ['local|e1'],
      periodStart: '2026-11-20T08:00:00+01:00',
      provider: '265161000016000',
      reportOfAdmission: false,
    },
  });
  expect(await admitted.json()).toMatchObject({ results: [{ result: 'accepted' }] });
  const [stay] = await server.rows<{ id: string }>(`select id from "case" where workflow = 'hospital-stay'`);
  stayId = stay?.id ?? '';
});
afterAll(() => server.close());

/** A question that gets past reading: what is refused then is refused for who asks. */
const bodies: Readonly<Record<string, () => object>> = {
  'POST /api/statistics/parameters': () => ({ key: 'targetUsers', value: 85_000, source: 'Styregruppen' }),
  'POST /api/statistics/figures': () => ({
    csv: 'month;area;usersAll\n2026-02;DK;64000',
    source: 'Prøve',
    vintage: '2026-02-28',
  }),
  'POST /api/programme': () => ({
    ...{ id: 'proeve', kind: 'risk', title: 'En prøve', status: 'open', dependsOn: [], note: '', source: 'Prøve' },
  }),
  'POST /api/stuck/remind': () => ({ dryRun: true, filter: {} }),
  'POST /api/stuck/reassign': () => ({ dryRun: true, filter: {}, to: '00000000-0000-4000-8000-000000000000' }),
  'POST /api/stuck/views': () => ({ name: 'Prøve', filter: {} }),
  'POST /api/cases': () => ({ workflow: 'dose-dispensing', data: { cpr: '2509473002' } }),
  'POST /api/cases/take-over': () => ({ citizens: [{ key: 'matrix', data: { cpr: '2509473003' } }] }),
  'POST /api/citizens/search': () => ({ cpr }),
  'POST /api/citizens/access-log': () => ({ cpr, format: 'csv' }),
  'POST /api/cases/{id}/commands': () => ({ type: 'noSuchCommand' }),
  'POST /api/back-orders/check': () => ({ packageNumbers: ['000001'] }),
};

async function ask(who: Persona, route: string): Promise<{ status: number; text: string }> {
  const [method = '', path = ''] = route.split(' ');
  const url = path
    .replace('/api/cases/{id}', `/api/cases/${caseId}`)
    .replace('{workflow}/{version}', 'dose-dispensing/99')
    .replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
  const body = method === 'POST' ? (bodies[route]?.() ?? {}) : undefined;
  // A provider may grant an adapter every scope: what the scope opens is for people, and none of them is one.
  const headers = who === 'adapter' ? { authorization: `Bearer ${widest}` } : undefined;
  const response = await server.call(who, method, url, body, headers);
  if (response.headers.get('content-type')?.includes('text/event-stream')) return firstEvent(response);
  return { status: response.status, text: await response.text() };
}

/** A stream goes on for a minute: what it says first is enough. */
async function firstEvent(response: Response): Promise<{ status: number; text: string }> {
  const stream = await EventStream.of(response);
  await stream.close();
  return { status: response.status, text: JSON.stringify({ cases: [...stream.cases] }) };
}

it('has every route, and none that is not there', () => {
  const documented = Object.entries(describeApi(server.app, allDefinitions).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = routesOf(server.app)
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter((route) => !route.includes('/dev/identity'));
  expect(documented.filter((route) => !(route in matrix))).toEqual([]);
  expect(served.toSorted()).toEqual(Object.keys(matrix).toSorted());
});

it('has an account for every role, as the directory says', async () => {
  for (const who of everyone) {
    const [person] = await server.rows<{ role: string; kind: string }>(
      'select role, o.kind from person p join organisation o on o.id = organisation_id where subject = $1',
      [`dev|${who}`],
    );
    expect([who, person]).toEqual([who, personas[who]]);
    expect(developmentAccounts[who]).toBeDefined();
  }
});

it.each(Object.keys(matrix))('says who reaches %s', async (route) => {
  const access = matrix[route] ?? 'public';
  for (const who of everyone) {
    const reach = access === 'public' ? 'public' : access[who];
    const { status, text } = await ask(who, route);
    if (reach === undefined) {
      expect([who, status]).toEqual([who, 403]);
      continue;
    }
    expect([who, status, [401, 403, 405].includes(status) || status >= 500]).toEqual([who, status, false]);
    if (reach !== 'ownCases' && reach !== 'ownRows') expect([who, text.includes(name)]).toEqual([who, false]);
    expect([who, text.includes(cpr) && who !== 'nurse' && who !== 'planner']).toEqual([who, false]);
    if (reach === 'nothing') expect([who, tellsNothing(status, text)]).toEqual([who, true]);
    if (reach === 'ownCases' && route === 'GET /api/cases/{id}') expect([who, status]).toEqual([who, 200]);
  }
});

function tellsNothing(status: number, text: string): boolean {
  const saysNothing = status === 400 || /"(items|cases)":\[\]/.test(text) || /^\W*(:|forløb;[^\n]*)\s*$/.test(text);
  return status === 404 || (saysNothing && !text.includes(caseId));
}

/** What of one case each sees: who it is about, and that he is in hospital. */
const shown: Readonly<Record<Persona, { name: boolean; cpr: boolean; stay: boolean } | undefined>> = {
  nurse: { name: true, cpr: true, stay: true },
  planner: { name: true, cpr: true, stay: true },
  gp: { name: true, cpr: false, stay: false },
  'practice-staff': { name: true, cpr: false, stay: false },
  pharmacist: { name: true, cpr: false, stay: false },
  'pharmacy-staff': { name: true, cpr: false, stay: false },
  // Its own stay.
  ward: { name: true, cpr: false, stay: true },
  coordinator: { name: false, cpr: false, stay: false },
  'regional-coordinator': undefined,
  'national-coordinator': undefined,
  administrator: { name: false, cpr: false, stay: true },
  dpo: undefined,
  adapter: undefined,
};

it.each(everyone)('shows a case to %s as far as the legal basis goes', async (who) => {
  const expected = shown[who];
  const headers = who === 'adapter' ? { authorization: `Bearer ${widest}` } : undefined;
  const root = await server.call(who, 'GET', `/api/cases/${caseId}`, undefined, headers);
  const stay = await server.call(who, 'GET', `/api/cases/${stayId}`, undefined, headers);
  if (!expected) {
    expect([403, 404]).toContain(root.status);
    expect([403, 404]).toContain(stay.status);
    return;
  }
  const text = await root.text();
  const seen = { name: text.includes(name), cpr: text.includes(cpr), stay: text.includes(stayId) };
  expect(seen).toEqual(expected);
  expect(stay.status).toBe(expected.stay ? 200 : 404);
  expect(text.includes('inpatient')).toBe(expected.stay);
});

it('lets a client tell the facts of its own source alone', async () => {
  const event = { specversion: '1.0', id: 'x', source: 'urn:x', time: '2026-11-20T08:00:00Z', data: { cpr } };
  const tell = async (who: string, source: string): Promise<number> =>
    (
      await server.call(who, 'POST', '/api/integration/events', {
        ...event,
        type: `dk.dosisflow.${source}.holdObserved.v1`,
      })
    ).status;
  const own = {
    'fmk-adapter': 'fmk',
    'hospital-adapter': 'hospital',
    'municipality-adapter': 'municipality',
    'product-adapter': 'product',
  };
  expect(Object.values(own).toSorted()).toEqual(sources.toSorted());
  for (const [who, its] of Object.entries(own)) {
    for (const source of sources) {
      const expected = source === its ? 200 : 403;
      expect([who, source, await tell(who, source)]).toEqual([who, source, expected]);
    }
  }
  const fhir = { 'content-type': 'application/fhir+json' };
  expect((await server.call('fmk-adapter', 'POST', '/fhir/$process-message', '{}', fhir)).status).toBe(403);
  const xml = { 'content-type': 'application/xml' };
  expect((await server.call('hospital-adapter', 'POST', '/api/integration/fmk', '<a/>', xml)).status).toBe(403);
  expect((await server.call('fmk-adapter', 'POST', '/api/integration/fmk', '<a/>', xml)).status).toBe(400);
});
