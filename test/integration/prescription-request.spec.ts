/** Prescription requests from FMK's events to the pages, on the product's own server and its simulated clock. */
import { setClock } from '../../src/db/clock.ts';
import { replay } from '../../src/engine/replay.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const drug = '28100009555';
/** In March 2026; the 2nd is a Monday. */
const noon = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T11:00:00Z`;
const west = { source: 'SKS', id: '9902005' };
const east = { source: 'SOR', id: '265161000016000' };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => setClock(server.database.pool, noon(2)));
afterAll(() => server.close());

let serial = 4000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;

let count = 0;
function reading(cpr: string, status: string, day: number, more: object = {}): { id: string } {
  return {
    specversion: '1.0',
    id: `request-${(count += 1)}`,
    source: 'urn:test:fmk',
    type: 'dk.dosisflow.fmk.requestObserved.v1',
    time: noon(day),
    data: { cpr, requestId: 'q', status, createdBy: 'System', addressedTo: [west], drugId: drug, ...more },
  } as { id: string };
}

interface Result {
  result: string;
  caseId: string;
}
async function send(...events: object[]): Promise<Result[]> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', events);
  return ((await response.json()) as { results: Result[] }).results;
}

interface Shown {
  state: Record<string, string>;
  tasks: { title: { da: string }; deadlineAt: string }[];
  children: Shown[];
  request?: { addressedTo: { route: string }[]; rejection?: { seen: string; reason?: string } };
}
const show = async (caseId: string, as = 'nurse'): Promise<Shown> =>
  (await (await server.call(as, 'GET', `/api/cases/${caseId}`)).json()) as Shown;
const titles = ({ tasks }: Shown): string[] => tasks.map(({ title }) => title.da);
const give = async (caseId: string, type: string, data: object = {}): Promise<number> =>
  (await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, { type, data })).status;

const openCase = (cpr: string): Promise<string> =>
  openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: 'old', drugId: drug, validTo: '2026-06-01T00:00:00Z' }],
  });
/** The request of a new citizen of a municipality with KMD Nexus, after these readings. */
async function requestAfter(...of: ((cpr: string) => object)[]): Promise<{ root: string; request: string }> {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const results = await send(...of.map((each) => each(cpr)));
  expect(results.map(({ result }) => result)).toEqual(of.map(() => 'accepted'));
  return { root, request: results[0]?.caseId ?? '' };
}

it('shows a West rejection that KMD Nexus hides at once, and tells again each day that nobody looks', async () => {
  const reason = 'Ring til mig på 12345678';
  const { root, request } = await requestAfter(
    (cpr) => reading(cpr, 'unhandled', 1),
    (cpr) => reading(cpr, 'cancelled', 2, { cancellationReason: reason }),
  );
  const shown = await show(request);
  expect(shown).toMatchObject({
    state: { request: 'forwarded', rejection: 'open.unseen.due' },
    request: { addressedTo: [{ route: 'autoForward' }], rejection: { seen: 'invisible', reason } },
  });
  expect([titles(shown)[0], shown.tasks[0]?.deadlineAt]).toEqual([
    expect.stringContaining('Usynlig afvisning'),
    '2026-03-02T15:00:00.000Z',
  ]);
  await server.advance('PT4H');
  expect((await show(request)).state['rejection']).toBe('open.unseen.overdue');
  await server.advance('P1D');
  const [notices] = await server.rows<{ n: number }>(
    `select count(*)::int as n from outbox where case_id = $1 and code = 'requestRejected'`,
    [request],
  );
  expect(notices?.n).toBe(2);
  expect(await give(request, 'noteRejection')).toBe(200);
  expect(await show(request)).toMatchObject({ state: { request: 'forwarded', rejection: 'none' }, tasks: [] });
  for (const caseId of [root, request])
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });
});

it('tells in the citizen’s coverage how far the renewal is of a drug whose prescription runs out', async () => {
  const cpr = nextCpr();
  const root = await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: 'old', drugId: drug, validTo: '2026-03-11T00:00:00Z' }],
  });
  const roll = { cpr, periodId: 'b', cardId: 'k', startDate: '2026-03-03', endDate: '2026-03-16', drugIds: [drug] };
  await send({
    specversion: '1.0',
    id: `roll-${(count += 1)}`,
    source: 'urn:test:fmk',
    type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
    time: noon(1),
    data: { ...roll, status: 'Planlagt' },
  });
  const risk = { day: '2026-03-11', cause: 'prescription' };
  const coverages = (): Promise<unknown[]> =>
    Promise.all(
      ['', '/explain'].map(async (page) => {
        const answer = await server.call('nurse', 'GET', `/api/cases/${root}${page}`);
        return ((await answer.json()) as { coverage: unknown }).coverage;
      }),
    );
  for (const coverage of await coverages())
    expect(coverage).toMatchObject({ firstRisk: risk, drugs: [{ firstRisk: risk }] });
  const stages: [object, string][] = [
    [reading(cpr, 'unhandled', 1, { addressedTo: [east] }), 'inPool'],
    [
      reading(cpr, 'cancelled', 2, { addressedTo: [east], cancellationReason: 'Behandlingen er afsluttet' }),
      'rejected',
    ],
  ];
  for (const [event, renewal] of stages) {
    expect((await send(event)).map(({ result }) => result)).toEqual(['accepted']);
    for (const coverage of await coverages())
      expect(coverage).toMatchObject({
        firstRisk: { ...risk, renewal },
        drugs: [{ spans: [{}, {}, { by: 'roll', atRisk: 'prescription', renewal }, { by: 'nothing' }] }],
      });
  }
});

it('keeps what a hospital wrote sealed, and for those who treat (P1, P3)', async () => {
  const reason = 'Fri tekst om borgeren';
  const { request } = await requestAfter((cpr) => reading(cpr, 'cancelled', 2, { cancellationReason: reason }));
  for (const table of ['"case"', 'journal', 'task', 'timer', 'outbox', 'inbox', 'handled', 'statistic']) {
    const rows = await server.rows<{ found: boolean }>(
      `select bool_or(t::text like '%Fri tekst%') as found from ${table} t`,
    );
    expect([table, rows[0]?.found ?? false]).toEqual([table, false]);
  }
  expect((await show(request, 'nurse')).request?.rejection?.reason).toBe(reason);
  for (const as of ['coordinator', 'administrator']) {
    const seen = await show(request, as);
    expect([seen.request, JSON.stringify(seen).includes(drug)]).toEqual([undefined, false]);
  }
});

it('asks about an East pool after three working days of silence, until the GP has it and FMK shows a prescription', async () => {
  const cpr = nextCpr();
  await openCase(cpr);
  await setClock(server.database.pool, noon(5));
  const [first] = await send(reading(cpr, 'unhandled', 5, { addressedTo: [east] }));
  const request = first?.caseId ?? '';
  expect(await show(request)).toMatchObject({ state: { request: 'inPool', answer: 'watching' }, tasks: [] });
  // Thursday, and a weekend in between.
  await server.advance('P4D');
  expect((await show(request)).tasks).toEqual([]);
  await server.advance('P1D');
  expect((await show(request)).tasks).toEqual([]);
  await server.advance('PT4H');
  expect(titles(await show(request))).toEqual([expect.stringContaining('opsamlingspulje')]);
  expect(await give(request, 'recordForwarding', { to: 'ownGp' })).toBe(200);
  expect(await show(request)).toMatchObject({ state: { request: 'forwarded' }, tasks: [] });
  await send(reading(cpr, 'prescribed', 10, { addressedTo: [east], issuedPrescriptionId: 'new' }));
  expect((await show(request)).state['request']).toBe('prescribed');
});

it('finds the way of each unit by its own identifier, and watches those that it does not know', async () => {
  const addressedTo = [
    west,
    { source: 'SKS', id: '9901005A' },
    { source: 'SKS', id: '9902077' },
    { source: 'Yder', id: '999901' },
    { source: 'EAN-Lokationsnummer', id: '5790002003325' },
    { source: 'SKS', id: '1234567' },
    { source: 'Udenlandsk', id: 'x' },
  ];
  const { request } = await requestAfter((cpr) => reading(cpr, 'unhandled', 1, { addressedTo }));
  const shown = await show(request);
  expect(shown.request?.addressedTo.map(({ route }) => route)).toEqual([
    'autoForward',
    'pool',
    'noWay',
    'practice',
    'autoForward',
    'unknown',
    'unknown',
  ]);
  const { request: lost } = await requestAfter((cpr) =>
    reading(cpr, 'unhandled', 1, { addressedTo: [{ source: 'SKS', id: '9902077' }] }),
  );
  await server.advance('PT1M');
  expect(titles(await show(lost))).toEqual([expect.stringContaining('ikke kan svare')]);
});

it('comes to the same state when the readings come out of order and twice', async () => {
  const story = [
    (cpr: string) => reading(cpr, 'unhandled', 1),
    (cpr: string) => reading(cpr, 'cancelled', 2, { cancellationReason: 'Behandlingen er afsluttet' }),
  ];
  const told = async (order: (events: typeof story) => typeof story): Promise<unknown> => {
    const cpr = nextCpr();
    const root = await openCase(cpr);
    await send(...order(story).map((each) => each(cpr)));
    const [child] = (await show(root)).children;
    return [child?.state, child?.request, child && titles(child)];
  };
  const inOrder = await told((events) => events);
  expect(inOrder).toMatchObject([{ request: 'forwarded', rejection: 'open.unseen.due' }, {}, [expect.anything()]]);
  expect(await told((events) => events.toReversed())).toEqual(inOrder);
  expect(await told((events) => [...events, ...events].toReversed())).toEqual(inOrder);
});

it('knows an event again after the directory has changed', async () => {
  const cpr = nextCpr();
  await openCase(cpr);
  const event = reading(cpr, 'unhandled', 1);
  const [first] = await send(event);
  await server.rows(`update organisation set region_code = '1084' where sks = '9902005'`);
  expect(await send(event)).toEqual([first]);
  await server.rows(`update organisation set region_code = '1083' where sks = '9902005'`);
});

it('takes no word of what only the directory knows from outside', async () => {
  const cpr = nextCpr();
  await openCase(cpr);
  const [result] = await send(reading(cpr, 'unhandled', 1, { directory: { careRecord: 'columnaCura' } }));
  expect(result?.result).toBe('invalid');
});
