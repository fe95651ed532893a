import type { Caller } from '../../../src/auth/caller.ts';
import { deliverOutbox } from '../../../src/runtime/outbox.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';

let api: Api;
let nurse: Caller;
beforeAll(async () => {
  api = await startApi(definitionOf);
  nurse = await api.person('municipalNurse', api.parties.municipality);
});
afterAll(() => api.close());

const opened = async (cpr: string): Promise<string> => {
  const data = { cpr, name: 'Testborger Prøve' };
  const { body } = await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data });
  return (body as { id: string }).id;
};
const command = (caseId: string, type: string, data: object) =>
  api.post(nurse, `/api/cases/${caseId}/commands`, { type, data });
const found = async (cpr: string): Promise<string[]> => {
  const { body } = await api.post(nurse, '/api/citizens/search', { cpr });
  return (body as { items: { id: string }[] }).items.map(({ id }) => id);
};
const discrepancies = async (caseId: string): Promise<string> => {
  const { body } = await api.get(nurse, `/api/cases/${caseId}`);
  return (body as { state: Record<string, string> }).state['foundation'] ?? '';
};

it('finds the case under the new number and the old, and gives the number back when it is changed back', async () => {
  const caseId = await opened('2509479901');
  expect((await command(caseId, 'changeCpr', { cpr: '2509479902', reason: 'Erstatnings-CPR afløst' })).status).toBe(
    200,
  );
  expect(await found('2509479901')).toEqual([caseId]);
  expect(await found('2509479902')).toEqual([caseId]);
  const { body } = await api.get(nurse, `/api/cases/${caseId}`);
  expect(JSON.stringify(body['citizen'])).toContain('9902');
  expect((await command(caseId, 'changeCpr', { cpr: '2509479901', reason: 'Alligevel ikke' })).status).toBe(200);
});

it('refuses a number that is no number, or another citizen’s, and changes nothing', async () => {
  const [caseId] = [await opened('2509479911'), await opened('2509479912')];
  const malformed = await command(caseId, 'changeCpr', { cpr: '12', reason: 'x' });
  expect(malformed.status).toBe(400);
  expect(malformed.text).toContain('data.cpr');
  const taken = await command(caseId, 'changeCpr', { cpr: '2509479912', reason: 'x' });
  expect(taken.status).toBe(409);
  expect(taken.text).toContain('number-taken');
  expect(await found('2509479911')).toEqual([caseId]);
});

it('merges a duplicate: its number leads to the case that stays, which is asked to go through it; and takes it back', async () => {
  const stays = await opened('2509479921');
  const duplicate = await opened('2509479922');
  expect((await command(duplicate, 'mergeInto', { caseId: duplicate, reason: 'x' })).status).toBe(400);
  expect((await command(duplicate, 'mergeInto', { caseId: crypto.randomUUID(), reason: 'x' })).status).toBe(400);

  const merged = await command(duplicate, 'mergeInto', { caseId: stays, reason: 'Samme borger' });
  expect(merged.body).toMatchObject({ outcome: 'accepted', state: { course: 'voided' } });
  expect(await found('2509479922')).toEqual([stays]);
  await deliverOutbox(api.store, api.engine);
  expect(await discrepancies(stays)).toBe('open.due');

  expect((await command(duplicate, 'restoreVoided', { reason: 'To borgere alligevel' })).status).toBe(200);
  expect(await found('2509479922')).toEqual([duplicate]);
  await deliverOutbox(api.store, api.engine);
  expect(await discrepancies(stays)).toBe('none');
});

it('moves a citizen only to a municipality that exists', async () => {
  const caseId = await opened('2509479931');
  const gp = await api.organisation('gpPractice');
  for (const organisationId of [gp, crypto.randomUUID(), 'Roskilde']) {
    const refused = await command(caseId, 'moveMunicipality', { organisationId, from: '2026-01-01' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('data.organisationId');
  }
});
