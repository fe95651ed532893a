import type { Caller } from '../../../src/auth/caller.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';

let api: Api;
let nurse: Caller;
let there: string;
let nurseThere: Caller;

beforeAll(async () => {
  api = await startApi(definitionOf);
  nurse = await api.person('municipalNurse', api.parties.municipality);
  there = await api.organisation('municipality');
  nurseThere = await api.person('municipalNurse', there);
});
afterAll(() => api.close());

it('opens a case for a citizen found for dose packing, and passes it on with its tasks when the citizen moves', async () => {
  const data = { cpr: '0101900000', name: 'Ane Holm', entry: 'identified' };
  const { body } = await api.post(nurse, '/api/cases', { workflow: 'dose-dispensing', data });
  expect(body.state).toMatchObject({ course: 'starting.identified', suitability: 'open.due', consent: 'open.due' });

  const refused = await api.post(nurse, `/api/cases/${body.id}/commands`, {
    type: 'agreePayer',
    data: { payer: 'municipality' },
  });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('lovhjemlen til, at kommunen betaler dosispakkegebyret, er ikke i kraft');

  const open = () =>
    api.rows<{ organisation_id: string; key: string }>(
      'select organisation_id, key from task where case_id = $1 and closed_at is null order by key',
      [body.id],
    );
  const before = await open();
  const moved = await api.post(nurse, `/api/cases/${body.id}/commands`, {
    type: 'moveMunicipality',
    data: { organisationId: there, from: '2020-01-01' },
  });
  expect(moved.status).toBe(200);
  expect(await open()).toEqual(before.map((task) => ({ ...task, organisation_id: there })));
  expect((await api.get(nurseThere, `/api/cases/${body.id}`)).status).toBe(200);
  expect((await api.get(nurse, `/api/cases/${body.id}`)).status).toBe(404);
});
