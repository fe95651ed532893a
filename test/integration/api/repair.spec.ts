import type { Caller } from '../../../src/auth/caller.ts';
import { replay } from '../../../src/engine/replay.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { errandDefinitions } from '../../support/errand-workflow.ts';

let api: Api;
let nurse: Caller;
let administrator: Caller;
let caseId: string;

beforeAll(async () => {
  api = await startApi(errandDefinitions);
  nurse = await api.person('municipalNurse', api.parties.municipality);
  administrator = await api.person('administrator', await api.organisation('supplier'));
});
afterAll(() => api.close());
beforeEach(async () => {
  caseId = await api.open();
});

const repair = (body: object, caller = administrator, headers = {}) =>
  api.post(caller, `/api/cases/${caseId}/repair`, body, headers);
const wrong = { states: ['errand.waiting'], reason: 'Svaret blev aldrig bedt om, efter en fejl' };

it('puts the case into the state named, with its task and timer, and tells who in the event log', async () => {
  const repaired = await repair(wrong);
  expect(repaired.status).toBe(200);
  expect(repaired.body).toMatchObject({ outcome: 'accepted', state: { errand: 'waiting', life: 'open' }, revision: 2 });
  const shown = await api.get(nurse, `/api/cases/${caseId}`);
  expect(shown.body).toMatchObject({ tasks: [{ title: { en: 'Answer' } }], timers: [{ key: expect.any(String) }] });
  const log = await api.get(nurse, `/api/cases/${caseId}/journal`);
  expect(log.body.items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        type: 'repairCase',
        label: expect.objectContaining({ en: 'The case was repaired by an administrator' }),
        actor: expect.objectContaining({ role: 'administrator' }),
      }),
    ]),
  );
  expect(
    await api.rows(
      `select actor_id, detail from audit where case_id = $1 and action = 'change' order by id desc limit 1`,
      [caseId],
    ),
  ).toEqual([{ actor_id: administrator.id, detail: 'repairCase accepted' }]);
  expect(await replay(api.database.pool, api.keys.vault, errandDefinitions, caseId)).toEqual({ kind: 'same' });
});

it('re-arms a timer and reopens a task whose rows were lost', async () => {
  await repair(wrong);
  await api.rows('delete from timer where case_id = $1', [caseId]);
  await api.rows('delete from task where case_id = $1', [caseId]);
  expect((await repair(wrong)).status).toBe(200);
  expect(await api.rows('select key from timer where case_id = $1', [caseId])).toEqual([
    { key: 'xstate.after.reply.errand.errand.waiting' },
  ]);
  expect(await api.rows('select key from task where case_id = $1 and closed_at is null', [caseId])).toEqual([
    { key: 'errand.errand.waiting' },
  ]);
});

it('answers a repeat as the first time, and refuses where the case has moved', async () => {
  const key = { 'idempotency-key': 'repair-once' };
  const first = await repair(wrong, administrator, key);
  const again = await repair(wrong, administrator, key);
  expect(again.text).toBe(first.text);
  expect(again.headers['idempotency-replayed']).toBe('true');
  const late = await repair({ ...wrong, expectedRevision: 1 });
  expect(late.status).toBe(409);
  expect(late.body.type).toBe('/problems/revision-conflict');
});

it('refuses a state that is not there, and says so in both languages', async () => {
  const refused = await repair({ ...wrong, states: ['errand.nowhere'] });
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({
    refusal: {
      message: { en: 'Expected a state inside a region of dose-dispensing, but it has none at errand.nowhere' },
    },
  });
});

it.each([
  [{ states: [], reason: 'x' }, 'states'],
  [{ states: ['errand.idle'], reason: '  ' }, 'reason'],
  [{ states: ['errand.idle'] }, 'reason'],
])('names the field that %j lacks', async (body, field) => {
  const { status, body: answer } = await repair(body);
  expect(status).toBe(400);
  expect(answer['faults']).toEqual(expect.arrayContaining([expect.objectContaining({ field })]));
});

it('is the administrator’s alone: no nurse repairs, and no command is called so', async () => {
  expect((await repair(wrong, nurse)).status).toBe(403);
  const asCommand = await api.post(administrator, `/api/cases/${caseId}/commands`, { type: 'repairCase', data: wrong });
  expect(asCommand.status).toBe(409);
  expect(asCommand.body).toMatchObject({ refusal: { code: 'unknownCommand' } });
  expect(await api.rows('select state from "case" where id = $1', [caseId])).toEqual([
    { state: { errand: 'idle', life: 'open' } },
  ]);
});
