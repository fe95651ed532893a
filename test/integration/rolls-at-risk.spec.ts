/** What a pharmacy is told of its rolls before they are packed: which may turn out wrong, why, and nothing of any stay. */
import { setClock } from '../../src/db/clock.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const [nord, alone] = ['99000000001', '99000000006'];

let server: TestServer;
let parties: Record<string, string | undefined>;
const roots: Record<string, string> = {};

interface RollAtRisk {
  id: string;
  root: string;
  citizen: { name: string; cpr: string };
  period: { startDate: string; changeCutOffAt: string; isPastCutOff: boolean };
  risks: { kind: string; drugs: { drugId: string; name?: string }[]; renewal?: string }[];
}
interface Answer {
  items: RollAtRisk[];
  looked: number;
  next: string | null;
}
async function rolls(query = '', name = 'pharmacy-staff'): Promise<Answer> {
  const response = await server.call(name, 'GET', `/api/rolls-at-risk${query}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const kindsOf = async (who: string): Promise<string[] | undefined> =>
  (await rolls()).items.find(({ root }) => root === roots[who])?.risks.map(({ kind }) => kind);

let count = 0;
async function observe(type: string, data: object, result = 'accepted'): Promise<void> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', {
    specversion: '1.0',
    id: `rolls-${(count += 1)}`,
    source: 'urn:test:rolls',
    type: `dk.dosisflow.${type}.v1`,
    time: await server.store.clock(server.store.pool),
    data,
  });
  expect(await response.json()).toMatchObject({ results: [{ result }] });
}
const period = (cpr: string, cutOff: string, more: object = {}): Promise<void> =>
  observe('fmk.dispensingPeriodObserved', {
    cpr,
    periodId: `p-${cpr}`,
    cardId: 'k',
    startDate: '2026-03-16',
    endDate: '2026-03-29',
    status: 'Planlagt',
    deadline: cutOff,
    drugIds: [nord],
    ...more,
  });
const give = async (who: string, type: string, data: object): Promise<void> => {
  const response = await server.call('nurse', 'POST', `/api/cases/${roots[who]}/commands`, { type, data });
  expect({ type, status: response.status }).toEqual({ type, status: 200 });
};

let serial = 4100;
const numbers: Record<string, string> = {};
/** A citizen of the pharmacy with one roll ahead that holds that drug, and all it rests on. */
async function packs(who: string, cutOff: string, drugId = nord, validTo = '2028-01-01T00:00:00Z'): Promise<void> {
  const cpr = `250947${(serial += 1)}`;
  numbers[who] = cpr;
  roots[who] = await openActiveCase(server, cpr, {
    name: `${who} Prøve`,
    prescriptions: [{ prescriptionId: '1', drugId, validTo }],
    ...parties,
  });
  await period(cpr, cutOff, { drugIds: [drugId] });
}

beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T11:00:00Z');
  const rows = await server.rows<{ subject: string; id: string }>('select subject, organisation_id as id from person');
  const of = (subject: string): string | undefined => rows.find((row) => row.subject === subject)?.id;
  parties = { gpPractice: of('dev|gp'), pharmacy: of('dev|pharmacist') };
  await packs('Rigtig', '2026-03-10T11:00:00Z');
  await packs('Udløb', '2026-03-09T11:00:00Z', nord, '2026-03-20T00:00:00Z');
  await packs('Restordre', '2026-03-08T11:00:00Z', alone);
  await packs('Bero', '2026-03-07T11:00:00Z');
  await packs('Ændret', '2026-03-01T11:00:00Z');
  await observe('product.backOrderObserved', {
    packageNumber: '990061',
    since: '2026-03-01',
    expectedTo: '2026-06-01',
    source: 'Grossisten',
  });
  await server.advance('PT1S');
  await give('Bero', 'recordHold', { reason: 'Ferie', from: '2026-03-14' });
  await give('Ændret', 'medicationChanged', { drugId: nord, kind: 'reduction', from: '2026-03-02' });
});
afterAll(() => server.close());

it('lists what may go wrong by its change cut-off, with the reason and the drug', async () => {
  const { items, looked, next } = await rolls();
  expect({ looked, next }).toEqual({ looked: 5, next: null });
  expect(items.map(({ citizen }) => citizen.name)).toEqual([
    'Ændret Prøve',
    'Bero Prøve',
    'Restordre Prøve',
    'Udløb Prøve',
  ]);
  const [changed, held, short, lapsing] = items;
  expect(changed?.risks.map(({ kind }) => kind)).toContain('medicationChange');
  expect(changed?.period).toMatchObject({ isPastCutOff: true, startDate: '2026-03-16' });
  expect(held?.risks.map(({ kind }) => kind)).toContain('onHold');
  expect(short?.risks).toEqual([{ kind: 'backOrder', drugs: [{ drugId: alone, name: 'Eneprøvin 5 mg' }] }]);
  expect(lapsing?.risks).toEqual([{ kind: 'noPrescription', drugs: [expect.objectContaining({ drugId: nord })] }]);
  expect(lapsing?.period).toMatchObject({ isPastCutOff: false, changeCutOffAt: '2026-03-09T11:00:00.000Z' });
  expect(JSON.stringify(items)).not.toContain(numbers['Udløb']);
});

it('pages by rolls looked at, and logs the reading of those shown alone (P2)', async () => {
  const shown: string[] = [];
  let after: string | null = null;
  do {
    const page: Answer = await rolls(`?limit=2${after ? `&after=${after}` : ''}`);
    shown.push(...page.items.map(({ citizen }) => citizen.name));
    after = page.next;
  } while (after);
  expect(shown).toEqual(['Ændret Prøve', 'Bero Prøve', 'Restordre Prøve', 'Udløb Prøve']);
  const read = await server.rows<{ id: string }>(
    `select distinct case_id as id from audit where detail = 'rolls at risk'`,
  );
  expect(read.map(({ id }) => id).toSorted()).toEqual(
    ['Ændret', 'Bero', 'Restordre', 'Udløb'].map((who) => roots[who] ?? '').toSorted(),
  );
});

it('drops a roll when what was wrong is mended, and when someone has begun to pack it', async () => {
  const cpr = numbers['Udløb'] ?? '';
  await observe('fmk.dosePrescriptionObserved', {
    cpr,
    prescriptionId: '2',
    drugId: nord,
    status: 'open',
    validTo: '2028-01-01T00:00:00Z',
  });
  expect(await kindsOf('Udløb')).toBeUndefined();
  expect(await kindsOf('Restordre')).toEqual(['backOrder']);
  await server.advance('PT1S');
  await period(numbers['Restordre'] ?? '', '2026-03-08T11:00:00Z', { status: 'Pakning påbegyndt', drugIds: [alone] });
  expect(await kindsOf('Restordre')).toBeUndefined();
});

it('shows a roll whose cut-off is not kept yet before all others', async () => {
  await server.rows('update "case" set change_cut_off_at = null where family_id = $1', [roots['Bero']]);
  const first = await rolls('?limit=1');
  expect(first.items.map(({ root }) => root)).toEqual([roots['Bero']]);
  const second = await rolls(`?limit=1&after=${first.next}`);
  expect(second.items.map(({ root }) => root)).toEqual([roots['Ændret']]);
});

it('tells of consent, an ending, what dose packing rests on, a drug in no roll, and private drugs', async () => {
  const found = { status: 'open', prescriptionId: '2', drugId: alone, validTo: '2028-01-01T00:00:00Z' };
  const hiddenDrugs = [{ drugMedicationId: '901', warningCode: '2233' }];
  const make: Record<string, () => Promise<void>> = {
    consentMissing: () =>
      give('consentMissing', 'withdrawConsent', { answeredBy: 'citizen', form: 'spoken', on: '2026-03-02' }),
    ending: () => give('ending', 'planEnding', { reason: 'citizenDeclines', lastDay: '2026-03-20' }),
    foundationMissing: () => give('foundationMissing', 'assessNotSuited', { reason: 'Skifter medicin hver uge' }),
    drugNotInRoll: () => observe('fmk.dosePrescriptionObserved', { cpr: numbers['drugNotInRoll'], ...found }),
    privateDrugs: () => period(numbers['privateDrugs'] ?? '', '2026-03-10T11:00:00Z', { hiddenDrugs }),
  };
  for (const [kind, happens] of Object.entries(make)) {
    await packs(kind, '2026-03-10T11:00:00Z');
    expect([kind, await kindsOf(kind)]).toEqual([kind, undefined]);
    // A reading of the same instant is none.
    await server.advance('PT1S');
    await happens();
    expect([kind, await kindsOf(kind)]).toEqual([kind, expect.arrayContaining([kind])]);
  }
  const lacking = (await rolls()).items.find(({ root }) => root === roots['drugNotInRoll']);
  const risk = lacking?.risks.find(({ kind }) => kind === 'drugNotInRoll');
  expect(risk?.drugs).toEqual([{ drugId: alone, name: 'Eneprøvin 5 mg' }]);
  // FMK’s number of what the citizen has marked private is nobody’s business either.
  expect(JSON.stringify((await rolls()).items.find(({ root }) => root === roots['privateDrugs']))).not.toContain(
    '"901"',
  );
});

it('is the pharmacy’s alone, and of its own patients alone', async () => {
  for (const name of ['nurse', 'gp', 'ward', 'coordinator', 'administrator']) {
    expect({ name, status: (await server.call(name, 'GET', '/api/rolls-at-risk')).status }).toEqual({
      name,
      status: 403,
    });
  }
  const elsewhere = '6d1cf09c-5f0c-4b1f-8a3a-64a80a6bf6ad';
  await server.rows(
    `insert into organisation (id, kind, name, duty_contact) values ($1, 'pharmacy', 'Et andet', 'Vagten')`,
    [elsewhere],
  );
  const own = parties;
  parties = { ...own, pharmacy: elsewhere };
  await packs('Fremmed', '2026-03-09T11:00:00Z', nord, '2026-03-20T00:00:00Z');
  const { looked } = await rolls();
  parties = own;
  await packs('Egen', '2026-03-09T11:00:00Z', nord, '2026-03-20T00:00:00Z');
  expect(await kindsOf('Fremmed')).toBeUndefined();
  expect(await kindsOf('Egen')).toEqual(['noPrescription']);
  expect((await rolls()).looked).toBe(looked + 1);
});

it('says nothing of a stay: the answer is the same to the byte, whatever the hospital tells (P3)', async () => {
  const before = JSON.stringify((await rolls()).items);
  for (const [event, type] of [
    ['STIN', 'admissionObserved'],
    ['MORS', 'deathObserved'],
  ] as const) {
    await observe(`hospital.${type}`, {
      cpr: numbers['Ændret'],
      event,
      change: 'new',
      messageId: event,
      episodes: ['local|e1'],
      periodStart: '2026-03-02T06:00:00Z',
      provider: '265161000016000',
      reportOfAdmission: false,
    });
    expect(JSON.stringify((await rolls()).items)).toBe(before);
  }
});
