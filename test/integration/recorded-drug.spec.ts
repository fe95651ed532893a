/** The D mark of a drug that a person records is the price list's where the list in force holds the drug. */
import { randomUUID } from 'node:crypto';
import { setClock } from '../../src/db/clock.ts';
import { replay } from '../../src/engine/replay.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

/** Of the artificial price list. */
const [marked, unmarked, unlisted] = ['99000000001', '99000000003', '99999999999'];

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
});
afterAll(() => server.close());

async function post(path: string, body: object, key: string = randomUUID()) {
  const response = await server.call('nurse', 'POST', path, body, { 'idempotency-key': key });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
async function opened(data: object): Promise<string> {
  return String((await post('/api/cases', { workflow: 'dose-dispensing', data })).body['id']);
}
const record = (caseId: string, drugId: string | undefined, isDoseDispensable: boolean, key?: string) => {
  const data = {
    drugId,
    isDoseDispensable,
    hasStructuredDosage: true,
    dosing: isDoseDispensable ? 'packed' : 'beside',
  };
  return post(`/api/cases/${caseId}/commands`, { type: 'recordDrug', data }, key);
};

it('refuses a D mark that the price list has otherwise, with what to answer, and takes the list’s own', async () => {
  const caseId = await opened({ cpr: '2509479951', entry: 'identified' });
  for (const [drugId, claim, words] of [
    [unmarked, true, 'svar nej'],
    [marked, false, 'svar ja'],
  ] as const) {
    const refused = await record(caseId, drugId, claim);
    expect(refused).toMatchObject({
      status: 400,
      body: { faults: [{ field: 'data.isDoseDispensable', message: expect.stringContaining(words) }] },
    });
    expect((await record(caseId, drugId, !claim)).status).toBe(200);
  }
});

it('answers a repeat as the first time, also when the price list has changed since (E2)', async () => {
  const caseId = await opened({ cpr: '2509479952', entry: 'identified' });
  const key = randomUUID();
  const first = await record(caseId, marked, true, key);
  expect(first.status).toBe(200);
  const flip = (to: boolean) =>
    server.rows(`update drug set dose_dispensable = $2 where drug_id = $1 returning drug_id`, [marked, to]);
  await flip(false);
  expect(await record(caseId, marked, true, key)).toEqual(first);
  expect((await record(caseId, marked, true)).status).toBe(400);
  await flip(true);
});

it('takes the caller’s word of a drug that the list does not hold, and shows it as such', async () => {
  const caseId = await opened({ cpr: '2509479953' });
  expect((await record(caseId, unlisted, true)).status).toBe(200);
  expect((await record(caseId, marked, true)).status).toBe(200);
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    source: 'urn:test:fmk',
    type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
    time: '2026-03-02T10:00:00Z',
    data: {
      ...{ cpr: '2509479953', periodId: 'a', cardId: 'k', status: 'Ekspederet' },
      ...{ startDate: '2026-03-02', endDate: '2026-03-15', drugIds: [unlisted, marked] },
    },
  };
  const told = await server.call('adapter', 'POST', '/api/integration/events', event);
  expect(told.status).toBe(200);
  const shown = (await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as {
    coverage?: { drugs: { drugId: string; isUnlisted?: boolean }[] };
  };
  expect(shown.coverage?.drugs.map(({ drugId, isUnlisted }) => [drugId, isUnlisted])).toEqual([
    [marked, undefined],
    [unlisted, true],
  ]);
  expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });
});
