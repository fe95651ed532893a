/**
 * Every reading route as everyone who reaches it, on cases with contents. None passes the policies of the tables by, but those
 * listed with their reason, and whoever is shown a citizen stands in the access log.
 */
import { randomUUID } from 'node:crypto';
import { accessMatrix, personas } from '../../src/auth/access-matrix.ts';
import type { Persona } from '../../src/auth/access-matrix.ts';
import { engineReads } from '../../src/auth/engine-reads.ts';
import { setClock } from '../../src/db/clock.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { EventStream } from '../support/event-stream.ts';
import { hearStatements } from '../support/heard-statements.ts';
import type { Heard } from '../support/heard-statements.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { send } from '../support/hospital-notification/send.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const packer = { cpr: '2509476001', name: 'Agnete Pakkesen' };
const declining = { cpr: '2509476002', name: 'Bodil Nejtaksen' };
/** Who has no case. */
const suited = { cpr: '2509476003', name: 'Carla Egnetsen' };

/** Questions that are sent as a POST, for what they hold belongs into no URL. */
const questions: Readonly<Record<string, object>> = {
  'POST /api/citizens/search': { cpr: packer.cpr },
  'POST /api/citizens/access-log': { cpr: packer.cpr, format: 'csv' },
  'POST /api/inbox/{id}/raw': { reason: 'treatment' },
  'POST /api/drugs/search': { text: 'para' },
  'POST /api/back-orders/check': { packageNumbers: ['000001'] },
};
/** Asked once more, in another way. */
const otherWays = [
  ['nurse', 'POST /api/citizens/search', { name: 'Agnete' }],
  ['administrator', 'POST /api/citizens/access-log', { cpr: suited.cpr, format: 'fhir' }],
  ['dpo', 'POST /api/citizens/access-log', { cpr: suited.cpr, format: 'csv' }],
  ['gp', 'POST /api/citizens/search', { cpr: suited.cpr }],
] as const;

/** Routes that tell of no citizen, and so leave nothing in the access log. Where one did, the test names it. */
const tellsOfNobody: readonly (readonly [why: string, ...routes: string[]])[] = [
  [
    'sums and states, over citizens of whom none is shown',
    'GET /api/stuck/summary',
    ...['uptake', 'flow', 'admissions', 'requests', 'supply', 'quality-clusters', 'fees', 'parameters'].map(
      (sums) => `GET /api/statistics/${sums}`,
    ),
    'GET /api/inbox/summary',
    'GET /api/broadcasts',
    'GET /api/fmk-walks',
    'GET /api/programme',
    'GET /api/programme/csv',
  ],
  [
    'who works where, and what someone saved for himself',
    'GET /api/tasks/colleagues',
    'GET /api/deputies',
    'GET /api/stuck/staff',
    'GET /api/stuck/views',
    'GET /api/me',
  ],
  [
    'organisations, products, rules, charts and time',
    'GET /api/agreements',
    'GET /api/policies',
    'GET /api/tariffs',
    'GET /api/back-orders',
    'POST /api/back-orders/check',
    'POST /api/drugs/search',
    'GET /api/price-lists',
    'GET /api/charts/{workflow}/{version}',
    'GET /api/clock',
    'GET /api/organisations',
    'GET /api/organisations/{id}',
    'GET /api/organisations/{id}/channels',
    ...['contacts', 'eoj-visibility', 'geography', 'practice-systems', 'quality-clusters'].map(
      (reference) => `GET /api/reference/${reference}`,
    ),
  ],
  [
    'ids of cases that the page shows already, as a sign to read them anew: the reading is what is logged',
    'GET /api/events/stream',
  ],
];

interface Asked {
  who: Persona;
  route: string;
  status: number;
  /** Citizens that the answer tells of, by their ids. */
  shown: string[];
  /** Citizens of whom the access log got a row, complete, by whom the question came from. */
  logged: string[];
}

let server: TestServer;
let caseId: string;
let rollId: string;
let messageId: string;
/** Tables that tell of citizens, by their columns or by having policies. */
let personal: string[];
let heard: Heard[];
/** What an answer may hold of a citizen, and who that is. */
let marks: { mark: string; citizen: string }[];
const asked: Asked[] = [];
const readBeside: Record<string, string[]> = {};
let viewed = 0;

const organisation = (key: string): string => directoryId('organisation', key);

/** Answers the id of the case that it came to. */
async function observe(type: string, data: object): Promise<string> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', {
    ...{ specversion: '1.0', id: randomUUID(), source: 'urn:test:reads', type: `dk.dosisflow.${type}.v1`, data },
    time: await server.store.clock(server.store.pool),
  });
  const { results } = (await response.json()) as { results: { result: string; caseId: string }[] };
  expect(results).toMatchObject([{ result: 'accepted' }]);
  return results[0]?.caseId ?? '';
}
async function done(who: Persona, path: string, body: object): Promise<void> {
  const response = await server.call(who, 'POST', path, body);
  expect([path, response.ok, await response.text()]).toEqual([path, true, expect.any(String)]);
}

/** Something in every list: a roll at risk, a question and a proposal to the practice, a stay, what is late and what fails. */
async function fill(): Promise<void> {
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
  const parties = {
    gpPractice: organisation('laegehuset-eksempel'),
    pharmacy: organisation('apoteket-eksempel'),
    region: organisation('testregion'),
  };
  const drugId = '99000000006';
  const prescriptions = [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }];
  caseId = await openActiveCase(server, packer.cpr, { name: packer.name, prescriptions, ...parties });
  const declined = await openActiveCase(server, declining.cpr, { name: declining.name, ...parties });
  const period = { cardId: 'k', drugIds: [drugId], deadline: '2026-03-20T11:00:00Z' };
  rollId = await observe('fmk.dispensingPeriodObserved', {
    ...{ ...period, cpr: declining.cpr, periodId: 'q', status: 'Ikke udleveret af apoteket' },
    ...{ startDate: '2026-03-01', endDate: '2026-03-14' },
  });
  await done('nurse', `/api/cases/${rollId}/commands`, { type: 'draftAdverseEvent', data: {} });
  await done('nurse', `/api/cases/${declined}/commands`, {
    type: 'planEnding',
    data: { reason: 'citizenDeclines', lastDay: '2026-03-04' },
  });
  const candidate = { ...suited, careSetting: 'homeCare', drugs: [] };
  await done('nurse', '/api/candidates', { candidates: [candidate] });
  await done('ward', '/api/citizens/emergency-opening', { cpr: declining.cpr, reason: 'Fundet uden sin medicin' });
  await server.advance('P3D');
  // A practice is asked for two working days: now.
  await observe('fmk.dispensingPeriodObserved', {
    ...{ ...period, cpr: packer.cpr, periodId: 'p', status: 'Planlagt' },
    ...{ startDate: '2026-04-01', endDate: '2026-04-14' },
  });
  const short = { since: '2026-03-02', expectedTo: '2026-06-01', source: 'Grossisten' };
  await observe('product.backOrderObserved', { packageNumber: '990061', ...short });
  await server.advance('PT1S');
  const [admission] = buildSequence({ codes: ['STIN'], cpr: packer.cpr, startsAt: '2026-03-05T08:00:00Z' });
  if (!admission) throw new Error('Expected an admission');
  const [body, type] = bodyOf(admission);
  expect((await send(server, body, type)).stay).toEqual(expect.any(String));
  await server.rows(
    `insert into incident (id, kind, subject, case_id, organisation_id, opened_at, attempts, last_error, advice, status)
     values (gen_random_uuid(), 'effect', 'effect:1', $1, $2, now(), 1, 'x', '{"da":"x","en":"x"}', 'open')`,
    [caseId, organisation('testkommune-nord')],
  );
  await server.rows(
    `insert into outbox (key, kind, case_id, organisation_id, code, created_at, due_at, status)
     values ('sent', 'notice', $1, $2, 'task.identity', now(), now(), 'delivered')`,
    [caseId, organisation('testkommune-nord')],
  );
  await server.rows(
    `insert into statistic (case_id, key, kind, occurred_at) values ($1, 'consentDeclined', 'declined.other', now())`,
    [declined],
  );
  const [message] = await server.rows<{ id: string }>('select id from inbox where key_citizen_id is not null limit 1');
  messageId = message?.id ?? '';
}

beforeAll(async () => {
  server = await startServer();
  await fill();
  const tables = await server.rows<{ name: string }>(
    `select distinct c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'keys') and c.relkind in ('r', 'p') and not c.relispartition and (c.relrowsecurity
       or exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
         and a.attname in ('case_id', 'family_id', 'citizen_id', 'key_citizen_id', 'snapshot')))`,
  );
  personal = tables.map(({ name }) => name);
  marks = await marksOfCitizens();
  heard = hearStatements(server);
  for (const route of readingRoutes) {
    heard.length = 0;
    const access = accessMatrix[route] ?? 'public';
    for (const who of Object.keys(personas) as Persona[])
      if (access !== 'public' && access[who] !== undefined) await ask(who, route, questions[route]);
    for (const [who, of, question] of otherWays) if (of === route) await ask(who, route, question);
    viewed += heard.filter(({ isViewed }) => isViewed).length;
    const beside = besidePolicies(route);
    if (beside.length > 0) readBeside[route] = beside;
  }
}, 120_000);
afterAll(() => server.close());

/** Numbers, names, and ids of whatever is theirs. */
async function marksOfCitizens(): Promise<typeof marks> {
  const rows = await server.rows<{ mark: string; citizen: string }>(
    `with theirs as (select id, citizen_id from "case" where citizen_id is not null)
     select id::text as mark, citizen_id as citizen from theirs
     union all select id::text, id from citizen
     union all select t.id::text, c.citizen_id from task t join theirs c on c.id = t.case_id
     union all select i.id::text, c.citizen_id from inbox i join theirs c on c.id = i.case_id
     union all select i.id::text, c.citizen_id from incident i join theirs c on c.id = i.case_id`,
  );
  const [candidate] = await server.rows<{ id: string }>('select citizen_id as id from candidate');
  const ofCase = new Map(rows.map(({ mark, citizen }) => [mark, citizen]));
  const [declined] = await server.rows<{ id: string }>('select family_id as id from personal_access');
  const known = [
    [packer, ofCase.get(caseId)],
    [declining, ofCase.get(declined?.id ?? '')],
    [suited, candidate?.id],
  ] as const;
  return [...rows, ...known.flatMap(([{ cpr, name }, citizen = '']) => [cpr, name].map((mark) => ({ mark, citizen })))];
}

const id = '00000000-0000-4000-8000-000000000000';
const readingRoutes = Object.keys(accessMatrix).filter((route) => route.startsWith('GET ') || route in questions);
const queries: Readonly<Record<string, string>> = {
  'GET /api/statistics/fees': '?from=2026-11-01&to=2026-11-30',
  'GET /api/stuck/soon': '?hours=336',
};
function urlOf(route: string): string {
  const path = (route.split(' ')[1] ?? '').replace('{workflow}/{version}', 'dose-dispensing/1');
  const query = queries[route] ?? '';
  return (
    path
      .replace('/api/cases/{id}/adverse-event', `/api/cases/${rollId}/adverse-event`)
      .replace('/api/cases/{id}', `/api/cases/${caseId}`)
      .replace('/api/inbox/{id}', `/api/inbox/${messageId}`)
      .replaceAll(/\{\w+\}/g, id) + query
  );
}

async function ask(who: Persona, route: string, question?: object): Promise<void> {
  const [method = ''] = route.split(' ');
  const [before] = await server.rows<{ last: string }>('select coalesce(max(id), 0) as last from audit');
  // A nurse looks up messages by whom they are about.
  const url = who === 'nurse' && route === 'GET /api/inbox' ? `${urlOf(route)}?case=${caseId}` : urlOf(route);
  const response = await server.call(who, method, url, question);
  const text = response.headers.get('content-type')?.includes('text/event-stream')
    ? await hear(who, response)
    : await response.text();
  const { status } = response;
  // An extract of the log says of whom by being the answer to the number.
  const of = route === 'POST /api/citizens/access-log' ? JSON.stringify(question) : '';
  const tells = status === 200 ? `${url} ${of} ${text}` : '';
  const person = directoryId('person', `dev|${who}`);
  const logged = await server.rows<{ citizen: string }>(
    `select distinct coalesce(a.citizen_id, c.citizen_id) as citizen
     from audit a left join "case" c on c.id = a.case_id join person p on p.id = $2
     where a.id > $1 and a.actor_id = p.id::text and a.actor_role = p.role and a.organisation_id = p.organisation_id
       and a.action in ('read', 'search') and a.purpose in ('treatment', 'coordination', 'operation')
       and coalesce(a.citizen_id, c.citizen_id) is not null`,
    [before?.last, person],
  );
  asked.push({
    ...{ who, route, status, logged: logged.map(({ citizen }) => citizen) },
    shown: [...new Set(marks.flatMap(({ mark, citizen }) => (tells.includes(mark) ? [citizen] : [])))],
  });
}

/** A stream goes on for a minute: what it says first is enough. To the nurse it tells of a case that has moved. */
async function hear(who: Persona, response: Response): Promise<string> {
  const stream = await EventStream.of(response);
  if (who === 'nurse') {
    await done('nurse', `/api/cases/${caseId}/notes`, { id: randomUUID(), text: 'Ring efter kl. 10' });
    await stream.until(() => stream.cases.has(caseId));
  }
  await stream.close();
  return stream.heard;
}

/** What of citizens was read as the engine reads, while a route was served. */
function besidePolicies(route: string): string[] {
  const [method = ''] = route.split(' ');
  const request = `${method} ${urlOf(route)}`;
  const texts = heard.flatMap(({ text, isViewed, ...of }) =>
    of.request.startsWith(request) && !isViewed ? [text] : [],
  );
  const tables = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:from|join)\s+(?:keys\.)?"?(\w+)"?/gi)].map(([, table]) => table ?? ''),
  );
  return [...new Set(tables.filter((table) => personal.includes(table)))].toSorted();
}

it('reads under the policies whatever tells of citizens, but for what is listed with its reason', () => {
  const listed = Object.entries(engineReads).map(([route, { tables }]) => [route, tables]);
  expect(readBeside).toEqual(Object.fromEntries(listed));
  // The ear hears what runs under a viewer too.
  expect(viewed).toBeGreaterThan(100);
});

it('leaves whoever is shown a citizen in the access log, by every route: who, for whom, and why (P2)', () => {
  const unlogged = asked.flatMap(({ who, route, shown, logged }) => {
    const missing = shown.filter((citizen) => !logged.includes(citizen));
    return missing.length > 0 && route !== 'GET /api/events/stream' ? [`${route} by ${who}`] : [];
  });
  expect(unlogged).toEqual([]);
  const telling = new Set(asked.flatMap(({ route, shown }) => (shown.length > 0 ? [route] : [])));
  const silent = tellsOfNobody.flatMap(([, ...routes]) => routes);
  const expected = readingRoutes.filter((route) => accessMatrix[route] !== 'public' && !silent.includes(route));
  expect([...telling].toSorted()).toEqual([...expected, 'GET /api/events/stream'].toSorted());
});
