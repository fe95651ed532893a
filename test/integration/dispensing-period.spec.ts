/** Dispensing periods from FMK's events to the pages, on the product's own server. */
import { setClock } from '../../src/db/clock.ts';
import { replay } from '../../src/engine/replay.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const drug = '28100009555';
const noon = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T11:00:00Z`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, noon(2));
});
afterAll(() => server.close());

let serial = 3000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;

let count = 0;
function event(type: string, cpr: string, day: number, data: object): object {
  return {
    specversion: '1.0',
    id: `period-${(count += 1)}`,
    source: 'urn:test:fmk',
    type: `dk.dosisflow.${type}.v1`,
    time: noon(day),
    data: { cpr, ...data },
  };
}
const reading = (cpr: string, status: string, day: number, more: object = {}): object =>
  event('fmk.dispensingPeriodObserved', cpr, day, {
    periodId: '3141',
    cardId: '2718',
    startDate: '2026-03-09',
    endDate: '2026-03-22',
    status,
    daysForExpeditedDosageChange: 3,
    drugIds: [drug],
    ...more,
  });

interface Result {
  result: string;
  caseId: string;
}
async function send(...events: object[]): Promise<Result[]> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', events);
  return ((await response.json()) as { results: Result[] }).results;
}

interface Shown {
  id: string;
  state: Record<string, string>;
  tasks: { title: { da: string } }[];
  children: Shown[];
  period?: Record<string, unknown>;
  coverage?: { firstGap: string | null; coveredUntil: string | null; drugs: { spans: { by: string }[] }[] };
}
const show = async (caseId: string, as = 'nurse', path = ''): Promise<Shown> =>
  (await (await server.call(as, 'GET', `/api/cases/${caseId}${path}`)).json()) as Shown;

const openCase = (cpr: string): Promise<string> =>
  openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId: drug, validTo: '2028-01-01T00:00:00Z' }],
  });

it('takes a period from planned to received, and shows it with what it covers', async () => {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const [planned] = await send(reading(cpr, 'Planlagt', 1));
  expect(planned?.result).toBe('accepted');
  const roll = planned?.caseId ?? '';
  expect(await show(roll)).toMatchObject({
    state: { roll: 'planned' },
    period: { status: 'Planlagt', changeCutOffAt: '2026-03-06T14:30:00.000Z', changeCutOffFrom: 'cardDays' },
  });
  expect((await show(root)).coverage).toMatchObject({ firstGap: '2026-03-02', coveredUntil: null });
  const statuses = ['Klar til pakning', 'Pakning påbegyndt', 'Pakning afsluttet', 'Ekspederet'];
  const results = await send(...statuses.map((status, n) => reading(cpr, status, 3 + n)));
  expect(results.map(({ result, caseId }) => [result, caseId])).toEqual(statuses.map(() => ['accepted', roll]));
  expect((await show(root)).children[0]?.tasks.map(({ title }) => title.da)).toEqual([
    'Modtag og kontrollér dosisrullen',
  ]);
  const given = await server.call('nurse', 'POST', `/api/cases/${roll}/commands`, {
    type: 'confirmRollReceived',
    data: {},
  });
  expect(given.status).toBe(200);
  expect(await show(roll)).toMatchObject({ state: { roll: 'received' }, tasks: [] });
  const explained = await show(root, 'nurse', '/explain');
  expect(explained.coverage?.drugs[0]?.spans).toMatchObject([
    { from: '2026-03-02', to: '2026-03-08', by: 'nothing' },
    { from: '2026-03-09', to: '2026-03-22', by: 'roll', period: '3141' },
    { from: '2026-03-23', by: 'nothing' },
  ]);
  for (const caseId of [root, roll])
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toMatchObject({
      kind: 'same',
    });
});

it('still finds a period that closed long ago, which no other message reads any more', async () => {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const [first] = await send(reading(cpr, 'Ekspederet', 6, { startDate: '2025-09-01', endDate: '2025-09-14' }));
  const roll = first?.caseId ?? '';
  expect((await show(roll)).state['roll']).toMatch(/^over|^used|^closed/);
  const closed = `update "case" set closed_at = closed_at - interval '200 days' where id = $1`;
  await server.database.pool.query(closed, [roll]);
  await send(reading(cpr, 'Planlagt', 7, { periodId: 'next' }));
  const [late] = await send(
    reading(cpr, 'Kasseres', 8, { startDate: '2025-09-01', endDate: '2025-09-14', discardReason: 'Fejl' }),
  );
  expect(late).toMatchObject({ result: 'accepted', caseId: roll });
  for (const caseId of [root, roll])
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });
});

it('comes to the same state when the events come out of order and twice', async () => {
  const story = (cpr: string): object[] => [
    reading(cpr, 'Planlagt', 1),
    reading(cpr, 'Klar til pakning', 3),
    event('fmk.dispensingPeriodDeleted', cpr, 4, { periodId: '3141' }),
    reading(cpr, 'Planlagt', 5),
    reading(cpr, 'Ekspederet', 6),
    reading(cpr, 'Kasseres', 7, { discardReason: 'Fejl' }),
  ];
  const told = async (order: (events: object[]) => object[]): Promise<unknown> => {
    const cpr = nextCpr();
    const root = await openCase(cpr);
    await send(...order(story(cpr)));
    const { children, coverage, state } = await show(root);
    const [child] = children;
    return {
      state,
      coverage,
      roll: child?.state,
      period: child?.period,
      tasks: child?.tasks.map(({ title }) => title),
    };
  };
  const inOrder = await told((events) => events);
  expect(inOrder).toMatchObject({
    roll: { roll: 'discarded', replacement: 'open.due' },
    period: { status: 'Kasseres' },
  });
  expect(await told((events) => events.toReversed())).toEqual(inOrder);
  expect(await told((events) => [...events, ...events].toReversed())).toEqual(inOrder);
});

it('finds the case by the fact: the period, the citizen’s own, and none where the source cannot tell it', async () => {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const product = event('product.productChanged', cpr, 2, { drugId: drug, change: 'dMarkLost' });
  const order = event('fmk.drugMedicationObserved', cpr, 2, { drugMedicationId: 'o', drugId: drug });
  const fromHospital = { ...reading(cpr, 'Planlagt', 1), type: 'dk.dosisflow.hospital.dispensingPeriodObserved.v1' };
  const results = await send(product, order, fromHospital);
  expect(results.map(({ result, caseId }) => [result, caseId])).toEqual([
    ['accepted', root],
    ['accepted', root],
    ['invalid', undefined],
  ]);
  expect((await show(root)).tasks.map(({ title }) => title.da)).toEqual([
    'Et lægemiddel kan ikke længere dosispakkes: aftal med lægen og apoteket, hvad borgeren får i stedet',
  ]);
});

it('shows medicine to those who treat alone, and a hospital day to the municipality alone (P3)', async () => {
  const cpr = nextCpr();
  const root = await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId: drug, validTo: '2028-01-01T00:00:00Z' }],
    ...(await gpOfTheGp()),
  });
  await send(reading(cpr, 'Planlagt', 1));
  const before = JSON.stringify((await show(root, 'gp')).coverage);
  await send(
    event('hospital.admissionObserved', cpr, 2, {
      event: 'STIN',
      change: 'new',
      messageId: 'm',
      episodes: ['local|e'],
      periodStart: noon(2),
      provider: '265161000016000',
      reportOfAdmission: false,
    }),
  );
  const sources = async (as: string) => (await show(root, as)).coverage?.drugs[0]?.spans.map(({ by }) => by);
  expect(await sources('nurse')).toEqual(['hospital', 'nothing', 'roll', 'nothing']);
  expect(JSON.stringify((await show(root, 'gp')).coverage)).toBe(before);
  expect((await show(root, 'gp')).children.map(({ period }) => period?.['status'])).toEqual(['Planlagt']);
  for (const as of ['coordinator', 'administrator']) {
    const shown = await show(root, as);
    expect([shown.coverage, shown.children[0]?.period]).toEqual([undefined, undefined]);
    expect(JSON.stringify(shown)).not.toContain(drug);
  }
});

async function gpOfTheGp(): Promise<{ gpPractice: string }> {
  const [practice] = await server.rows<{ id: string }>(
    `select organisation_id as id from person where subject = 'dev|gp'`,
  );
  return { gpPractice: practice?.id ?? '' };
}
