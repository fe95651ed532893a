/** One person acts on what another has claimed while that one is away: from a day until another, among colleagues, and logged. */
import type { Caller } from '../../../src/auth/caller.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { errandDefinitions } from '../../support/errand-workflow.ts';

let api: Api;
let away: Caller;
let deputy: Caller;
let third: Caller;
let task: string;

beforeAll(async () => {
  api = await startApi(errandDefinitions);
  const { municipality } = api.parties;
  away = await api.person('municipalNurse', municipality);
  deputy = await api.person('municipalNurse', municipality);
  third = await api.person('municipalPlanner', municipality);
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.setTime('2026-03-02T08:00:00.000Z');
  await api.rows('delete from deputy');
  const id = await api.open();
  await api.command(id, 'ask');
  const [row] = await api.rows<{ id: string }>('select id from task where case_id = $1', [id]);
  task = row?.id ?? '';
  expect((await on('claim', away)).status).toBe(200);
});

const on = (what: string, caller: Caller, body: object = {}) => api.post(caller, `/api/tasks/${task}/${what}`, body);
const stand = (caller: Caller, more: object = {}) =>
  api.post(caller, '/api/deputies', {
    away: away.id,
    deputy: deputy.id,
    from: '2026-03-02',
    to: '2026-03-04',
    ...more,
  });
const mine = async (caller: Caller): Promise<boolean> =>
  (await api.get(caller, '/api/tasks?mine=true')).body.items.some(({ id }) => id === task);
const logged = async (): Promise<string[]> =>
  (
    await api.rows<{ detail: string }>(
      `select detail from audit where action = 'change' and detail like '%deputy%' order by id`,
    )
  ).map(({ detail }) => detail);

it('lets the deputy see and take over what the one who is away had, and says so in the log', async () => {
  expect([await mine(deputy), (await on('claim', deputy)).status]).toEqual([false, 409]);
  const recorded = await stand(third);
  expect(recorded.status).toBe(201);
  expect(recorded.body).toMatchObject({
    away: { id: away.id, name: away.name },
    deputy: { id: deputy.id, name: deputy.name },
    from: '2026-03-02',
    to: '2026-03-04',
  });
  expect([await mine(deputy), await mine(third)]).toEqual([true, false]);
  expect((await on('claim', third)).status).toBe(409);
  const claimed = await on('claim', deputy);
  expect(claimed.body['claimedBy']).toMatchObject({ id: deputy.id });
  expect((await logged()).slice(-2)).toEqual([
    `deputy of ${away.id}: ${deputy.id}, 2026-03-02 to 2026-03-04`,
    `task claimed as deputy of ${away.id}`,
  ]);
});

it('lets the deputy let go of it, so that anyone can take it', async () => {
  await stand(away, { away: undefined });
  expect((await on('release', third)).status).toBe(409);
  expect((await on('release', deputy)).body['claimedBy']).toBeNull();
  expect((await logged()).at(-1)).toBe(`task released as deputy of ${away.id}`);
});

it('holds from the first Danish day until the last, and no longer', async () => {
  await stand(away, { from: '2026-03-03' });
  expect(await mine(deputy)).toBe(false);
  // Midnight in Denmark is an hour earlier in UTC.
  await api.setTime('2026-03-02T23:00:00.000Z');
  expect(await mine(deputy)).toBe(true);
  await api.setTime('2026-03-04T22:59:00.000Z');
  expect(await mine(deputy)).toBe(true);
  await api.setTime('2026-03-04T23:00:00.000Z');
  expect([await mine(deputy), (await on('claim', deputy)).status]).toEqual([false, 409]);
  expect((await api.get(away, '/api/deputies')).body.items).toEqual([]);
});

it('ends at once when a colleague ends it', async () => {
  const { body } = await stand(away);
  const end = (caller: Caller) => api.post(caller, `/api/deputies/${body.id}/end`);
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  expect((await end(stranger)).status).toBe(404);
  expect((await end(third)).status).toBe(204);
  expect((await end(third)).status).toBe(204);
  expect([await mine(deputy), (await api.get(third, '/api/deputies')).body.items]).toEqual([false, []]);
  expect((await logged()).filter((detail) => detail.includes('ended'))).toEqual([
    `deputy of ${away.id} ended: ${deputy.id}`,
  ]);
});

it('is among colleagues with the same work alone, and names the field that is wrong', async () => {
  const coordinator = await api.person('coordinator', api.parties.municipality);
  const stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  const fieldsOf = async (caller: Caller, more: object): Promise<[number, unknown[]]> => {
    const { status, body } = await stand(caller, more);
    return [status, [...new Set(((body['faults'] ?? []) as { field: string }[]).map(({ field }) => field))]];
  };
  expect(await fieldsOf(away, { deputy: coordinator.id })).toEqual([400, ['deputy']]);
  expect(await fieldsOf(away, { deputy: stranger.id })).toEqual([400, ['deputy']]);
  expect(await fieldsOf(stranger, {})).toEqual([400, ['away', 'deputy']]);
  expect(await fieldsOf(away, { deputy: away.id })).toEqual([400, ['deputy']]);
  expect(await fieldsOf(away, { from: '2026-03-05' })).toEqual([400, ['to']]);
  expect(await fieldsOf(away, { from: '2026-02-01', to: '2026-03-01' })).toEqual([400, ['to']]);
  expect(await fieldsOf(away, { to: '2027-03-03' })).toEqual([400, ['to']]);
  expect(await fieldsOf(away, { to: 'i morgen' })).toEqual([400, ['to']]);
  expect((await api.get(stranger, '/api/deputies')).body.items).toEqual([]);
});
