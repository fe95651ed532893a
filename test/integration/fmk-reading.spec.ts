import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../src/engine/engine.ts';
import { answerQuestions } from '../../src/intake/answer-questions.ts';
import {
  askAboutCitizen,
  askAboutMunicipalities,
  startReconciliation,
  startResync,
  walkResync,
} from '../../src/intake/ask-fmk.ts';
import type { Intake } from '../../src/intake/take-events.ts';
import { openFmkClient } from '../../src/integration/fmk/client.ts';
import type { FmkClient } from '../../src/integration/fmk/client.ts';
import { definitionOf } from '../../workflows/registry.ts';
import * as fmk from '../support/fmk/build-message.ts';
import { eventually } from '../support/runtime.ts';
import { startFmkStub } from '../support/fmk/stub-server.ts';
import type { FmkStub } from '../support/fmk/stub-server.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let stub: FmkStub;
let client: FmkClient;
let intake: Intake;
beforeAll(async () => {
  server = await startServer();
  stub = await startFmkStub();
  client = openFmkClient({ kind: 'http', url: stub.url });
  intake = { store: server.store, engine: server.app.get(Engine), definitions: definitionOf };
});
beforeEach(async () => {
  stub.failWith(undefined);
  await server.rows('delete from fmk_question');
  await server.rows('delete from fmk_resync');
});
afterAll(async () => {
  await stub.close();
  await server.close();
});

let serial = 4000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;
const drugId = '28100009555';
const roll = { id: '7', status: 'Planlagt', startDate: '2026-12-07', endDate: '2026-12-20' };
const readAt = '2026-11-20T08:00:00Z';
const warrant = { id: '9', drugId, status: 'Open', created: '2026-11-01T08:00:00Z', validTo: '2027-10-31' };
const hold = { id: '1', type: 'SetDoseDispensingOnHold', created: '2026-11-19T08:00:00Z' };

/** Lets the pause after a notification be over, and reads whom it is due. */
async function read(): Promise<number> {
  await server.rows(`update fmk_question set due_at = clock_timestamp() where attempts = 0`);
  return answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 });
}
async function citizenOf(caseId: string): Promise<string> {
  const [row] = await server.rows<{ id: string }>('select citizen_id as id from "case" where id = $1', [caseId]);
  return row?.id ?? '';
}
async function openCitizen(): Promise<{ cpr: string; caseId: string; citizenId: string }> {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  return { cpr, caseId, citizenId: await citizenOf(caseId) };
}
const journalOf = async (caseId: string): Promise<string[]> =>
  (
    await server.rows<{ type: string }>(
      `select j.type from journal j join "case" c on c.id = j.case_id where c.family_id = $1 and j.kind = 'fact' order by j.at, j.seq`,
      [caseId],
    )
  ).map(({ type }) => type);
const stateOf = async (caseId: string): Promise<Record<string, string>> =>
  ((await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as { state: Record<string, string> })
    .state;

it('reads FMK once after several notifications, and gives what is new to the case', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, readAt, [{ id: '42', periods: [roll] }], [hold]));
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  const headers = { 'content-type': 'application/xml' };
  for (const xml of [fmk.periodAdvis({ cpr }, '42', 'Planlagt'), fmk.registrationAdvis({ cpr }, '1')])
    await server.call('adapter', 'POST', '/api/integration/fmk', xml, headers);
  stub.asked.length = 0;
  expect(await read()).toBe(1);
  expect(stub.asked).toEqual([
    'GetMedicineCardVersion',
    'GetPatientOrganisationRelation',
    'GetPatientRegistration',
    'GetWarrant',
    'GetDispensingCard',
    'GetDispensingPeriods',
    'GetRequestsForWarrant',
  ]);
  expect((await journalOf(caseId)).toSorted()).toEqual([
    'dispensingPeriodObserved',
    'dosePrescriptionObserved',
    'holdObserved',
  ]);
  expect((await stateOf(caseId))['course']).toMatch(/^onHold/);
  expect(await server.rows('select subject from fmk_question where subject = $1', [citizenId])).toEqual([]);
});

it('writes nothing where FMK shows what the case shows, though it was read later', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  const answer = (at: string): void => {
    stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, at, [{ id: '42', periods: [roll] }], [hold]));
    stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  };
  answer(readAt);
  await askAboutCitizen(server.store, citizenId);
  await read();
  const [before, messages] = [await journalOf(caseId), await server.rows(`select id from inbox where source = 'fmk'`)];
  answer('2026-11-21T08:00:00Z');
  await askAboutCitizen(server.store, citizenId);
  expect(await read()).toBe(1);
  expect(await journalOf(caseId)).toEqual(before);
  expect(await server.rows(`select id from inbox where source = 'fmk'`)).toEqual(messages);
});

it('reports what FMK no longer shows: the hold ends, the prescription is gone, the roll is deleted', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, readAt, [{ id: '42', periods: [roll] }], [hold]));
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  await askAboutCitizen(server.store, citizenId);
  await read();
  stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, '2026-11-21T08:00:00Z', []));
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, []));
  stub.answer('GetDispensingPeriods', cpr, fmk.periodsResponse({ cpr }, []));
  await askAboutCitizen(server.store, citizenId);
  expect(await read()).toBe(1);
  expect((await journalOf(caseId)).slice(-3).toSorted()).toEqual([
    'dispensingPeriodDeleted',
    'dosePrescriptionObserved',
    'holdObserved',
  ]);
  expect((await stateOf(caseId))['course']).not.toMatch(/^onHold/);
});

it('concludes nothing from an answer that is a part', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  await askAboutCitizen(server.store, citizenId);
  await read();
  const before = await journalOf(caseId);
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, []));
  stub.paged = true;
  await askAboutCitizen(server.store, citizenId);
  expect(await read()).toBe(1);
  stub.paged = false;
  expect(await journalOf(caseId)).toEqual(before);
});

it('asks for every page, and concludes from all of them together', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  const others = ['10', '11'].map((id) => ({ ...warrant, id }));
  const pageOf = (each: typeof warrant): string => fmk.warrantResponse({ cpr }, [each]);
  stub.answer('GetWarrant', cpr, ...[warrant, ...others].map(pageOf));
  stub.asked.length = 0;
  await askAboutCitizen(server.store, citizenId);
  await read();
  expect(stub.asked.filter((operation) => operation === 'GetWarrant')).toHaveLength(3);
  const seen = ['dosePrescriptionObserved', 'dosePrescriptionObserved', 'dosePrescriptionObserved'];
  expect(await journalOf(caseId)).toEqual(seen);
  // The second is gone: the first page alone would not say so, and the third is still there.
  stub.answer('GetWarrant', cpr, ...[warrant, others[1] ?? warrant].map(pageOf));
  await askAboutCitizen(server.store, citizenId);
  await read();
  expect(await journalOf(caseId)).toEqual([...seen, 'dosePrescriptionObserved']);
});

it('asks about the citizens of every page of requests', async () => {
  const citizens = [await openCitizen(), await openCitizen()];
  await askAboutMunicipalities(server.store);
  const [asked] = await server.rows<{ code: string }>(
    `select o.municipality_code as code from fmk_question q join organisation o on o.id = q.subject`,
  );
  const pages = citizens.map(({ cpr }) => fmk.searchResponse([cpr]));
  stub.answer('SearchRequestsForWarrantAndDetails', asked?.code ?? '', ...pages);
  await read();
  stub.answer('SearchRequestsForWarrantAndDetails', asked?.code ?? '', fmk.searchResponse([]));
  const rows = await server.rows<{ subject: string }>(`select subject from fmk_question where kind = 'citizen'`);
  expect(rows.map(({ subject }) => subject).toSorted()).toEqual(citizens.map(({ citizenId }) => citizenId).toSorted());
});

it('reads a citizen whole only where FMK says that something has changed, and once a week all the same', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  const changed = (at: string): void =>
    stub.answer('GetMedicineCardVersion', cpr, fmk.versionResponse({ cpr }, { WarrantDateTime: at }));
  const readOnce = async (): Promise<number> => {
    stub.asked.length = 0;
    await askAboutCitizen(server.store, citizenId);
    await read();
    return stub.asked.length;
  };
  changed('2026-11-01T08:00:00Z');
  expect(await readOnce()).toBe(7);
  expect(await readOnce()).toBe(1);
  changed('2026-11-21T08:00:00Z');
  expect(await readOnce()).toBe(7);
  expect(await readOnce()).toBe(1);
  await server.rows(`update fmk_reading set read_at = read_at - interval '8 days'`);
  expect(await readOnce()).toBe(7);
  // What is kept of it tells nothing without the key.
  const [kept] = await server.rows<{ changes: Buffer }>('select changes from fmk_reading where case_id = $1', [caseId]);
  expect(kept?.changes).toHaveLength(32);
});

it('reads what fails in FMK’s list of changes as a citizen who has changed', async () => {
  const { cpr, citizenId } = await openCitizen();
  stub.answer('GetMedicineCardVersion', cpr, '<no XML');
  stub.asked.length = 0;
  await askAboutCitizen(server.store, citizenId);
  expect(await read()).toBe(1);
  expect(stub.asked).toHaveLength(7);
});

it('reads several citizens side by side, and each once', async () => {
  const citizens = [await openCitizen(), await openCitizen(), await openCitizen()];
  for (const { citizenId } of citizens) await askAboutCitizen(server.store, citizenId);
  await server.rows('update fmk_question set due_at = clock_timestamp()');
  stub.asked.length = 0;
  const release = stub.hold();
  const both = Promise.all([
    answerQuestions(intake, client, { pollMinutes: 15, lanes: 2 }),
    answerQuestions(intake, client, { pollMinutes: 15, lanes: 2 }),
  ]);
  // Nobody has an answer yet, and all three are asked about.
  await eventually(
    () => Promise.resolve(stub.asked.length),
    (asked) => asked === 3,
  );
  release();
  const [first, second] = await both;
  expect(first + second).toBe(3);
  expect(stub.asked).toHaveLength(21);
});

it('counts what a walk finds otherwise as discrepancies, by kind, and nothing that a notification told', async () => {
  const compare = async (): Promise<void> => {
    await server.rows(`update fmk_resync set started_at = started_at - interval '2 days'`);
    await startReconciliation(server.store, 24);
    await walkResync(server.store);
  };
  // The citizens of the other tests are compared first.
  await compare();
  await read();
  const [late, told, same] = [await openCitizen(), await openCitizen(), await openCitizen()];
  for (const { cpr } of [late, told, same]) stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  await askAboutCitizen(server.store, same.citizenId);
  await read();
  await compare();
  await askAboutCitizen(server.store, told.citizenId);
  await read();
  const walk = async (): Promise<object> => {
    const response = await server.call('administrator', 'GET', '/api/fmk-walks');
    return ((await response.json()) as { items: object[] }).items[0] ?? {};
  };
  expect(await walk()).toMatchObject({
    reason: 'reconciliation',
    waiting: 0,
    differences: [{ fact: 'dosePrescriptionObserved', change: 'told', number: 1, cases: 1 }],
  });
  stub.answer('GetWarrant', late.cpr, fmk.warrantResponse({ cpr: late.cpr }, []));
  await compare();
  await read();
  expect(await walk()).toMatchObject({
    differences: [{ fact: 'dosePrescriptionObserved', change: 'gone', number: 1, cases: 1 }],
  });
  // Whoever sees the case sees what was found of it, the newest first; of the others nothing was.
  const foundAt = async ({ caseId }: { caseId: string }): Promise<object> =>
    (
      (await (await server.call('nurse', 'GET', `/api/cases/${caseId}/explain`)).json()) as {
        fmkDifferences: { change: string; label: { da: string }; number: number }[];
      }
    ).fmkDifferences.map(({ change, label, number }) => [change, label.da, number]);
  const { da } = definitionOf('dose-dispensing').messages['dosePrescriptionObserved']?.label ?? { da: '' };
  expect(await foundAt(late)).toEqual([
    ['gone', da, 1],
    ['told', da, 1],
  ]);
  expect(await foundAt(told)).toEqual([]);
  expect((await server.call('coordinator', 'GET', '/api/fmk-walks')).status).toBe(403);
});

it('tries again what fails, tells someone after three times, and takes it back when FMK answers', async () => {
  const { caseId, citizenId } = await openCitizen();
  await askAboutCitizen(server.store, citizenId);
  stub.failWith(503);
  const incidents = () =>
    server.rows(`select status, last_error, case_id from incident where kind = 'fmk' and subject = $1`, [citizenId]);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect(await incidents()).toEqual([]);
    await server.rows('update fmk_question set due_at = clock_timestamp()');
    expect(await answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 })).toBe(0);
  }
  expect(await incidents()).toEqual([
    { status: 'open', last_error: 'FMK answered 503 to GetPatientOrganisationRelation', case_id: caseId },
  ]);
  // Not due at once: an FMK that is down is not asked more than it can bear.
  expect(await answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 })).toBe(0);
  stub.failWith(undefined);
  await server.rows('update fmk_question set due_at = clock_timestamp()');
  expect(await answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 })).toBe(1);
  expect(await incidents()).toMatchObject([{ status: 'resolved' }]);
});

it('asks for relations that were removed as well, and so sees that one is', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  const relation = { id: '5', type: 'Visiteret til medicinadministration', created: '2026-01-01T08:00:00Z' };
  const removed = { ...relation, removed: '2026-11-01T08:00:00Z' };
  // As FMK does: those that were removed only where they are asked for.
  stub.answer('GetPatientOrganisationRelation', cpr, fmk.relationResponse({ cpr }, []));
  stub.answer('GetPatientOrganisationRelation IncludeRemovedRelations', cpr, fmk.relationResponse({ cpr }, [removed]));
  await askAboutCitizen(server.store, citizenId);
  await read();
  expect(await journalOf(caseId)).toEqual(['relationObserved']);
});

it('asks of a citizen whose reference at FMK has ended for relations alone, tells someone, and reads on when it is renewed', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  const incidents = () =>
    server.rows(`select status, case_id, last_error from incident where kind = 'fmk' and subject = $1`, [citizenId]);
  const relation = { id: '5', type: 'Visiteret til medicinadministration', created: '2026-01-01T08:00:00Z' };
  stub.answer('GetPatientOrganisationRelation', cpr, fmk.relationResponse({ cpr }, [relation]));
  await askAboutCitizen(server.store, citizenId);
  await read();
  const ended = fmk.relationResponse({ cpr }, [{ ...relation, removed: '2026-11-01T08:00:00Z' }]);
  stub.answer('GetPatientOrganisationRelation', cpr, ended);
  await askAboutCitizen(server.store, citizenId);
  expect(await incidents()).toEqual([]);
  await read();
  const told = { case_id: caseId, last_error: expect.stringMatching(/^Expected a referral at FMK/) as string };
  expect(await incidents()).toEqual([{ status: 'open', ...told }]);
  const asked = async (): Promise<string[]> => {
    stub.asked.length = 0;
    await askAboutCitizen(server.store, citizenId);
    expect(await read()).toBe(1);
    return [...stub.asked];
  };
  expect(await asked()).toEqual(['GetPatientOrganisationRelation']);
  expect(await incidents()).toEqual([{ status: 'open', ...told }]);

  // A new one has a number of its own.
  const renewed = [
    { ...relation, removed: '2026-11-01T08:00:00Z' },
    { ...relation, id: '6' },
  ];
  stub.answer('GetPatientOrganisationRelation', cpr, fmk.relationResponse({ cpr }, renewed));
  stub.answer('GetWarrant', cpr, fmk.warrantResponse({ cpr }, [warrant]));
  const [first, ...others] = await asked();
  expect(first).toBe('GetPatientOrganisationRelation');
  expect(others).toContain('GetWarrant');
  expect((await journalOf(caseId)).slice(-2)).toEqual(['relationObserved', 'dosePrescriptionObserved']);
  expect(await incidents()).toEqual([{ status: 'resolved', ...told }]);
});

it.each([
  ['cannot be read', 'FMK answered with a message that cannot be read', false],
  ['are not all there', 'FMK has more requests than it could be asked for', true],
])('tells someone when a municipality’s requests %s, three times', async (_, error, paged) => {
  await openCitizen();
  await askAboutMunicipalities(server.store);
  const [asked] = await server.rows<{ id: string; code: string }>(
    `select o.id, o.municipality_code as code from fmk_question q join organisation o on o.id = q.subject`,
  );
  const answer = (...pages: string[]): void =>
    stub.answer('SearchRequestsForWarrantAndDetails', asked?.code ?? '', ...pages);
  answer(paged ? fmk.searchResponse([]) : '<SearchRequestsForWarrantAndDetailsResponse');
  stub.paged = paged;
  const open = () =>
    server.rows<{ error: string }>(
      `select last_error as error from incident where kind = 'fmk' and subject = $1 and status = 'open'`,
      [asked?.id],
    );
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    expect(await open()).toEqual([]);
    await server.rows('update fmk_question set due_at = clock_timestamp()');
    expect(await answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 })).toBe(0);
  }
  stub.paged = false;
  expect(await open()).toEqual([{ error }]);
  answer(fmk.searchResponse([]));
  await server.rows('update fmk_question set due_at = clock_timestamp()');
  await answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 });
  expect(await open()).toEqual([]);
});

it('walks all citizens with an open case after lost notifications, and goes on where it was left', async () => {
  for (let n = 0; n < 3; n += 1) await openCitizen();
  await startResync(server.store, readAt);
  const open = await server.rows<{ id: string }>(
    `select id from "case" where workflow = 'dose-dispensing' and closed_at is null order by id`,
  );
  // Another process had come to the second citizen when it died.
  await server.rows('update fmk_resync set cursor = $1, asked = 2', [open[1]?.id]);
  expect(await walkResync(server.store)).toBe(open.length - 2);
  expect(await server.rows(`select asked, finished_at is not null as finished from fmk_resync`)).toEqual([
    { asked: open.length, finished: true },
  ]);
  expect(await server.rows(`select subject from fmk_question where kind = 'citizen'`)).toHaveLength(open.length - 2);
  expect(await walkResync(server.store)).toBe(0);
});

it('begins a comparison of all citizens once in so many hours', async () => {
  await startReconciliation(server.store, 24);
  await startReconciliation(server.store, 24);
  expect(await server.rows('select reason from fmk_resync')).toEqual([{ reason: 'reconciliation' }]);
});

it('asks for the requests of each municipality with a case, and reads FMK for the citizens of them', async () => {
  const { cpr, citizenId } = await openCitizen();
  await askAboutMunicipalities(server.store);
  const codes = await server.rows<{ code: string; id: string }>(
    `select o.municipality_code as code, o.id from fmk_question q join organisation o on o.id = q.subject`,
  );
  expect(codes).toHaveLength(1);
  stub.answer('SearchRequestsForWarrantAndDetails', codes[0]?.code ?? '', fmk.searchResponse([cpr, nextCpr()]));
  expect(await read()).toBe(1);
  expect(await server.rows(`select kind, due_at > clock_timestamp() as later from fmk_question order by kind`)).toEqual(
    [
      { kind: 'citizen', later: true },
      { kind: 'organisation', later: true },
    ],
  );
  expect(await server.rows('select subject from fmk_question where subject = $1', [citizenId])).toHaveLength(1);
});

it('follows a request that polling found to the task of whoever must act, and to its end', async () => {
  const { cpr, caseId } = await openCitizen();
  await askAboutMunicipalities(server.store);
  const [{ code } = { code: '' }] = await server.rows<{ code: string }>(
    `select o.municipality_code as code from fmk_question q join organisation o on o.id = q.subject`,
  );
  // The order tells which drug it is of that the request names by its number alone.
  const order = { id: '42', periods: [{ ...roll, drugs: [drugId] }] };
  const request = { id: '77', drugMedicationId: '200', status: 'unhandled', created: '2026-11-19T08:00:00Z' };
  stub.answer('SearchRequestsForWarrantAndDetails', code, fmk.searchResponse([cpr]));
  stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, readAt, [order]));
  const polled = async (more: object = {}): Promise<Polled> => {
    stub.answer('GetRequestsForWarrant', cpr, fmk.requestsResponse({ cpr }, [{ ...request, ...more }]));
    await server.rows(`update fmk_question set due_at = clock_timestamp()`);
    await answerQuestions(intake, client, { pollMinutes: 15, lanes: 3 });
    await read();
    const shown = await server.call('nurse', 'GET', `/api/cases/${caseId}`);
    const { children } = (await shown.json()) as { children: Polled[] };
    const found = children.filter(({ workflow }) => workflow === 'prescription-request');
    expect(found).toHaveLength(1);
    return found[0] ?? { workflow: '', state: {}, tasks: [] };
  };

  expect(await polled()).toMatchObject({ request: { drugId, status: 'unhandled' } });
  const rejected = await polled({ status: 'cancelled', cancellationReason: 'Medicinen udleveres fra hospital' });
  expect(rejected.request).toMatchObject({ status: 'cancelled' });
  expect(rejected.tasks.length).toBeGreaterThan(0);
});

it('finds a request that FMK’s System made, of which no municipality is told, where all citizens are compared', async () => {
  const { cpr, caseId } = await openCitizen();
  const order = { id: '42', periods: [{ ...roll, drugs: [drugId] }] };
  const request = { id: '78', drugMedicationId: '200', status: 'unhandled', created: '2026-11-19T08:00:00Z' };
  stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, readAt, [order]));
  stub.answer('GetRequestsForWarrant', cpr, fmk.requestsResponse({ cpr }, [{ ...request, role: 'System' }]));
  await startReconciliation(server.store, 24);
  await walkResync(server.store);
  await read();
  expect(await journalOf(caseId)).toContain('requestObserved');
});

interface Polled {
  workflow: string;
  state: Record<string, string>;
  tasks: { title: { da: string } }[];
  request?: object;
}

it('reads the citizen’s messages from a folder, whatever the files are called', async () => {
  const { cpr, caseId, citizenId } = await openCitizen();
  const folder = await mkdtemp(join(tmpdir(), 'fmk-'));
  await writeFile(join(folder, 'a.xml'), fmk.cardResponse({ cpr }, readAt, [{ id: '42', periods: [roll] }]));
  await writeFile(join(folder, 'b.xml'), fmk.cardResponse({ cpr: nextCpr() }, readAt, [{ id: '43', periods: [roll] }]));
  await writeFile(join(folder, 'c.xml'), '<no XML');
  await askAboutCitizen(server.store, citizenId);
  await server.rows('update fmk_question set due_at = clock_timestamp()');
  const fromFiles = openFmkClient({ kind: 'folder', path: folder });
  expect(await answerQuestions(intake, fromFiles, { pollMinutes: 15, lanes: 3 })).toBe(1);
  expect(await journalOf(caseId)).toEqual(['dispensingPeriodObserved']);
  await rm(folder, { recursive: true });
});

it('reads by itself where the settings say where FMK is', async () => {
  const reading = await startServer({ FMK_URL: stub.url });
  const cpr = nextCpr();
  await openActiveCase(reading, cpr);
  stub.answer('GetDispensingCard', cpr, fmk.cardResponse({ cpr }, readAt, [{ id: '42', periods: [roll] }]));
  const headers = { 'content-type': 'application/xml' };
  await reading.call('adapter', 'POST', '/api/integration/fmk', fmk.periodAdvis({ cpr }, '42', 'Planlagt'), headers);
  let periods: object[] = [];
  while (periods.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    periods = await reading.rows(`select id from "case" where workflow = 'dispensing-period'`);
  }
  expect(periods).toHaveLength(1);
  expect(await reading.rows(`select reason from fmk_resync`)).toEqual([{ reason: 'reconciliation' }]);
  await reading.close();
});
