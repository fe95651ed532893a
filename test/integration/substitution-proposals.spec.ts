/** One question to a practice for all its patients with the same product, and one answer to it. */
import { randomUUID } from 'node:crypto';
import { setClock } from '../../src/db/clock.ts';
import { writePriceList } from '../../src/directory/write-price-list.ts';
import { artificialPriceList } from '../../src/directory/register/artificial-price-list.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const [nord, syd, alone] = ['99000000001', '99000000002', '99000000006'];
const at = '2026-03-02T11:00:00Z';

let server: TestServer;
let parties: object;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, at);
  const rows = await server.rows<{ subject: string; id: string }>('select subject, organisation_id as id from person');
  const of = (subject: string): string | undefined => rows.find((row) => row.subject === subject)?.id;
  parties = { gpPractice: of('dev|gp'), pharmacy: of('dev|pharmacist') };
});
afterAll(() => server.close());

let count = 0;
async function observe(type: string, data: object): Promise<void> {
  const time = await server.store.clock(server.store.pool);
  const response = await server.call('adapter', 'POST', '/api/integration/events', {
    specversion: '1.0',
    id: `proposals-${(count += 1)}`,
    source: 'urn:test:supply',
    type: `dk.dosisflow.${type}.v1`,
    time,
    data,
  });
  expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
}
const backOrder = (packageNumber: string, more: object = {}): Promise<void> =>
  observe('product.backOrderObserved', { packageNumber, since: '2026-03-02', source: 'Grossisten', ...more });

let serial = 6000;
/** A citizen of the practice whose next roll may be changed until that day in March; answers the citizen's case. */
async function packs(drugId: string, cutOff: number): Promise<string> {
  const cpr = `250947${(serial += 1)}`;
  const root = await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
    ...parties,
  });
  await observe('fmk.dispensingPeriodObserved', {
    cpr,
    periodId: `p-${cpr}`,
    cardId: 'k',
    startDate: '2026-04-01',
    endDate: '2026-04-14',
    status: 'Planlagt',
    deadline: `2026-03-${cutOff}T11:00:00Z`,
    drugIds: [drugId],
  });
  return root;
}
const quiet = (): Promise<object> => server.advance('PT1S');

interface Proposal {
  product: { drugId: string; name: string };
  alternatives: { drugId: string }[];
  since: string;
  expectedTo: string | null;
  answerBy: string;
  patients: { case: string; root: string; citizen: { cpr: string }; answerBy: string }[];
}
async function proposals(query = ''): Promise<{ items: Proposal[]; next: string | null }> {
  const response = await server.call('gp', 'GET', `/api/substitution-proposals${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as { items: Proposal[]; next: string | null };
}
const proposalOf = async (drugId: string): Promise<Proposal | undefined> =>
  (await proposals()).items.find(({ product }) => product.drugId === drugId);
async function answer(body: object, key: string = randomUUID()) {
  const response = await server.call('gp', 'POST', '/api/substitution-proposals/answers', body, {
    'idempotency-key': key,
  });
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed'),
    body: (await response.json()) as {
      accepted: string[];
      alreadyDone: string[];
      refused: { case: string; refusal: { code: string; message: { da: string } } }[];
      faults?: { field: string }[];
    },
  };
}
const stateOf = async (caseId: string): Promise<string> => {
  const [row] = await server.rows<{ state: string }>(`select state ->> 'search' as state from "case" where id = $1`, [
    caseId,
  ]);
  return row?.state ?? 'unknown';
};
const confirm = { type: 'confirmSubstitution', data: { remark: 'Andet præparat valgt' } };
const decline = { type: 'declineSubstitution', data: { reason: 'Findes ikke' } };

it('asks a practice once for all its patients with a product, and moves each by its own command', async () => {
  const roots = [await packs(alone, 20), await packs(alone, 10), await packs(alone, 18)];
  await backOrder('990061', { expectedTo: '2026-06-01' });
  await quiet();

  const asked = await proposalOf(alone);
  expect(asked).toMatchObject({
    product: { drugId: alone, name: 'Eneprøvin 5 mg' },
    alternatives: [],
    since: '2026-03-02',
    expectedTo: '2026-06-01',
  });
  const patients = asked?.patients ?? [];
  expect(patients.map(({ root }) => root).toSorted()).toEqual(roots.toSorted());
  expect(patients.map(({ citizen }) => citizen.cpr)).toEqual(roots.map(() => '250947-xxxx'));
  expect(asked?.answerBy).toBe(patients.map(({ answerBy }) => answerBy).toSorted()[0]);
  const cases = patients.map((patient) => patient.case);
  expect(await server.rows(`select distinct case_id from audit where detail = 'substitution proposals'`)).toHaveLength(
    3,
  );

  // The same three stand among what the practice is asked, by their own name.
  const questions = (await (await server.call('gp', 'GET', '/api/gp-questions')).json()) as {
    items: { case: string; kind: string; drugs: object[]; guidance: { da: string } }[];
  };
  expect(questions.items.map(({ case: each, kind, drugs }) => ({ each, kind, drugs }))).toEqual(
    cases.map((each) => ({ each, kind: 'substitution', drugs: [{ drugId: alone, name: 'Eneprøvin 5 mg' }] })),
  );
  expect(questions.items[0]?.guidance.da).toContain('ordinér et andet lægemiddel');

  // A page of one patient names the product again on the next.
  const first = await proposals('?limit=1');
  const second = await proposals(`?limit=1&after=${first.next}`);
  expect([first, second].map(({ items }) => items[0]?.patients.map((each) => each.case))).toEqual([
    [cases[0]],
    [cases[1]],
  ]);

  // One is answered alone; what is given for all is given for the two others.
  const [alreadyDeclined = '', ...others] = cases;
  expect((await answer({ drugId: alone, cases: [alreadyDeclined], answer: decline })).body.accepted).toEqual([
    alreadyDeclined,
  ]);
  expect(await stateOf(alreadyDeclined)).toBe('open.partialRoll');
  const key = randomUUID();
  const all = await answer({ drugId: alone, all: true, answer: confirm }, key);
  expect(all).toMatchObject({ status: 200, replayed: null, body: { accepted: others, alreadyDone: [], refused: [] } });
  for (const each of others) expect(await stateOf(each)).toBe('open.awaitingFmk');
  expect(await proposalOf(alone)).toBeUndefined();

  // Somebody asked since is not part of what was answered.
  const newcomer = await packs(alone, 19);
  await quiet();
  const repeat = await answer({ drugId: alone, all: true, answer: confirm }, key);
  expect(repeat).toEqual({ ...all, replayed: 'true' });
  expect((await proposalOf(alone))?.patients.map(({ root }) => root)).toEqual([newcomer]);
  const given = await server.rows<{ count: number }>(
    `select count(*)::int from journal where type = 'confirmSubstitution' and case_id = any($1) group by case_id`,
    [others],
  );
  expect(given).toEqual(others.map(() => ({ count: 1 })));
  expect((await answer({ drugId: alone, all: true, answer: decline }, key)).status).toBe(422);

  // What one case refuses leaves the others as they are.
  const unknown = randomUUID();
  const fresh = (await proposalOf(alone))?.patients[0]?.case ?? '';
  const mixed = await answer({ drugId: alone, cases: [alreadyDeclined, others[0], unknown, fresh], answer: decline });
  expect(mixed.body).toMatchObject({
    accepted: [fresh],
    alreadyDone: [others[0]],
    refused: [
      { case: alreadyDeclined, refusal: { code: 'notAllowedInState' } },
      { case: unknown, refusal: { code: 'notOfProposal' } },
    ],
  });
});

it('finishes under the same key what was broken off, for the same cases', async () => {
  await setClock(server.database.pool, '2026-03-03T11:00:00Z');
  await packs(alone, 20);
  await packs(alone, 20);
  await quiet();
  const asked = (await proposalOf(alone))?.patients.map((each) => each.case) ?? [];
  expect(asked).toHaveLength(2);
  // As a process leaves it that ends between two cases: the second cannot be written yet.
  await server.rows(`alter table journal add constraint broken check (case_id <> '${asked[1]}') not valid`);
  const key = randomUUID();
  const broken = await answer({ drugId: alone, all: true, answer: confirm }, key);
  expect(broken.status).toBe(500);
  expect(await Promise.all(asked.map(stateOf))).toEqual(['open.awaitingFmk', 'open.gp']);
  await server.rows('alter table journal drop constraint broken');
  expect((await answer({ drugId: alone, all: true, answer: confirm }, key)).body).toEqual({
    drugId: alone,
    accepted: asked,
    alreadyDone: [],
    refused: [],
  });
});

it('names alternatives that can be had, and refuses an answer about another product, bad data, and other roles', async () => {
  await setClock(server.database.pool, '2026-03-03T12:00:00Z');
  await packs(nord, 20);
  await backOrder('990011');
  await backOrder('990012');
  await quiet();
  expect(await proposalOf(nord)).toBeUndefined();
  const [child] = await server.rows<{ id: string }>(
    `select id from "case" where workflow = 'substitution' and state ->> 'search' = 'open.inGroup'`,
  );
  const declined = await server.call('pharmacist', 'POST', `/api/cases/${child?.id}/commands`, decline);
  expect(declined.status).toBe(200);
  expect(await proposalOf(nord)).toMatchObject({
    alternatives: [{ drugId: syd, name: 'Prøvapril "Syd" 10 mg' }],
    patients: [{ case: child?.id }],
  });
  const wrong = await answer({ drugId: syd, cases: [child?.id], answer: confirm });
  expect(wrong.body.refused).toMatchObject([{ case: child?.id, refusal: { code: 'notOfProposal' } }]);
  const faulty = await answer({ drugId: nord, all: true, answer: { type: 'declineSubstitution', data: {} } });
  expect([faulty.status, faulty.body.faults?.[0]?.field]).toEqual([400, 'answer.data.reason']);
  expect((await answer({ drugId: nord, answer: confirm })).status).toBe(400);
  expect((await server.call('nurse', 'GET', '/api/substitution-proposals')).status).toBe(403);
  const open = { drugId: nord, all: true, answer: confirm };
  expect((await server.call('nurse', 'POST', '/api/substitution-proposals/answers', open)).status).toBe(403);
  expect(await stateOf(child?.id ?? '')).toBe('open.gp');
});

it('leaves the product in no clear column and no key (P1)', async () => {
  const rows = await server.rows<{ text: string }>('select scope || key || answer::text as text from handled');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/99000000|250947/);
});

it('looks at open back-orders again when the next price list takes a D mark or an alternative away (R57)', async () => {
  await setClock(server.database.pool, '2026-03-05T11:00:00Z');
  const first = await packs(nord, 20);
  const { drugs, packages } = artificialPriceList;
  await quiet();
  const searchOf = async (): Promise<string | undefined> => {
    const [row] = await server.rows<{ state: string }>(
      `select state ->> 'search' as state from "case" where workflow = 'substitution' and parent_id = $1`,
      [first],
    );
    return row?.state;
  };
  expect(await searchOf()).toBe('open.inGroup');
  const without = (validFrom: string, change: (drug: (typeof drugs)[number]) => (typeof drugs)[number][]) =>
    writePriceList(server.database.pool, { validFrom, name: 'Næste takst', drugs: drugs.flatMap(change), packages });

  await without('2026-03-09', (drug) => [drug.drugId === syd ? { ...drug, isDoseDispensable: false } : drug]);
  // It is not in force yet.
  expect(await searchOf()).toBe('open.inGroup');
  await setClock(server.database.pool, '2026-03-08T23:00:00Z');
  const told = async () => server.rows<{ told: boolean }>('select told from price_list order by valid_from');
  await eventually(told, (rows) => rows.every((row) => row.told));
  await eventually(searchOf, (state) => state !== 'open.inGroup');
  expect(await searchOf()).toBe('open.gp');

  // Its mark is back on the next list: the pharmacy is asked again; then it is gone from the list altogether.
  await without('2026-03-10', (drug) => [drug]);
  await setClock(server.database.pool, '2026-03-09T23:00:00Z');
  await eventually(searchOf, (state) => state === 'open.inGroup');
  await writePriceList(server.database.pool, {
    validFrom: '2026-03-11',
    name: 'Uden',
    drugs: drugs.filter(({ drugId }) => drugId !== syd),
    packages: packages.filter(({ drugId }) => drugId !== syd),
  });
  await setClock(server.database.pool, '2026-03-10T23:00:00Z');
  await eventually(searchOf, (state) => state === 'open.gp');
});
