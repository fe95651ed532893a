/** Everyone asks every route for what is there and belongs to another organisation, with bodies that are in order. */
import { randomUUID } from 'node:crypto';
import { accessMatrix, personas } from '../../src/auth/access-matrix.ts';
import type { Persona } from '../../src/auth/access-matrix.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const everyone = Object.keys(personas) as Persona[];
const organisation = randomUUID();
const foreignName = 'Fremmedborger Testesen';

let server: TestServer;
/** What belongs to the other municipality, by the beginning of the routes that name it. */
const foreign: Record<string, string> = {};
let coordinator: string;

beforeAll(async () => {
  server = await startServer();
  await server.rows(
    `insert into organisation (id, kind, name, municipality_code, duty_contact) values ($1, 'municipality', 'En anden kommune', '0999', 'Vagten')`,
    [organisation],
  );
  for (const [subject, role] of [
    ['stranger', 'municipalNurse'],
    ['strange-coordinator', 'coordinator'],
  ]) {
    await server.rows(
      `insert into person (id, subject, kind, name, role, organisation_id) values ($1, $2, 'person', 'Fremmed Prøve', $3, $4)`,
      [randomUUID(), subject, role, organisation],
    );
  }
  const issuer = await openDevelopmentIssuer(server.dataFolder, 'dosisflow');
  const asStranger = async (path: string, body: object): Promise<{ id: string; results?: { id: string }[] }> => {
    const response = await fetch(server.address + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.sign('stranger', ['cases'])}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    expect([path, response.ok]).toEqual([path, true]);
    return (await response.json()) as { id: string; results?: { id: string }[] };
  };
  const data = { cpr: '2509474101', name: foreignName };
  const { id } = await asStranger('/api/cases', { workflow: 'dose-dispensing', data });
  const ending = { reason: 'citizenDeclines', lastDay: '2027-12-20' };
  await asStranger(`/api/cases/${id}/commands`, { type: 'planEnding', data: ending });
  const candidate = { cpr: '2509474102', name: foreignName, careSetting: 'homeCare', drugs: [] };
  const { results = [] } = await asStranger('/api/candidates', { candidates: [candidate] });
  const [task] = await server.rows<{ id: string }>('select id from task where case_id = $1 and closed_at is null', [
    id,
  ]);
  const [opening, incident, agreement, message, view, deputy] = Array.from({ length: 6 }, () =>
    randomUUID(),
  ) as string[];
  await server.rows(
    `insert into personal_access (id, family_id, person_id, organisation_id, ground, reason, since, until, granted_by)
     values ($1, $2, $3, $4, 'breakGlass', '', '2020-01-01', '2099-01-01', $3)`,
    [opening, id, randomUUID(), organisation],
  );
  await server.rows(
    `insert into incident (id, kind, subject, case_id, organisation_id, opened_at, attempts, last_error, advice, status)
     values ($1, 'effect', $2, $3, $4, now(), 1, 'x', '{"da":"x","en":"x"}', 'open')`,
    [incident, `effect:${id}`, id, organisation],
  );
  await server.rows(
    `insert into agreement (id, municipality_id, parties, routes, valid_from, recorded_at, recorded_by)
     values ($1, $2, array[$2::uuid], '{}', '2020-01-01', now(), 'x')`,
    [agreement, organisation],
  );
  await server.rows(
    `insert into inbox (id, source, received_at, media_type, content_hash, status, case_id)
     values ($1, 'medcom', now(), 'application/fhir+json', '', 'handled', $2)`,
    [message, id],
  );
  await server.rows(
    `insert into saved_view (id, person_id, name, filter, saved_at) values ($1, $2, 'Fremmed visning', '{}', now())`,
    [view, randomUUID()],
  );
  await server.rows(
    `insert into deputy (id, organisation_id, away_id, deputy_id, valid_from, valid_to, recorded_at, recorded_by)
     select $1, $2, away.id, stand_in.id, '2020-01-01', '2099-01-01', now(), away.id
     from person away, person stand_in where away.subject = 'stranger' and stand_in.subject = 'strange-coordinator'`,
    [deputy, organisation],
  );
  Object.assign(foreign, {
    '/api/cases/': id,
    '/api/tasks/': task?.id,
    '/api/candidates/': results[0]?.id,
    '/api/emergency-openings/': opening,
    '/api/incidents/': incident,
    '/api/agreements/': agreement,
    '/api/inbox/': message,
    '/api/stuck/views/': view,
    '/api/deputies/': deputy,
  });
  coordinator = directoryId('person', 'dev|coordinator');
});
afterAll(() => server.close());

/** A body that would be taken of whoever owns the row. */
const bodies: Readonly<Record<string, () => object>> = {
  'POST /api/cases/{id}/commands': () => ({ type: 'countStock', data: { lastsUntil: '2027-12-10' } }),
  'POST /api/cases/{id}/treating-coordinators': () => ({
    person: coordinator,
    until: '2027-12-10T10:00:00Z',
    reason: 'Følger borgeren',
  }),
  'POST /api/cases/{id}/notes': () => ({ id: randomUUID(), text: 'Ring efter kl. 10' }),
  'POST /api/cases/{id}/notes/withdraw': () => ({ note: randomUUID() }),
  'POST /api/tasks/{id}/hand-over': () => ({ to: coordinator }),
  'POST /api/tasks/{id}/snooze': () => ({ until: '2026-12-10T10:00:00Z', reason: 'awaitingAnswer' }),
  'POST /api/candidates/{id}/decline': () => ({ reason: 'other' }),
  'POST /api/emergency-openings/{id}/follow-up': () => ({ verdict: 'approved', note: 'Set' }),
  'POST /api/inbox/{id}/raw': () => ({ reason: 'treatment' }),
  'POST /api/agreements/{id}/end': () => ({ lastDay: '2027-12-10' }),
};

const owned = Object.entries(accessMatrix).flatMap(([route, access]) =>
  access === 'public' || !/\{id\}/.test(route)
    ? []
    : everyone.flatMap((who) => {
        const reach = access[who];
        return reach === 'ownCases' || reach === 'ownRows' || reach === 'nothing' ? [[route, who] as const] : [];
      }),
);

it.each(owned)('answers %s to %s, of another organisation’s row, as of none', async (route, who) => {
  const [method = '', path = ''] = route.split(' ');
  const [start = '', id = ''] = Object.entries(foreign).find(([prefix]) => path.startsWith(prefix)) ?? [];
  expect([path, id]).toEqual([path, expect.stringMatching(/^[\da-f-]{36}$/)]);
  const body = method === 'POST' ? (bodies[route]?.() ?? {}) : undefined;
  const ask = async (of: string): Promise<[number, string]> => {
    const response = await server.call(who, method, path.replace('{id}', of), body);
    const text = await response.text();
    return [response.status, text.replaceAll(of, 'ID').replaceAll(/"requestId":"[^"]*"/g, '')];
  };
  const answer = await ask(id);
  expect([start, answer[0]]).toEqual([start, 404]);
  expect(answer).toEqual(await ask(randomUUID()));
});

it.each(everyone)('shows %s nothing of another organisation in any list', async (who) => {
  const secrets = [foreignName, '2509474101', '2509474102', ...Object.values(foreign)];
  for (const [route, access] of Object.entries(accessMatrix)) {
    const reach = access === 'public' ? 'whole' : access[who];
    if (!route.startsWith('GET ') || route.includes('{') || route.endsWith('/stream')) continue;
    if (reach === undefined || reach === 'unnamed' || reach === 'whole') continue;
    const text = await (await server.call(who, 'GET', route.slice(4))).text();
    expect([route, secrets.filter((secret) => text.includes(secret))]).toEqual([route, []]);
  }
});
