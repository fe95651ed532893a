/** Dispensing periods from FMK's events to the pages, on the product's own server. */
import { setClock } from '../../src/db/clock.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { replay } from '../../src/engine/replay.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { textOfPdf } from '../support/text-of-pdf.ts';

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
  expect((await show(root)).children[0]?.tasks).toMatchObject([
    { title: { da: 'Modtag og kontrollér dosisrullen' }, commands: ['confirmRollReceived'] },
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

it('names drugs by the price list, to those who treat', async () => {
  const known = '99000000001';
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const [roll] = await send(reading(cpr, 'Ekspederet', 1, { startDate: '2026-02-23', drugIds: [drug, known] }));
  const shown = await show(root);
  expect(shown.coverage?.drugs).toMatchObject([{ drugId: drug }, { drugId: known, name: 'Prøvapril "Nord" 10 mg' }]);
  expect(shown.coverage?.drugs[0]).not.toHaveProperty('name');
  expect((await show(root, 'nurse', '/explain')).coverage?.drugs[1]).toMatchObject({ name: 'Prøvapril "Nord" 10 mg' });
  expect((await show(roll?.caseId ?? '')).period?.['drugs']).toEqual([
    { drugId: drug },
    { drugId: known, name: 'Prøvapril "Nord" 10 mg' },
  ]);
  for (const path of ['', '/explain'])
    expect(JSON.stringify(await show(root, 'administrator', path))).not.toContain('Prøvapril');
});

it('never shows a citizen with privately marked medicine as covered, nor what it is', async () => {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const hiddenDrugs = [{ drugMedicationId: '901', warningCode: '2233' }];
  const unshown = '28100009777';
  await send(
    event('fmk.drugMedicationObserved', cpr, 1, { drugMedicationId: '901', drugId: unshown }),
    reading(cpr, 'Ekspederet', 1, { startDate: '2026-02-23', endDate: '2026-04-30', hiddenDrugs }),
  );
  expect((await show(root)).coverage).toMatchObject({ hasPrivateDrugs: true, coveredUntil: null, firstGap: null });
  // Nor do lists make it look whole.
  const { items } = (await (await server.call('nurse', 'GET', '/api/cases?limit=200')).json()) as {
    items: { id: string; cover?: object }[];
  };
  expect(items.find(({ id }) => id === root)?.cover).toEqual({
    firstGap: null,
    coveredUntil: null,
    hasPrivateDrugs: true,
  });
  for (const path of ['', '/explain', '/journal'])
    expect(JSON.stringify(await show(root, 'nurse', path))).not.toContain(unshown);
});

it('shows in the lists until when the citizen is covered, to those who treat', async () => {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  await send(reading(cpr, 'Ekspederet', 1, { startDate: '2026-02-23', endDate: '2026-03-08' }));
  const next = reading(cpr, 'Planlagt', 1, { periodId: '3142', startDate: '2026-03-12', endDate: '2026-03-25' });
  await send(next);
  type Listed = { id: string; root?: string; cover?: unknown };
  const listed = async (as: string, path: string): Promise<Listed | undefined> => {
    const { items } = (await (await server.call(as, 'GET', path)).json()) as { items: Listed[] };
    return items.find((item) => (item.root ?? item.id) === root);
  };
  const cover = { firstGap: '2026-03-09', coveredUntil: '2026-03-08' };
  expect((await listed('nurse', '/api/cases?limit=200'))?.cover).toEqual(cover);
  const seenByAdministrator = await listed('administrator', '/api/cases?limit=200');
  expect(seenByAdministrator).toBeDefined();
  expect(seenByAdministrator).not.toHaveProperty('cover');
  await send(event('fmk.dispensingPeriodDeleted', cpr, 2, { periodId: '3142' }));
  const hold = { registrationId: 'r', from: noon(1), change: 'created' };
  await send(
    event('fmk.holdObserved', cpr, 2, hold),
    event('fmk.holdObserved', cpr, 2, { ...hold, change: 'removed' }),
  );
  expect((await listed('nurse', '/api/tasks?limit=200'))?.cover).toEqual(cover);
  expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, root)).toEqual({ kind: 'same' });
});

it('asks about a roll that FMK shows after the case has ended (C3)', async () => {
  const cpr = nextCpr();
  const root = await openCase(cpr);
  const give = async (type: string, data: object = {}): Promise<number> =>
    (await server.call('nurse', 'POST', `/api/cases/${root}/commands`, { type, data })).status;
  await give('planEnding', { reason: 'citizenDeclines' });
  for (const type of ['confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'])
    expect(await give(type)).toBe(200);
  const [told] = await send(reading(cpr, 'Planlagt', 2));
  expect(told?.result).toBe('accepted');
  const after = await show(root);
  expect(after.state).toMatchObject({ course: 'ended', rollsAfterEnding: 'open.due' });
  expect(after.tasks.map(({ title }) => title.da)).toEqual([
    'FMK viser en dosisrulle, selv om forløbet er ophørt: få den stoppet, eller genoptag forløbet',
  ]);
  expect(await give('settleRollsAfterEnding')).toBe(200);
  expect((await show(root)).tasks).toEqual([]);
  expect(await give('reopenRollsAfterEnding')).toBe(200);
  await send(event('fmk.dispensingPeriodDeleted', cpr, 3, { periodId: '3141' }));
  expect((await show(root)).tasks).toEqual([]);
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
  const ofDirectory = reading(cpr, 'Planlagt', 1, { directory: { orderedAt: root } });
  const results = await send(product, order, fromHospital, ofDirectory);
  expect(results.map(({ result, caseId }) => [result, caseId])).toEqual([
    ['accepted', root],
    ['accepted', root],
    ['invalid', undefined],
    // What only the directory knows is taken from nobody outside.
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

it('drafts a report of a roll that does not arrive, for those who treat, and logs who reads it (P2)', async () => {
  const cpr = nextCpr();
  await openCase(cpr);
  const [planned] = await send(reading(cpr, 'Planlagt', 1));
  const roll = planned?.caseId ?? '';
  const command = (type: string) =>
    server.call('nurse', 'POST', `/api/cases/${roll}/commands`, { type, data: {} }).then(({ status }) => status);
  const draft = (as: string) => server.call(as, 'GET', `/api/cases/${roll}/adverse-event`);
  expect(await command('draftAdverseEvent')).toBe(409);
  expect((await draft('nurse')).status).toBe(404);
  await send(reading(cpr, 'Ikke udleveret af apoteket', 2));
  expect(await command('draftAdverseEvent')).toBe(200);
  expect(await (await draft('nurse')).json()).toMatchObject({
    cause: 'leveringssvigt',
    happened: 'notDelivered',
    text: expect.stringContaining('Apoteket har ikke udleveret dosisrullen.'),
  });
  expect((await draft('coordinator')).status).toBe(404);
  expect(
    await server.rows(
      `select actor_role, count(*)::int as n from audit where case_id = $1 and detail = 'adverse event' group by 1 order by 1`,
      [roll],
    ),
  ).toEqual([
    { actor_role: 'coordinator', n: 1 },
    { actor_role: 'municipalNurse', n: 2 },
  ]);
  expect(await command('withdrawAdverseEvent')).toBe(200);
  expect((await draft('nurse')).status).toBe(404);
});

it('names nowhere what the citizen has marked private since FMK told of it', async () => {
  const cpr = nextCpr();
  const other = '28100009777';
  const parties = {
    gpPractice: directoryId('organisation', 'laegehuset-eksempel'),
    pharmacy: directoryId('organisation', 'apoteket-eksempel'),
  };
  const root = await openActiveCase(server, cpr, {
    ...parties,
    prescriptions: [
      { prescriptionId: '1', drugId: drug, validTo: '2028-01-01T00:00:00Z' },
      { prescriptionId: '2', drugId: other, validTo: '2026-03-12T00:00:00Z' },
    ],
  });
  const order = { drugMedicationId: '901', drugId: other, endDate: '2026-03-12' };
  const request = {
    requestId: 'r1',
    status: 'unhandled',
    createdBy: 'System',
    drugId: other,
    drugMedicationId: '901',
    addressedTo: [{ source: 'SKS', id: '9902005' }],
  };
  await send(
    event('fmk.drugMedicationObserved', cpr, 1, order),
    event('fmk.requestObserved', cpr, 1, request),
    reading(cpr, 'Planlagt', 1, { drugIds: [drug, other], orderedDrugIds: [other] }),
  );
  const stay = {
    ...{ event: 'STIN', change: 'new', messageId: 'm', episodes: ['local|private'], reportOfAdmission: false },
    periodStart: noon(1),
    provider: '265161000016000',
  };
  expect(await send(event('hospital.admissionObserved', cpr, 1, stay))).toMatchObject([{ result: 'accepted' }]);
  const own: Readonly<Record<string, readonly string[]>> = {
    nurse: [],
    planner: [],
    gp: ['/api/gp-questions?limit=200', '/api/substitution-proposals?limit=200'],
    'practice-staff': ['/api/gp-questions?limit=200'],
    pharmacist: ['/api/rolls-at-risk?limit=200'],
    'pharmacy-staff': ['/api/rolls-at-risk?limit=200'],
    ward: [],
    coordinator: ['/api/stuck?limit=200', '/api/stuck/soon?limit=200'],
    administrator: ['/api/stuck?limit=200'],
  };
  const everything = async (): Promise<Record<string, string>> => {
    const ids = await server.rows<{ id: string }>('select id from "case" where family_id = $1', [root]);
    const paths = [
      ...ids.flatMap(({ id }) =>
        ['', '/journal', '/explain', '/charges', '/notes', '/pdf'].map((part) => `/api/cases/${id}${part}`),
      ),
      '/api/cases?limit=200',
      '/api/tasks?limit=200',
    ];
    const told: Record<string, string> = {};
    for (const [who, lists] of Object.entries(own)) {
      const answers = [...paths, ...lists].map(async (path) => {
        const answer = await server.call(who, 'GET', path);
        if (!path.endsWith('/pdf')) return answer.text();
        return textOfPdf(Buffer.from(await answer.arrayBuffer()));
      });
      told[who] = (await Promise.all(answers)).join('\n');
    }
    return told;
  };
  const before = await everything();
  for (const who of ['nurse', 'gp', 'pharmacist', 'ward'])
    expect([who, before[who]?.includes(other)]).toEqual([who, true]);
  const hiddenDrugs = [{ drugMedicationId: '901', warningCode: '2233' }];
  const later = { periodId: '3142', startDate: '2026-03-23', endDate: '2026-04-05', drugIds: [drug], hiddenDrugs };
  expect(await send(reading(cpr, 'Planlagt', 2, later))).toMatchObject([{ result: 'accepted' }]);
  const after = await everything();
  for (const [who, text] of Object.entries(after)) expect([who, text.includes(other)]).toEqual([who, false]);
  for (const who of ['nurse', 'gp', 'pharmacist', 'ward'])
    expect([who, after[who]?.includes('"hasPrivateDrugs":true')]).toEqual([who, true]);
});
