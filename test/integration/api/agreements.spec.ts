import { replay } from '../../../src/engine/replay.ts';
import { readRecorded } from '../../../src/engine/agreements-in-force.ts';
import { directoryId } from '../../../src/directory/seed-directory.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { routingsOn } from '../../../workflows/routing.ts';
import { startServer } from '../../support/server.ts';
import type { TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const municipality = directoryId('organisation', 'testkommune-nord');
const pharmacy = directoryId('organisation', 'apoteket-eksempel');
const toPharmacy = { kind: 'suitability', role: 'prescribingPharmacist', party: 'pharmacy' };

let serial = 3000;
interface Body {
  [field: string]: unknown;
  id: string;
  items: Body[];
}
async function ask(name: string, method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const response = await server.call(name, method, path, body);
  return { status: response.status, body: (await response.json()) as Body };
}
const record = (more: object = {}, name = 'coordinator') =>
  ask(name, 'POST', '/api/agreements', {
    parties: [municipality, pharmacy],
    routes: [toPharmacy],
    validFrom: '2026-03-02',
    ...more,
  });
const found = async (more: object = {}): Promise<string> => {
  const cpr = `250947${String((serial += 1)).padStart(4, '0')}`;
  const data = { cpr, entry: 'identified', pharmacy: '5790000000000', ...more };
  const { status, body } = await ask('nurse', 'POST', '/api/cases', { workflow: 'dose-dispensing', data });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.id;
};
const whose = async (caseId: string) => {
  const [task] = await server.rows<{ role: string; organisation: string; deadline: Date }>(
    `select role, organisation_id as organisation, deadline_at as deadline from task
     where case_id = $1 and closed_at is null and key = 'dose-dispensing.suitability.open.due'`,
    [caseId],
  );
  return task;
};
const nurse = { role: 'municipalNurse', organisation: municipality };
const pharmacist = { role: 'prescribingPharmacist', organisation: pharmacy };

it('gives tasks opened from its first day to whom it names, and running ones by an explicit command', async () => {
  await server.rows(`update clock set at = '2026-03-02T08:00:00Z'`);
  const before = await found({ pharmacy });
  expect(await whose(before)).toMatchObject(nurse);
  const agreed = await record({ validFrom: '2026-03-03' });
  expect(agreed).toMatchObject({ status: 201, body: { municipality, parties: [municipality, pharmacy] } });

  // It begins tomorrow.
  const today = await found({ pharmacy });
  expect(await whose(today)).toMatchObject(nurse);
  await server.advance('P1D');
  const tomorrow = await found({ pharmacy });
  expect(await whose(tomorrow)).toMatchObject(pharmacist);
  // Another pharmacy has not agreed.
  const elsewhere = await found({ pharmacy: undefined });
  expect(await whose(elsewhere)).toMatchObject(nurse);
  const running = await whose(today);
  expect(running).toMatchObject(nurse);

  const path = `/api/agreements/${agreed.body.id}/move-running-tasks`;
  const moved: number[] = [];
  let after: unknown = undefined;
  do {
    const { status, body } = await ask('coordinator', 'POST', path, {
      limit: 3,
      ...(after !== undefined && { after }),
    });
    expect(status).toBe(200);
    moved.push(Number(body['cases']));
    after = body['next'] ?? undefined;
  } while (after !== undefined);
  expect(moved).toEqual([3, 1]);
  expect(await whose(today)).toEqual({ ...running, ...pharmacist });
  expect(await whose(elsewhere)).toMatchObject(nurse);

  // The pharmacist sees it on the worklist, and may answer it.
  const { body } = await ask('pharmacist', 'GET', '/api/tasks');
  expect(body.items.map(({ root }) => root)).toEqual(expect.arrayContaining([today, tomorrow, before]));
  const stability = { stableBackward: true, stableForward: true, changePlanned: false };
  for (const [type, data] of [
    ['stateStability', stability],
    ['assessSuited', {}],
  ] as const) {
    const answer = await ask('pharmacist', 'POST', `/api/cases/${today}/commands`, { type, data });
    expect(answer).toMatchObject({ status: 200 });
  }
  expect(await whose(today)).toBeUndefined();

  // Who was to do what can be told again from what was recorded by then; the case itself comes to the same by replay.
  const then = await readRecorded(server.database.pool, '2026-03-02T23:00:00.000Z');
  expect(routingsOn('2026-03-02', then.agreements, then.municipalities).size).toBe(0);
  expect(routingsOn('2026-03-03', then.agreements, then.municipalities).get(municipality)).toHaveLength(1);
  expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, today)).toEqual({ kind: 'same' });

  // It ends today: tomorrow's tasks are as before.
  const ended = await ask('coordinator', 'POST', `/api/agreements/${agreed.body.id}/end`, { lastDay: '2026-03-03' });
  expect(ended).toMatchObject({ status: 200, body: { validTo: '2026-03-03' } });
  await server.advance('P1D');
  expect(await whose(await found({ pharmacy }))).toMatchObject(nurse);
});

it('follows the default of the region where the municipality has none of its own', async () => {
  const region = { region: '1084', parties: [], validFrom: '2026-03-04' };
  expect((await record(region)).status).toBe(403);
  const agreed = await record(region, 'administrator');
  expect(agreed).toMatchObject({ status: 201, body: { municipality: null, region: '1084' } });
  expect(await whose(await found({ pharmacy }))).toMatchObject(pharmacist);
  const { body } = await ask('nurse', 'GET', '/api/agreements');
  expect(body.items.map(({ id }) => id)).toContain(agreed.body.id);
  await ask('administrator', 'POST', `/api/agreements/${agreed.body.id}/end`, { lastDay: '2026-03-04' });
});

it('refuses what could not be followed, field by field, and what is not one’s own', async () => {
  const faultsOf = async (more: object) => {
    const { status, body } = await record({ validFrom: '2026-03-10', ...more });
    return [status, ...((body['faults'] as { field: string }[] | undefined) ?? []).map(({ field }) => field)];
  };
  expect(await faultsOf({ validFrom: '2026-03-01' })).toEqual([400, 'validFrom']);
  expect(await faultsOf({ validTo: '2026-03-09' })).toEqual([400, 'validTo']);
  expect(await faultsOf({ routes: [{ ...toPharmacy, kind: 'consent' }] })).toEqual([400, 'routes.0']);
  expect(await faultsOf({ routes: [toPharmacy, toPharmacy] })).toEqual([400, 'routes.1.kind']);
  expect(await faultsOf({ parties: [municipality] })).toEqual([400, 'routes.0.party']);
  expect(await faultsOf({ parties: [pharmacy] })).toEqual([400, 'parties']);
  expect(await faultsOf({ routes: [{ ...toPharmacy, kind: 'removalReason' }] })).toEqual([400, 'routes.0.kind']);
  const other = directoryId('organisation', 'testkommune-syd');
  expect((await record({ municipality: other, parties: [other, pharmacy] })).status).toBe(403);
  expect((await ask('gp', 'GET', '/api/agreements')).status).toBe(403);
});

it('says until when the rolls of its pharmacies can be changed, as FMK tells of them; and the case can be told again', async () => {
  const changeCutOff = { days: 5, dayType: 'calendar', time: '09:15' };
  const first = '2026-06-01';
  const refused = await record({ parties: [municipality], routes: [], changeCutOff, validFrom: first });
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([400, expect.stringContaining('changeCutOff')]);
  expect((await record({ routes: [], validFrom: first })).status).toBe(400);
  const late = { ...changeCutOff, time: '25:00' };
  expect((await record({ routes: [], changeCutOff: late, validFrom: first })).status).toBe(400);
  const agreed = await record({ routes: [], changeCutOff, validFrom: first });
  expect(agreed).toMatchObject({ status: 201, body: { changeCutOff, routes: [] } });
  const { body } = await ask('coordinator', 'GET', '/api/agreements');
  expect(body.items).toEqual(expect.arrayContaining([expect.objectContaining({ id: agreed.body.id, changeCutOff })]));

  const root = await found({ pharmacy, entry: 'alreadyOnDosePacking' });
  const cpr = `250947${serial}`;
  const cutOffOf = async (periodId: string, days: object) => {
    const event = {
      ...{ specversion: '1.0', id: periodId, source: 'urn:test:fmk', time: '2026-05-01T10:00:00Z' },
      type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
      data: { cpr, periodId, cardId: 'k', status: 'Planlagt', ...days },
    };
    const { body: told } = await ask('adapter', 'POST', '/api/integration/events', event);
    const { caseId } = (told as unknown as { results: { caseId: string }[] }).results[0] ?? { caseId: '' };
    const shown = await ask('nurse', 'GET', `/api/cases/${caseId}`);
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });
    const { changeCutOffAt, changeCutOffFrom } = shown.body['period'] as Record<string, unknown>;
    return [changeCutOffAt, changeCutOffFrom];
  };
  expect(await cutOffOf('before', { startDate: '2026-05-18', endDate: '2026-05-31' })).toEqual([
    '2026-05-15T13:30:00.000Z',
    'policyDefault',
  ]);
  expect(await cutOffOf('under', { startDate: first, endDate: '2026-06-14' })).toEqual([
    '2026-05-27T07:15:00.000Z',
    'agreementDefault',
  ]);
  expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, root)).toEqual({ kind: 'same' });
});
