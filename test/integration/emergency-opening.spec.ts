/** Who sees a case without his organisation taking part: in an emergency, or because he treats the citizen. */
import { randomUUID } from 'node:crypto';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509474001';
const reason = 'Borgeren er fundet forvirret, og medicinen skal kendes nu';
const path = '/api/citizens/emergency-opening';

let server: TestServer;
let caseId: string;
let stranger: string;

beforeAll(async () => {
  server = await startServer();
  caseId = await openActiveCase(server, cpr);
  await server.rows(
    `insert into person (id, subject, kind, name, role, organisation_id) values ($1, 'stranger', 'person', 'Fremmed Prøve', 'municipalNurse', $2)`,
    [randomUUID(), directoryId('organisation', 'testkommune-syd')],
  );
  stranger = await (await openDevelopmentIssuer(server.dataFolder, 'dosisflow')).sign('stranger', ['cases']);
});
afterAll(() => server.close());

interface Reply {
  status: number;
  body: Record<string, unknown> & { items: Record<string, unknown>[] };
  text: string;
}
async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, text, body: (text ? JSON.parse(text) : {}) as Reply['body'] };
}
const as = async (who: string, method: string, url: string, body?: object): Promise<Reply> =>
  replyOf(await server.call(who, method, url, body));
const asStranger = async (method: string, url: string, body?: object): Promise<Reply> =>
  replyOf(
    await fetch(server.address + url, {
      method,
      headers: { authorization: `Bearer ${stranger}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );

it('opens a case with a reason, for reading, for four hours, and for nobody else', async () => {
  expect((await asStranger('GET', `/api/cases/${caseId}`)).status).toBe(404);
  expect((await asStranger('POST', path, { cpr, reason: 'kort' })).status).toBe(400);
  expect((await asStranger('GET', `/api/cases/${caseId}`)).status).toBe(404);

  const opened = await asStranger('POST', path, { cpr, reason });
  expect([opened.status, opened.body.items.map(({ id }) => id)]).toEqual([200, [caseId]]);
  const seen = await asStranger('GET', `/api/cases/${caseId}`);
  expect(seen.status).toBe(200);
  expect(seen.text).toContain('Testborger Prøve');
  // Of another municipality: no whole number, and nothing a hospital told.
  expect(seen.text).not.toContain(cpr);
  expect(seen.body['state']).not.toHaveProperty('careSetting');
  expect((await asStranger('GET', `/api/cases/${caseId}/journal`)).status).toBe(200);
  const hold = { type: 'recordHold', data: { reason: 'Angreb', from: '2026-11-20' } };
  const command = await asStranger('POST', `/api/cases/${caseId}/commands`, hold);
  expect([command.status, command.body['type']]).toEqual([403, '/problems/emergency-is-for-reading']);
  expect((await as('pharmacist', 'GET', `/api/cases/${caseId}`)).status).toBe(404);

  await server.advance('PT5H');
  expect((await asStranger('GET', `/api/cases/${caseId}`)).status).toBe(404);
});

it('says nothing of a citizen who is unknown, and logs the try', async () => {
  const { body } = await asStranger('POST', path, { cpr: '2509474999', reason });
  expect(body.items).toEqual([]);
});

it('is nothing for helpers, coordinators and administrators', async () => {
  for (const who of ['planner', 'practice-staff', 'pharmacy-staff', 'coordinator', 'administrator', 'dpo', 'adapter'])
    expect([who, (await as(who, 'POST', path, { cpr, reason })).status]).toEqual([who, 403]);
});

it('stands in the citizen’s access log, and on the list of the data protection officer', async () => {
  const log = await server.call('dpo', 'POST', '/api/citizens/access-log', { cpr, format: 'csv' });
  expect(await log.text()).toMatch(/Fremmed Prøve.*Forløbet åbnet i en nødsituation/);
  const listed = await as('dpo', 'GET', '/api/emergency-openings?waiting=true');
  expect(listed.body.items).toEqual([
    expect.objectContaining({
      case: caseId,
      person: expect.objectContaining({ name: 'Fremmed Prøve' }),
      organisation: 'Testkommune Syd',
      reason,
      followUp: null,
    }),
  ]);
  expect(listed.text).not.toContain(cpr);
  expect(listed.text).not.toContain('Testborger');
  const kept = await server.rows(`select 1 from personal_access where position($1::bytea in reason) > 0`, [
    Buffer.from('forvirret'),
  ]);
  expect(kept).toEqual([]);
});

it('is followed up once; an objection ends it at once', async () => {
  await asStranger('POST', path, { cpr, reason });
  expect((await asStranger('GET', `/api/cases/${caseId}`)).status).toBe(200);
  const { body } = await as('dpo', 'GET', '/api/emergency-openings?waiting=true');
  const [first, second] = body.items.map(({ id }) => id as string);
  const followUp = (id: string | undefined, verdict: string): Promise<Reply> =>
    as('dpo', 'POST', `/api/emergency-openings/${id}/follow-up`, { verdict, note: 'Talt med vagten' });
  const approved = await followUp(first, 'approved');
  expect(approved.body['followUp']).toMatchObject({ verdict: 'approved', note: 'Talt med vagten' });
  expect((await asStranger('GET', `/api/cases/${caseId}`)).status).toBe(200);
  await server.advance('PT1M');
  expect((await followUp(second, 'objected')).status).toBe(200);
  expect((await asStranger('GET', `/api/cases/${caseId}`)).status).toBe(404);
  expect((await followUp(second, 'approved')).status).toBe(409);
  expect((await as('dpo', 'GET', '/api/emergency-openings?waiting=true')).body.items).toEqual([]);
  expect((await followUp(randomUUID(), 'approved')).status).toBe(404);
});

it('shows another organisation’s data protection officer nothing of it', async () => {
  const other = await officerElsewhere();
  expect((await other('GET', '/api/emergency-openings')).body.items).toEqual([]);
  const log = await other('POST', '/api/citizens/access-log', { cpr, format: 'fhir' });
  expect(log.text).not.toContain('Fremmed');
});

async function officerElsewhere(): Promise<(method: string, url: string, body?: object) => Promise<Reply>> {
  await server.rows(
    `insert into person (id, subject, kind, name, role, organisation_id) values ($1, 'other-dpo', 'person', 'Anden Prøve', 'dataProtectionOfficer', $2)`,
    [randomUUID(), directoryId('organisation', 'testregion')],
  );
  const issuer = await openDevelopmentIssuer(server.dataFolder, 'dosisflow');
  const token = await issuer.sign('other-dpo', ['cases', 'operations']);
  return async (method, url, body) =>
    replyOf(
      await fetch(server.address + url, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
}

it('lets a coordinator who treats the citizen see as a nurse, until the day that a nurse has said', async () => {
  const coordinator = directoryId('person', 'dev|coordinator');
  const name = (body: object, who = 'nurse'): Promise<Reply> =>
    as(who, 'POST', `/api/cases/${caseId}/treating-coordinators`, body);
  const before = await as('coordinator', 'GET', `/api/cases/${caseId}`);
  expect([before.status, before.text.includes('Testborger')]).toEqual([200, false]);
  const [{ at } = { at: new Date() }] = await server.rows<{ at: Date }>('select at from clock');
  const until = new Date(at.getTime() + 86_400_000).toISOString();
  expect(
    (await name({ person: coordinator, until, reason: 'Er også hjemmesygeplejerske' }, 'coordinator')).status,
  ).toBe(403);
  expect((await name({ person: directoryId('person', 'dev|gp'), until, reason: 'x' })).status).toBe(400);
  expect((await name({ person: coordinator, until, reason: 'Er også hjemmesygeplejerske' })).status).toBe(204);
  const during = await as('coordinator', 'GET', `/api/cases/${caseId}`);
  expect(during.body['citizen']).toMatchObject({ cpr, name: 'Testborger Prøve' });
  expect(during.body['state']).toHaveProperty('careSetting');
  const after = await as('regional-coordinator', 'GET', `/api/cases/${caseId}`);
  expect(after.status).toBe(404);
  await server.advance('P2D');
  expect((await as('coordinator', 'GET', `/api/cases/${caseId}`)).text).not.toContain('Testborger');
});
