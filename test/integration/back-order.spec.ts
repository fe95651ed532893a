/** A back-order from its first day to its end, through the product's own server with the simulated clock. */
import { setClock } from '../../src/db/clock.ts';
import { replay } from '../../src/engine/replay.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

/** Alone in no group: 990061 is its one package. */
const alone = '99000000006';
const day = (n: number): string => new Date(Date.UTC(2026, 2, n)).toISOString().slice(0, 10);
const noon = (n: number): string => `${day(n)}T11:00:00Z`;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, noon(2));
});
afterAll(() => server.close());

let serial = 4000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;
let count = 0;
const event = (type: string, time: string, data: object): object => ({
  specversion: '1.0',
  id: `supply-${(count += 1)}`,
  source: 'urn:test:supply',
  type: `dk.dosisflow.${type}.v1`,
  time,
  data,
});
const backOrder = (packageNumber: string, seen: number, data: object): object =>
  event('product.backOrderObserved', noon(seen), { packageNumber, source: 'Grossisten', ...data });

interface Result {
  result: string;
  caseId: string;
  faults?: { field: string }[];
}
async function send(...events: object[]): Promise<Result[]> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', events);
  return ((await response.json()) as { results: Result[] }).results;
}

interface Shown {
  id: string;
  workflow: string;
  state: Record<string, string>;
  tasks: { title: { da: string }; role: string; deadlineAt: string }[];
  children: Shown[];
  allowedCommands: { type: string; disabledReason?: object }[];
  coverage?: { drugs: { drugId: string; spans: { by: string; atRisk?: string; from: string }[] }[] };
}
const show = async (caseId: string, as = 'nurse'): Promise<Shown> =>
  (await (await server.call(as, 'GET', `/api/cases/${caseId}`)).json()) as Shown;
const command = (
  as: string,
  caseId: string,
  type: string,
  data: object = {},
  headers: Record<string, string> = {},
): Promise<Response> => server.call(as, 'POST', `/api/cases/${caseId}/commands`, { type, data }, headers);

async function parties(): Promise<object> {
  const rows = await server.rows<{ subject: string; id: string }>('select subject, organisation_id as id from person');
  const of = (subject: string): string | undefined => rows.find((row) => row.subject === subject)?.id;
  return { gpPractice: of('dev|gp'), pharmacy: of('dev|pharmacist') };
}

async function packs(drugId: string, cutOff: number, more: object = {}): Promise<string> {
  const cpr = nextCpr();
  const root = await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
    ...(await parties()),
    ...more,
  });
  await send(
    event('fmk.dispensingPeriodObserved', noon(1), {
      cpr,
      periodId: `p-${cpr}`,
      cardId: 'k',
      startDate: day(cutOff + 3),
      endDate: day(cutOff + 16),
      status: 'Planlagt',
      deadline: noon(cutOff),
      drugIds: [drugId],
    }),
  );
  return root;
}
const quiet = (): Promise<object> => server.advance('PT1S');
const substitution = async (root: string): Promise<Shown> => {
  const found = (await show(root)).children.find(({ workflow }) => workflow === 'substitution');
  if (!found) throw new Error('Expected a substitution below the case');
  return found;
};

it('goes from a registration to rolls at risk at once, a warning on day 8, a substitute for each citizen, and an end that closes all', async () => {
  const near = await packs(alone, 5);
  const far = await packs(alone, 12);
  const [registered] = await send(backOrder('990061', 2, { since: day(2) }));
  expect(registered?.result).toBe('accepted');
  const product = registered?.caseId ?? '';
  await quiet();
  for (const root of [near, far]) {
    const shown = await show(root);
    expect(shown.state['supply']).toBe('atRisk');
    expect(shown.coverage?.drugs[0]?.spans).toContainEqual(
      expect.objectContaining({ by: 'roll', atRisk: 'backOrder' }),
    );
    expect((await substitution(root)).state['search']).toBe('open.gp');
  }
  expect((await show(product, 'gp')).state['supply']).toBe('onBackOrder');
  // Asked before the cut-off of noon on the 5th, a working day ahead.
  expect(Date.parse((await substitution(near)).tasks[0]?.deadlineAt ?? '')).toBeLessThan(Date.parse(noon(5)));

  await server.advance('P7D');
  expect((await show(product)).state['supply']).toBe('onBackOrder');
  await server.advance('P1D');
  expect((await show(product)).state['supply']).toBe('warned');
  const [warning] = await server.rows<{ at: Date }>(
    `select at from journal where case_id = $1 and kind = 'timer' and type like '%nextDay%' order by seq desc limit 1`,
    [product],
  );
  // Danish midnight at the beginning of the eighth day after the first.
  expect(warning?.at.toISOString()).toBe('2026-03-09T23:00:00.000Z');

  // Nobody answered: each in turn was asked, and the municipality stands with it.
  const stuck = await substitution(near);
  expect(stuck.state['search']).toMatch(/^open\.cluster/);
  expect(stuck.tasks.map(({ role }) => role)).toEqual(['municipalNurse']);
  // The worklist says with it whom to ask, in the citizen's area and today; of no other task.
  const { items: listed } = (await (await server.call('nurse', 'GET', '/api/tasks?limit=200')).json()) as {
    items: { case: string; contacts?: { name: string; contact: string }[] }[];
  };
  const [nord] = await server.rows<{ id: string }>(`select municipality_id as id from "case" where id = $1`, [near]);
  const { items: known } = (await (
    await server.call('nurse', 'GET', `/api/reference/contacts?municipality=${nord?.id}`)
  ).json()) as { items: { name: string; contact: string }[] };
  expect(known.length).toBeGreaterThan(0);
  expect(listed.find((task) => task.case === stuck.id)?.contacts).toEqual(
    known.map(({ name, contact }) => ({ name, contact })),
  );
  const asking = new Set(
    (await server.rows<{ id: string }>(`select id from "case" where workflow = 'substitution'`)).map(({ id }) => id),
  );
  expect(listed.filter((task) => !asking.has(task.case) && task.contacts)).toEqual([]);

  const [ended] = await send(backOrder('990061', 10, { since: day(2), endedOn: day(10) }));
  expect(ended).toMatchObject({ result: 'accepted', caseId: product });
  await quiet();
  for (const root of [near, far]) {
    const shown = await show(root);
    expect(shown.state['supply']).toBe('fine');
    expect(await substitution(root)).toMatchObject({ state: { search: 'none' }, tasks: [] });
  }
  expect(await show(product)).toMatchObject({ state: { supply: 'available', confirmation: 'none' }, tasks: [] });
  const children = await Promise.all([near, far].map(async (root) => (await substitution(root)).id));
  for (const caseId of [product, near, far, ...children])
    expect(await replay(server.database.pool, server.store.keys.vault, definitionOf, caseId)).toEqual({ kind: 'same' });
  expect(await server.app.get(LedgerAudit).everything()).toEqual([]);
});

it('lets the pharmacy choose within the group, and FMK’s word close it; the drug stands nowhere in clear (P1)', async () => {
  await setClock(server.database.pool, noon(11));
  const [one, two] = ['99000000001', '99000000002'];
  const root = await packs(one, 18);
  await send(backOrder('990011', 11, { since: day(11) }));
  await quiet();
  // One of its two packages can still be had.
  expect((await show(root)).state['supply']).toBe('fine');
  await send(backOrder('990012', 11, { since: day(11) }));
  await quiet();
  const child = await substitution(root);
  expect(child.state['search']).toBe('open.inGroup');
  const seen = await show(child.id, 'pharmacist');
  expect(seen.tasks.map(({ role }) => role)).toEqual(['prescribingPharmacist']);
  const chosen = async (substitute: string, key = substitute): Promise<{ status: number; detail?: string }> => {
    const headers = { 'idempotency-key': key };
    const response = await command('pharmacist', child.id, 'confirmSubstitution', { substitute }, headers);
    return { ...((await response.json()) as object), status: response.status };
  };
  // Without the D mark, itself on back-order, of another group, and unknown to the price list.
  const refused = async (substitute: string, reason: string): Promise<void> =>
    expect(await chosen(substitute)).toMatchObject({
      status: 400,
      faults: [{ field: 'data.substitute', message: expect.stringContaining(reason) as unknown }],
    });
  await refused('99000000003', 'kan ikke dosispakkes');
  await refused(one, 'selv i restordre');
  for (const substitute of [alone, '99999999999'])
    expect(await chosen(substitute)).toMatchObject({
      status: 409,
      detail: expect.stringContaining('i gruppen') as unknown,
    });
  const accepted = await chosen(two);
  expect(accepted.status).toBe(200);
  // The D mark is gone since: the same command sent again gets its first answer (E2), a new one does not.
  await server.rows('update drug set dose_dispensable = false where drug_id = $1', [two]);
  expect(await chosen(two)).toEqual(accepted);
  expect(await chosen(two, 'another')).toMatchObject({ status: 400 });
  await server.rows('update drug set dose_dispensable = true where drug_id = $1', [two]);
  expect((await substitution(root)).state['search']).toBe('open.awaitingFmk');
  const cpr = `250947${serial}`;
  await send(
    event('fmk.dosePrescriptionObserved', noon(11), { cpr, prescriptionId: '2', drugId: two, status: 'open' }),
  );
  expect((await substitution(root)).state['search']).toBe('none');
  const keys = await server.rows<{ child_key: string }>(`select child_key from "case" where workflow = 'substitution'`);
  expect(keys.map(({ child_key: key }) => key).join()).not.toContain('9900');
});

it('tells a citizen who begins to pack a drug already on back-order, and moves on in turn with partial roll and cluster', async () => {
  await setClock(server.database.pool, '2026-04-01T10:00:00Z');
  await send(
    event('product.backOrderObserved', '2026-04-01T09:00:00Z', {
      packageNumber: '990061',
      since: '2026-03-30',
      source: 'G',
    }),
  );
  await quiet();
  const cpr = nextCpr();
  const root = await openActiveCase(server, cpr, {
    prescriptions: [{ prescriptionId: '1', drugId: alone, validTo: '2028-01-01T00:00:00Z' }],
    ...(await parties()),
  });
  await send(
    event('fmk.dispensingPeriodObserved', '2026-04-01T09:00:00Z', {
      cpr,
      periodId: 'newcomer',
      cardId: 'k',
      startDate: '2026-04-20',
      endDate: '2026-05-03',
      status: 'Planlagt',
      deadline: '2026-04-17T12:00:00Z',
    }),
  );
  await quiet();
  const { id } = await substitution(root);
  expect((await command('gp', id, 'declineSubstitution', { reason: 'Findes ikke' })).status).toBe(200);
  expect((await substitution(root)).state['search']).toBe('open.partialRoll');
  expect((await command('nurse', id, 'confirmSideDosing', {})).status).toBe(200);
  expect((await substitution(root)).state['search']).toBe('open.sideDosed');
  const { coverage } = await show(root);
  expect(coverage?.drugs[0]?.spans).toMatchObject([{ by: 'sideDosing', from: '2026-04-01' }]);
  expect((await command('nurse', id, 'reopenSubstitution', { reason: 'Fejl' })).status).toBe(200);
  expect((await substitution(root)).state['search']).toBe('open.gp');
  // One that the price list does not hold may be had all the same: it is taken, and said to be unknown.
  const unknown = await command('gp', id, 'confirmSubstitution', { substitute: '99999999999' });
  expect(unknown.status).toBe(200);
  expect((await substitution(root)).state['search']).toBe('open.awaitingUnknown');
  // Nothing that a GP sees names the drug of another's citizen; a coordinator is not shown the coverage.
  expect((await show(root, 'coordinator')).coverage).toBeUndefined();
});

it('answers a prescribing system by package, without a word of any citizen', async () => {
  await setClock(server.database.pool, '2026-05-01T10:00:00Z');
  const check = async (at: string): Promise<{ packages: Record<string, unknown>[]; unknown: string[] }> =>
    (await (
      await server.call('gp', 'POST', '/api/back-orders/check', { packageNumbers: ['990041', '123456'], at })
    ).json()) as never;
  for (const packageNumber of ['990041', '990051']) {
    const registered = await server.call('pharmacist', 'POST', '/api/back-orders', {
      packageNumber,
      since: packageNumber === '990041' ? '2026-05-01' : '2026-05-03',
      expectedTo: '2026-06-01',
      source: 'Apoteket',
    });
    expect(registered.status).toBe(200);
  }
  // A prescribing system asks by its own token, of the surface for systems.
  const asSystem = await server.call('adapter', 'POST', '/api/back-orders/check', { packageNumbers: ['990041'] });
  expect(asSystem.status).toBe(200);
  expect(await check('2026-05-02T10:00:00Z')).toEqual({
    packages: [
      {
        packageNumber: '990041',
        drugId: '99000000004',
        name: 'Testolol "Nord" 50 mg',
        status: 'onBackOrder',
        since: '2026-05-01',
        expectedTo: '2026-06-01',
        warning: false,
        because: 'alternativeDeliverable',
        alternatives: ['99000000005'],
      },
    ],
    unknown: ['123456'],
  });
  // The last of the group went on the 3rd: the eighth day after it is the 11th.
  expect((await check('2026-05-10T21:59:00Z')).packages[0]).toMatchObject({ warning: false, because: 'tooFewDays' });
  expect((await check('2026-05-10T22:00:00Z')).packages[0]).toMatchObject({ warning: true, because: 'wholeGroup' });
  const refused = await server.call('nurse', 'POST', '/api/back-orders', {
    packageNumber: '990041',
    since: '2026-05-01',
    source: 'x',
  });
  expect(refused.status).toBe(403);
  const unknown = await server.call('pharmacist', 'POST', '/api/back-orders', {
    packageNumber: '123456',
    since: '2026-05-01',
    source: 'x',
  });
  expect(((await unknown.json()) as Result).faults).toEqual([expect.objectContaining({ field: 'packageNumber' })]);
});

it('takes a wholesaler’s list whole or not at all, and names the line and field of each fault', async () => {
  await setClock(server.database.pool, '2026-05-20T10:00:00Z');
  const send = async (csv: string) => {
    const response = await server.call('pharmacist', 'POST', '/api/back-orders/import', { csv });
    return { status: response.status, body: (await response.json()) as Result & { lines: number; drugs: number } };
  };
  const known = (): Promise<object[]> =>
    server.rows(`select package_number as n, ended_on::text as ended, withdrawn from back_order
      where package_number in ('990021', '990071') order by 1`);
  const bad = await send(
    [
      '\uFEFFpackageNumber;since;endedOn;source',
      '990021;2026-05-18;;Grossist A/S',
      '',
      '990071;2026-05-18;2026-05-01;"Grossist ""Nord"" A/S; afd. 2"',
      '99007;2026-05-18;;Grossist A/S',
      '123456;2026-05-18;;Grossist A/S',
      '990021;2026-05-19;;Grossist A/S',
      '990021;2026-05-19',
    ].join('\r\n'),
  );
  expect(bad.status).toBe(400);
  expect(bad.body.faults?.map(({ field }) => field).toSorted()).toEqual([
    ...['csv.4.endedOn', 'csv.5.packageNumber', 'csv.6.packageNumber', 'csv.7.packageNumber', 'csv.8'],
  ]);
  expect(await known()).toEqual([]);
  expect((await send('packageNumber,since\n990021,2026-05-18')).body.faults).toEqual([
    expect.objectContaining({ field: 'csv' }),
  ]);
  const good = await send('source,since,packageNumber,withdrawn\nG,2026-05-18,990021,nej\nG,2026-05-18,990071,ja\n');
  expect(good).toMatchObject({ status: 200, body: { lines: 2, drugs: 2 } });
  expect(await known()).toEqual([
    { n: '990021', ended: null, withdrawn: false },
    { n: '990071', ended: null, withdrawn: true },
  ]);
  expect((await server.call('nurse', 'POST', '/api/back-orders/import', { csv: 'x' })).status).toBe(403);
});

it('takes late, doubled and corrected words by package, and none that names a citizen', async () => {
  await setClock(server.database.pool, '2026-06-01T10:00:00Z');
  const state = async (): Promise<string | undefined> => (await show(product)).state['supply'];
  const at = (time: string, data: object): object =>
    event('product.backOrderObserved', time, { packageNumber: '990061', source: 'G', ...data });
  const [first] = await send(at('2026-05-20T10:00:00Z', { since: '2026-05-30' }));
  const product = first?.caseId ?? '';
  expect(await state()).toBe('onBackOrder');
  // An earlier word that comes late, then a correction: it was never so.
  await send(at('2026-05-10T10:00:00Z', { since: '2026-05-01', endedOn: '2026-05-02' }));
  expect(await state()).toBe('onBackOrder');
  await send(at('2026-05-21T10:00:00Z', { since: '2026-05-30', withdrawn: true }));
  expect(await state()).toBe('available');
  const results = await send(
    at('2026-05-21T10:00:00Z', { since: '2026-05-30', cpr: '2509479989' }),
    event('product.backOrderObserved', '2026-05-21T10:00:00Z', {
      packageNumber: '000000',
      since: '2026-05-30',
      source: 'G',
    }),
  );
  expect(results.map(({ result, faults }) => [result, faults?.[0]?.field])).toEqual([
    ['invalid', 'data.cpr'],
    ['invalid', 'data.packageNumber'],
  ]);
});
