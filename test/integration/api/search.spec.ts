/** Looking for a citizen by name: by whom, among whom, and what stays of it. */
import type { Caller } from '../../../src/auth/caller.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';

let api: Api;
let nurse: Caller;
let gp: Caller;
let id: string;
beforeAll(async () => {
  api = await startApi(definitionOf);
  nurse = await api.person('municipalNurse', api.parties.municipality);
  const gpPractice = await api.organisation('gpPractice');
  gp = await api.person('gp', gpPractice);
  const open = async (cpr: string, name: string, more: object = {}) =>
    (await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data: { cpr, name, ...more } })).body.id;
  id = await open('0101900001', 'Åse Marie Holm', { gpPractice });
  await open('0101900002', 'Bent Holmgård');
});
afterAll(() => api.close());

const search = (caller: Caller, name: string) => api.post(caller, '/api/citizens/search', { name });
const found = async (caller: Caller, name: string) =>
  (await search(caller, name)).body.items.map(({ citizen }) => (citizen as { name: string }).name);

it('finds by the beginnings of words, in any order and case, among the own cases', async () => {
  expect(await found(nurse, 'holm')).toHaveLength(2);
  expect(await found(nurse, 'HOLM åse')).toEqual(['Åse Marie Holm']);
  expect(await found(nurse, 'olm')).toEqual([]);
  expect(await found(gp, 'holm')).toEqual(['Åse Marie Holm']);
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  expect(await found(stranger, 'holm')).toEqual([]);
});

it('is for those who treat, asks for two letters, and takes a number or a name', async () => {
  const coordinator = await api.person('coordinator', api.parties.municipality);
  expect((await search(coordinator, 'holm')).status).toBe(403);
  expect((await search(nurse, 'h')).status).toBe(400);
  expect((await api.post(nurse, '/api/citizens/search', {})).status).toBe(400);
  expect((await api.post(nurse, '/api/citizens/search', { cpr: '0101900001', name: 'holm' })).status).toBe(400);
});

it('is logged on each case that is shown, without what was looked for', async () => {
  await search(gp, 'åse');
  const rows = await api.rows<{ caseId: string; detail: string }>(
    `select case_id as "caseId", detail from audit where actor_id = $1 order by id desc limit 1`,
    [gp.id],
  );
  expect(rows).toEqual([{ caseId: id, detail: 'found by name' }]);
});
