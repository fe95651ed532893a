import type { Caller } from '../../../src/auth/caller.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { errandDefinitions } from '../../support/errand-workflow.ts';

let api: Api;
let nurse: Caller;
let caseId: string;
let count = 0;

beforeAll(async () => {
  api = await startApi(errandDefinitions);
  nurse = await api.person('municipalNurse', api.parties.municipality);
});
afterAll(() => api.close());
beforeEach(async () => {
  caseId = await api.open();
});

const command = (type: string, more: object = {}, key?: string, caller = nurse) =>
  api.post(caller, `/api/cases/${caseId}/commands`, { type, ...more }, key ? { 'idempotency-key': key } : {});
const nextKey = () => `key-${(count += 1)}`;
const aCpr = () => `0101900${String((count += 1)).padStart(3, '0')}`;

it('opens a case for the caller’s own municipality and shows it', async () => {
  const cpr = aCpr();
  const opened = await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data: { cpr, name: 'Ane Holm' } });
  expect(opened.status).toBe(201);
  expect(opened.headers['location']).toBe(`/api/cases/${opened.body.id}`);
  expect(opened.body).toMatchObject({
    workflow: 'dose-dispensing',
    version: 1,
    state: { errand: 'idle', life: 'open' },
    revision: 1,
    municipality: api.parties.municipality,
    citizen: { name: 'Ane Holm', cpr },
    responsible: null,
    deadlineAt: null,
    children: [],
  });
});

it('answers the same case to the same key, and names the open one to another', async () => {
  const body = { workflow: 'dose-dispensing', data: { cpr: aCpr() } };
  const first = await api.post(nurse, '/api/cases', body, { 'idempotency-key': nextKey() });
  const again = await api.post(nurse, '/api/cases', body, { 'idempotency-key': `key-${count}` });
  expect(again.body).toEqual(first.body);
  expect(again.headers['idempotency-replayed']).toBe('true');
  const other = await api.post(nurse, '/api/cases', body);
  expect(other.status).toBe(409);
  expect(other.body).toMatchObject({ type: '/problems/case-already-open', case: first.body.id });
});

it.each([
  [{ cpr: '3113900000' }, 'data.cpr'],
  [{ cpr: '12345' }, 'data.cpr'],
  [{}, 'data.cpr'],
  [{ cpr: '0101900000', municipality: '0101' }, 'data.municipality'],
  [{ cpr: '0101900000', gpPractice: '012345' }, 'data.gpPractice'],
  [{ cpr: '0101900000', shoeSize: 44 }, 'data.shoeSize'],
])('names the field that %j lacks or has too much', async (data, field) => {
  const { status, body } = await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data });
  expect(status).toBe(400);
  expect(body['faults']).toEqual(expect.arrayContaining([expect.objectContaining({ field })]));
});

it('takes a CPR number that fails modulus 11', async () => {
  const data = { cpr: '020290-0001', municipality: '999' };
  expect((await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data })).status).toBe(201);
});

it('opens no case for a role that the chart does not name', async () => {
  const gp = await api.person('gp', await api.organisation('gpPractice'));
  const opened = await api.post(gp, '/api/cases', { workflow: 'dose-dispensing', data: { cpr: aCpr() } });
  expect(opened.status).toBe(403);
});

it('gives a command once, whatever number of times it is sent (E2)', async () => {
  const key = nextKey();
  const first = await command('ask', {}, key);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ outcome: 'accepted', revision: 2, state: { errand: 'waiting', life: 'open' } });
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  await command('note', { data: { note: 'meanwhile' } });
  const again = await command('ask', {}, key);
  expect(again.text).toBe(first.text);
  expect(again.headers['idempotency-replayed']).toBe('true');
});

it('repeats a refusal too, with its reason in Danish and English', async () => {
  await command('ask');
  const key = nextKey();
  const first = await command('answer', {}, key);
  expect(first.status).toBe(409);
  expect(first.body).toMatchObject({
    type: '/problems/refused',
    refusal: {
      code: 'guardFailed',
      message: { da: expect.stringContaining('intet talt'), en: expect.stringContaining('nothing has been counted') },
    },
  });
  await command('tick');
  const again = await command('answer', {}, key);
  const { requestId: _, ...repeated } = again.body;
  const { requestId: __, ...original } = first.body;
  expect(repeated).toEqual(original);
  expect(again.headers['idempotency-replayed']).toBe('true');
});

it('refuses the same key with another content, and lets another caller use it', async () => {
  const key = nextKey();
  await command('note', { data: { note: 'a' } }, key);
  const other = await command('note', { data: { note: 'b' } }, key);
  expect(other.status).toBe(422);
  expect(other.body.type).toBe('/problems/idempotency-key-reused');
  const colleague = await api.person('municipalNurse', api.parties.municipality);
  expect((await command('note', { data: { note: 'b' } }, key, colleague)).status).toBe(200);
});

it('refuses a command that was meant for an earlier revision', async () => {
  await command('tick');
  const { status, body } = await command('tick', { expectedRevision: 1 });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    type: '/problems/revision-conflict',
    refusal: { code: 'revisionConflict' },
    revision: 2,
  });
  expect((await command('tick', { expectedRevision: 2 })).status).toBe(200);
});

it('names the fields of a command that do not fit, and journals nothing', async () => {
  const { status, body } = await command('tick', { data: { by: 'two', colour: 'red' } });
  expect(status).toBe(400);
  expect(body['faults']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ field: 'data.by' }),
      expect.objectContaining({ field: 'data.colour' }),
    ]),
  );
  const rows = await api.rows('select seq from journal where case_id = $1', [caseId]);
  expect(rows).toHaveLength(1);
});

it('refuses an unknown command and a wrong role with the reason', async () => {
  expect((await command('dance')).body).toMatchObject({ status: 409, refusal: { code: 'unknownCommand' } });
  const boss = await api.person('administrator', await api.organisation('supplier'));
  expect((await command('tick', {}, undefined, boss)).body).toMatchObject({
    status: 403,
    refusal: { code: 'roleNotAllowed' },
  });
});

it('knows no case for another organisation, and no id that is none', async () => {
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  const gp = await api.person('gp', await api.organisation('gpPractice'));
  const unknown = await api.post(nurse, '/api/cases/00000000-0000-4000-8000-000000000000/commands', { type: 'tick' });
  for (const caller of [stranger, gp]) {
    const { status, body } = await command('tick', {}, undefined, caller);
    expect([status, body['detail']]).toEqual([404, unknown.body['detail']]);
  }
  expect((await api.post(nurse, '/api/cases/12/commands', { type: 'tick' })).status).toBe(400);
});
