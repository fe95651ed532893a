import type { Caller } from '../../../src/auth/caller.ts';
import { handOverMessages } from '../../../src/runtime/outbox.ts';
import { readFamily } from '../../../src/engine/read-family.ts';
import type { DoseContext } from '../../../workflows/dose-dispensing/base.ts';
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

const opened = async (cpr: string, more: object = {}): Promise<string> => {
  const data = { cpr, name: 'Testborger Prøve', ...more };
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

const mergedCases = async (caseId: string): Promise<readonly string[]> => {
  const { pool, keys, clock } = api.store;
  const family = await readFamily(pool, keys.vault, definitionOf, caseId, await clock(pool));
  const [root] = family ?? [];
  return root ? (root.state.snapshot.context as DoseContext).merged : [];
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
  expect(taken.body).toMatchObject({ type: '/problems/number-taken', case: (await found('2509479912'))[0] });
  expect(await found('2509479911')).toEqual([caseId]);
});

it('tells a nurse of another municipality nothing of a citizen known elsewhere, and keeps that they asked', async () => {
  const caseId = await opened('2509479915');
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  const open = (cpr: string) => api.post(stranger, '/api/cases', { workflow: 'dose-dispensing', data: { cpr } });
  const own = await open('2509479916');
  expect(own.status).toBe(201);
  const data = { cpr: '2509479915', reason: 'x' };
  const answers = [
    await open('250947-9915'),
    await api.post(stranger, `/api/cases/${own.body.id}/commands`, { type: 'changeCpr', data }),
  ];
  for (const { status, body, text } of answers) {
    expect([status, body.type]).toEqual([409, '/problems/number-not-usable']);
    expect(text).not.toContain(caseId);
    expect(text).not.toMatch(/åbent|open case|anden borger|another citizen/);
  }
  const { requestId: _, instance: __, ...first } = (answers[0]?.body ?? {}) as Record<string, unknown>;
  expect(answers[1]?.body).toMatchObject(first);
  expect(
    await api.rows(`select actor_id, detail from audit where case_id = $1 and action = 'search' order by id`, [caseId]),
  ).toEqual([
    { actor_id: stranger.id, detail: 'found in opening a case' },
    { actor_id: stranger.id, detail: 'found in changing a number' },
  ]);
});

it('merges a duplicate: its number leads to the case that stays, which is asked to go through it; and takes it back', async () => {
  const stays = await opened('2509479921');
  const duplicate = await opened('2509479922');
  expect((await command(duplicate, 'mergeInto', { caseId: duplicate, reason: 'x' })).status).toBe(400);
  expect((await command(duplicate, 'mergeInto', { caseId: crypto.randomUUID(), reason: 'x' })).status).toBe(400);

  const merged = await command(duplicate, 'mergeInto', { caseId: stays, reason: 'Samme borger' });
  expect(merged.body).toMatchObject({ outcome: 'accepted', state: { course: 'voided' } });
  expect(await found('2509479922')).toEqual([stays]);
  await handOverMessages(api.store, api.engine);
  expect(await discrepancies(stays)).toBe('open.due');

  expect((await command(duplicate, 'restoreVoided', { reason: 'To borgere alligevel' })).status).toBe(200);
  expect(await found('2509479922')).toEqual([duplicate]);
  await handOverMessages(api.store, api.engine);
  expect(await discrepancies(stays)).toBe('none');
});

it('merges a duplicate that has ended, also one of the same number, and takes it back as ended', async () => {
  const giveUp = { reason: 'citizenDeclines' };
  const duplicate = await opened('2509479942', { entry: 'identified' });
  const stays = await opened('2509479941');
  const earlier = await opened('2509479943', { entry: 'identified' });
  for (const caseId of [duplicate, earlier]) expect((await command(caseId, 'giveUpStart', giveUp)).status).toBe(200);
  const later = await opened('2509479943');
  for (const [ended, into, cpr] of [
    [duplicate, stays, '2509479942'],
    [earlier, later, '2509479943'],
  ] as const) {
    const merged = await command(ended, 'mergeInto', { caseId: into, reason: 'Samme borger' });
    expect(merged.body).toMatchObject({ outcome: 'accepted', state: { course: 'voided' } });
    expect(await found(cpr)).toContain(into);
    await handOverMessages(api.store, api.engine);
    expect(await mergedCases(into)).toEqual([ended]);
    const restored = await command(ended, 'restoreVoided', { reason: 'To borgere alligevel' });
    expect(restored.body).toMatchObject({ outcome: 'accepted', state: { course: 'ended' } });
    expect(await found(cpr)).toContain(ended);
    await handOverMessages(api.store, api.engine);
    expect(await mergedCases(into)).toEqual([]);
  }
  expect((await command(stays, 'mergeInto', { caseId: duplicate, reason: 'x' })).status).toBe(400);
});

it.each([
  ['pharmacy', 'changePharmacy', 'pharmacyId', '2509479932', 'pharmacy'],
  ['gpPractice', 'changeGp', 'gpPracticeId', '2509479934', 'gp'],
] as const)(
  'changes to a %s that exists, which is told and has the case from that day in the place of the one before',
  async (kind, type, field, cpr, region) => {
    const caseId = await opened(cpr);
    const [before, after] = [await api.organisation(kind), await api.organisation(kind)];
    const change = { from: '2020-01-01', reason: 'Borgeren ønsker det' };
    const refused = await command(caseId, type, { ...change, [field]: api.parties.municipality });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(`data.${field}`)]);
    for (const organisationId of [before, after]) {
      const changed = await command(caseId, type, { ...change, [field]: organisationId });
      expect(changed.body).toMatchObject({ outcome: 'accepted', state: { [region]: 'staying' } });
    }
    const parties = await api.rows<{ organisation: string; isOver: boolean }>(
      `select organisation_id as organisation, until is not null as "isOver" from participation
       where family_id = $1 and party = $2 and organisation_id = any($3) order by since, until`,
      [caseId, kind, [before, after]],
    );
    expect(parties).toEqual([
      { organisation: before, isOver: true },
      { organisation: after, isOver: false },
    ]);
    expect(
      await api.rows(
        `select organisation_id as told from outbox where case_id = $1 and code = 'citizenTakenOver' order by key`,
        [caseId],
      ),
    ).toEqual([{ told: before }, { told: after }]);
  },
);

it('corrects where a citizen lives at once, with who said so and when, and not in a closed case', async () => {
  const caseId = await opened('2509479933');
  const livesIn = () =>
    api.rows(`select care_setting as at from citizen z join "case" c on c.citizen_id = z.id where c.id = $1`, [caseId]);
  expect(await livesIn()).toEqual([{ at: null }]);
  for (const careSetting of ['socialHousing', 'careHome']) {
    expect((await command(caseId, 'correctCareSetting', { careSetting })).status).toBe(200);
    expect(await livesIn()).toEqual([{ at: careSetting }]);
  }
  expect((await command(caseId, 'correctCareSetting', { careSetting: 'hotel' })).status).toBe(400);
  const { body } = await api.get(nurse, `/api/cases/${caseId}/journal`);
  const said = { type: 'correctCareSetting', actor: { role: 'municipalNurse' }, at: expect.any(String) };
  expect(body).toMatchObject({ items: [said, said, { type: 'openCase' }] });
  expect((await command(caseId, 'voidCase', { reason: 'Forkert borger' })).status).toBe(200);
  expect((await command(caseId, 'correctCareSetting', { careSetting: 'homeCare' })).status).toBe(409);
  expect(await livesIn()).toEqual([{ at: 'careHome' }]);
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
