/** Someone with good credentials who wants more than they give. */
import { randomUUID } from 'node:crypto';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { viewedBy } from '../../src/db/viewed-store.ts';
import { EventStream } from '../support/event-stream.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509471001';
const hold = { type: 'recordHold', data: { reason: 'Angreb', from: '2026-11-20' } };

const admission = (id: string, of: string): object => ({
  specversion: '1.0',
  id,
  source: 'urn:test:attack',
  type: 'dk.dosisflow.hospital.admissionObserved.v1',
  time: '2026-11-20T08:00:00+01:00',
  data: {
    cpr: of,
    event: 'STIN',
    change: 'new',
    messageId: 'm1',
    episodes: ['local|e1'],
    periodStart: '2026-11-20T08:00:00+01:00',
    provider: '265161000016000',
    reportOfAdmission: false,
  },
});

let server: TestServer;
let caseId: string;
/** A nurse of a municipality that takes no part in the case. */
let stranger: string;

beforeAll(async () => {
  server = await startServer();
  caseId = await openActiveCase(server, cpr);
  const organisation = randomUUID();
  await server.rows(
    `insert into organisation (id, kind, name, municipality_code, duty_contact) values ($1, 'municipality', 'En anden kommune', '0999', 'Vagten')`,
    [organisation],
  );
  await server.rows(
    `insert into person (id, subject, kind, name, role, organisation_id) values ($1, 'stranger', 'person', 'Fremmed Prøve', 'municipalNurse', $2)`,
    [randomUUID(), organisation],
  );
  stranger = await (await openDevelopmentIssuer(server.dataFolder, 'dosisflow')).sign('stranger', ['cases']);
});
afterAll(() => server.close());

async function asStranger(method: string, path: string, body?: object): Promise<[number, string]> {
  const response = await fetch(server.address + path, {
    method,
    headers: { authorization: `Bearer ${stranger}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return [response.status, await response.text()];
}
/** What differs between two answers to the same question may tell something; the ids that were asked for do not. */
const without = (text: string, id: string): string =>
  text.replaceAll(id, 'ID').replaceAll(/"requestId":"[^"]*"/g, '"requestId":""');

const places = (id: string): [string, string, object?][] => [
  ['GET', `/api/cases/${id}`],
  ['GET', `/api/cases/${id}/journal`],
  ['GET', `/api/cases/${id}/explain`],
  ['POST', `/api/cases/${id}/commands`, hold],
];

it('answers for another organisation’s case exactly as for one that does not exist', async () => {
  const none = randomUUID();
  for (const [n, [method, path, body]] of places(caseId).entries()) {
    const [, otherPath = ''] = places(none)[n] ?? [];
    const [status, text] = await asStranger(method, path, body);
    const [, expected] = await asStranger(method, otherPath, body);
    expect([path, status]).toEqual([path, 404]);
    expect(without(text, caseId)).toBe(without(expected, none));
  }
});

it('answers for another organisation’s task exactly as for one that does not exist', async () => {
  const planned = { type: 'planEnding', data: { reason: 'citizenDeclines', lastDay: '2026-12-20' } };
  await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, planned);
  const [task] = await server.rows<{ id: string }>('select id from task where case_id = $1 and closed_at is null', [
    caseId,
  ]);
  if (!task) throw new Error('Expected an open task');
  const { id } = task;
  const none = randomUUID();
  const [status, text] = await asStranger('POST', `/api/tasks/${id}/claim`);
  const [, expected] = await asStranger('POST', `/api/tasks/${none}/claim`);
  expect(status).toBe(404);
  expect(without(text, id)).toBe(without(expected, none));
});

it('lists nothing of another organisation', async () => {
  for (const path of ['/api/cases', '/api/tasks']) {
    expect([path, ...(await asStranger('GET', path))]).toEqual([path, 200, expect.stringContaining('"items":[]')]);
  }
});

it('finds no citizen of another organisation, and says no more than of one who is unknown', async () => {
  const known = await asStranger('POST', '/api/citizens/search', { cpr });
  expect(known).toEqual(await asStranger('POST', '/api/citizens/search', { cpr: '2509471999' }));
  expect(known).toEqual([200, expect.stringContaining('"items":[]')]);
});

it('tells whoever gives another’s citizens as candidates neither that they are known nor their names', async () => {
  const candidate = (of: string): object => ({ cpr: of, careSetting: 'homeCare', drugs: [{ drugId: '28100009555' }] });
  const candidates = [cpr, '2509471996'].map(candidate);
  const [status, text] = await asStranger('POST', '/api/candidates', { candidates });
  const { results } = JSON.parse(text) as { results: { result: string; id: string }[] };
  expect([status, results.map(({ result }) => result)]).toEqual([200, ['kept', 'kept']]);
  const [, list] = await asStranger('GET', '/api/candidates');
  expect(list).toContain(cpr);
  expect(list).not.toContain('Prøve');
  const met = await server.rows(`select 1 from audit where case_id = $1 and detail = 'found in giving candidates'`, [
    caseId,
  ]);
  expect(met).toHaveLength(1);
  const [started, why] = await asStranger('POST', `/api/candidates/${results[0]?.id}/start`, {});
  expect([started, (JSON.parse(why) as { type: string }).type]).toEqual([409, '/problems/number-not-usable']);
  expect(why).not.toContain(caseId);
  // Nor does the database itself open another's citizen to it.
  const [{ organisation } = { organisation: '' }] = await server.rows<{ organisation: string }>(
    `select organisation_id as organisation from person where subject = 'stranger'`,
  );
  const viewer = { organisationId: organisation, id: randomUUID(), role: 'municipalNurse', sees: 'own' as const };
  const { rows } = await viewedBy(server.store, viewer).pool.query(
    'select (select count(*)::int from candidate) as candidates, (select count(*)::int from citizen) as citizens',
  );
  expect(rows).toEqual([{ candidates: 2, citizens: 0 }]);
});

it('gives no id away to whoever opens a case for another’s citizen, and logs that he met one', async () => {
  const [status, text] = await asStranger('POST', '/api/cases', { workflow: 'dose-dispensing', data: { cpr } });
  expect(status).toBe(409);
  expect(text).not.toContain(caseId);
  expect((JSON.parse(text) as { type: string }).type).toBe('/problems/number-not-usable');
  const met = await server.rows(
    `select 1 from audit where case_id = $1 and detail = 'found in opening a case' and citizen_id is null`,
    [caseId],
  );
  expect(met).not.toEqual([]);
});

it('tells nobody of another’s case by the stream of events', async () => {
  const { address } = server;
  const listen = async (token: string, since: string): Promise<EventStream> => {
    const headers = { authorization: `Bearer ${token}`, ...(since && { 'last-event-id': since }) };
    return EventStream.of(await fetch(`${address}/api/events/stream`, { headers }));
  };
  const nurse = await server.token('nurse');
  const before = await listen(nurse, '');
  const given = { type: 'reportDeath', data: { source: 'Hjemmeplejen' } };
  expect((await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, given)).status).toBe(200);
  const own = await listen(nurse, before.last);
  await own.until(() => own.cases.has(caseId));

  // Each hears of what happens at his own organisation after it, and so was told of all that he may know before.
  const opened = { workflow: 'dose-dispensing', data: { cpr: '2509471007' } };
  const [status, text] = await asStranger('POST', '/api/cases', opened);
  expect(status).toBe(201);
  const strangers = (JSON.parse(text) as { id: string }).id;
  const foreign = await listen(stranger, before.last);
  await foreign.until(() => foreign.cases.has(strangers));
  expect([...foreign.cases]).toEqual([strangers]);

  const another = await openActiveCase(server, '2509471008');
  const told = admission('ward', '2509471008');
  expect((await server.call('hospital-adapter', 'POST', '/api/integration/events', told)).status).toBe(200);
  const ward = await listen(await server.token('ward'), before.last);
  await ward.until(() => ward.cases.has(another));
  expect(ward.cases).not.toContain(caseId);
  for (const stream of [before, own, foreign, ward]) await stream.close();
});

it('lets nobody try out the numbers of citizens', async () => {
  const slow = await startServer({ RATE_LIMIT: '100' });
  const search = (): Promise<Response> => slow.call('nurse', 'POST', '/api/citizens/search', { cpr });
  const statuses: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) statuses.push((await search()).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  expect(Number((await search()).headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await slow.call('gp', 'POST', '/api/citizens/search', { cpr })).status).toBe(200);
  expect((await slow.call('adapter', 'POST', '/api/integration/events', [])).status).not.toBe(429);
  await slow.close();
});

it('gives a role nothing that belongs to another, whatever a request says of itself', async () => {
  const claims = { 'x-role': 'administrator', role: 'administrator', 'dosisflow-role': 'administrator' };
  const id = randomUUID();
  for (const [who, method, path, body] of [
    ['nurse', 'GET', '/api/incidents'],
    ['nurse', 'POST', '/api/dev/clock', { advance: 'P1D' }],
    ['coordinator', 'POST', '/api/dev/clock', { advance: 'P1D' }],
    ['nurse', 'POST', `/api/persons/${id}/end-sessions`],
    ['coordinator', 'POST', `/api/persons/${id}/end-sessions`],
    ['nurse', 'POST', '/api/citizens/access-log', { cpr, format: 'csv' }],
    ['nurse', 'POST', '/api/integration/events', []],
    ['gp', 'POST', '/api/cases', { workflow: 'dose-dispensing', data: { cpr: '2509471002' }, role: 'municipalNurse' }],
    ['adapter', 'GET', '/api/cases'],
  ] as const) {
    const { status } = await server.call(who, method, path, body, claims);
    expect([who, path, [400, 403].includes(status)]).toEqual([who, path, true]);
  }
  const denied = await server.call('pharmacist', 'POST', `/api/cases/${caseId}/commands`, hold);
  expect(denied.status).toBeGreaterThanOrEqual(400);
});

it('takes no field that it has not asked for (mass assignment)', async () => {
  const before = await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json();
  const bodies: [string, object | string][] = [
    [`/api/cases/${caseId}/commands`, { ...hold, state: { course: 'ended' }, revision: 99 }],
    [`/api/cases/${caseId}/commands`, { ...hold, data: { ...hold.data, by: { role: 'gp' }, state: 'ended' } }],
    [`/api/cases/${caseId}/commands`, `{"type":"recordHold","data":{},"__proto__":{"role":"administrator"}}`],
    [`/api/cases/${caseId}/commands`, `{"type":"recordHold","data":{"constructor":{"prototype":{"admin":true}}}}`],
    ['/api/cases', { workflow: 'dose-dispensing', data: { cpr: '2509471003', citizenId: caseId, familyId: caseId } }],
    ['/api/cases', { workflow: 'dose-dispensing', data: { cpr: '2509471003' }, organisationId: caseId }],
    ['/api/citizens/search', { cpr, all: true }],
  ];
  for (const [path, body] of bodies) {
    const { status } = await server.call('nurse', 'POST', path, body, { 'content-type': 'application/json' });
    expect([path, body, status]).toEqual([path, body, 400]);
  }
  const after = (await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as object;
  expect(after).toEqual(before);
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
});

it('does nothing twice that is sent twice, and nothing else under the same key (replay)', async () => {
  const id = await openActiveCase(server, '2509471004');
  const give = (body: object): Promise<Response> =>
    server.call('nurse', 'POST', `/api/cases/${id}/commands`, body, { 'idempotency-key': 'recorded' });
  const revisions = [];
  for (const response of [await give(hold), await give(hold)]) {
    revisions.push(((await response.json()) as { revision: number }).revision);
  }
  expect(revisions[0]).toBe(revisions[1]);
  expect((await give({ ...hold, data: { ...hold.data, reason: 'Noget andet' } })).status).toBe(422);

  const event = admission('recorded', '2509471004');
  for (let sent = 0; sent < 2; sent += 1) {
    expect((await server.call('adapter', 'POST', '/api/integration/events', event)).status).toBe(200);
  }
  expect(
    await server.rows(`select 1 from "case" where workflow = 'hospital-stay' and parent_id = $1`, [id]),
  ).toHaveLength(1);
});

it('lets nobody try out numbers by opening in an emergency, and logs each try', async () => {
  const slow = await startServer({ RATE_LIMIT: '100' });
  const known = '2509471005';
  await openActiveCase(slow, known);
  const reason = 'Prøver numre af, et efter et';
  const statuses: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const body = { cpr: tries === 0 ? known : '2509471006', reason };
    statuses.push((await slow.call('gp', 'POST', '/api/citizens/emergency-opening', body)).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  const logged = await slow.rows<{ detail: string; known: boolean }>(
    `select detail, case_id is not null as known from audit where action = 'search' and actor_role = 'gp' order by id`,
  );
  expect(logged.filter(({ detail }) => detail === 'opened in an emergency')).toHaveLength(1);
  expect(logged.filter(({ known: isKnown }) => !isKnown)).toHaveLength(4);
  await slow.close();
});

it('takes no field by which someone would give himself more of a case (mass assignment)', async () => {
  const reason = 'Vil gerne se det hele længe';
  const until = '2036-01-01T00:00:00Z';
  for (const [who, path, body] of [
    ['gp', '/api/citizens/emergency-opening', { cpr, reason, until, ground: 'treating' }],
    ['gp', '/api/citizens/emergency-opening', { cpr, reason, person: 'someone' }],
    ['nurse', `/api/cases/${caseId}/treating-coordinators`, { person: caseId, until, reason, ground: 'breakGlass' }],
    ['dpo', `/api/emergency-openings/${caseId}/follow-up`, { verdict: 'approved', note: 'x', until }],
  ] as const) {
    const { status } = await server.call(who, 'POST', path, body);
    expect([path, body, status]).toEqual([path, body, 400]);
  }
  expect(await server.rows('select 1 from personal_access')).toEqual([]);
});
