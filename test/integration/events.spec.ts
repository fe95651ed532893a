import { createHash } from 'node:crypto';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

let serial = 2000;
const nextCpr = (): string => `250947${String((serial += 1)).padStart(4, '0')}`;
let count = 0;

function hold(cpr: string, data: object = {}, more: object = {}): object {
  return {
    specversion: '1.0',
    id: `event-${(count += 1)}`,
    source: 'urn:test:fmk',
    type: 'dk.dosisflow.fmk.holdObserved.v1',
    time: '2026-03-02T07:00:00Z',
    data: { cpr, registrationId: 'r1', change: 'created', from: '2026-03-02T07:00:00Z', ...data },
    ...more,
  };
}

interface Result {
  id: string;
  result: string;
  caseId?: string;
  faults?: { field: string; message: string }[];
}

async function send(body: unknown): Promise<{ status: number; results: Result[] }> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', body);
  return { status: response.status, results: ((await response.json()) as { results: Result[] }).results };
}

const stateOf = async (caseId: string): Promise<Record<string, string>> =>
  ((await (await server.call('nurse', 'GET', `/api/cases/${caseId}`)).json()) as { state: Record<string, string> })
    .state;

it('takes a fact from FMK to the citizen’s case, and gives the same answer to the same event (E2)', async () => {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  const event = hold(cpr, { from: '2020-01-01T00:00:00Z' });
  const first = await send(event);
  expect(first).toEqual({ status: 200, results: [expect.objectContaining({ result: 'accepted', caseId })] });
  expect((await stateOf(caseId))['course']).toMatch(/^onHold/);
  expect(await send(event)).toEqual(first);
  expect(
    await server.rows(`select count(*)::int as n from journal where case_id = $1 and type = 'holdObserved'`, [caseId]),
  ).toEqual([{ n: 1 }]);
});

it('answers each event of a batch in order; a bad one does not fail the others', async () => {
  const cpr = nextCpr();
  await openActiveCase(server, cpr);
  const { results } = await send([
    hold(cpr),
    hold(cpr, {}, { specversion: '0.3', id: '' }),
    'rubbish',
    hold('3102009996'),
    hold(nextCpr()),
    hold(cpr, { change: 'sideways' }),
    hold(cpr, {}, { type: 'dk.dosisflow.fmk.unheardOf.v1' }),
    hold(cpr, { change: 'removed' }),
  ]);
  expect(results.map(({ result }) => result)).toEqual([
    'accepted',
    'invalid',
    'invalid',
    'invalid',
    'unmatched',
    'invalid',
    'invalid',
    'accepted',
  ]);
  expect(results[1]?.faults?.map(({ field }) => field).toSorted()).toEqual(['id', 'specversion']);
  expect(results[3]?.faults?.map(({ field }) => field)).toEqual(['data.cpr']);
  expect(results[5]?.faults?.[0]?.field).toBe('data.change');
  expect(results[6]?.faults?.map(({ field }) => field)).toEqual(['type']);
});

it('names what cannot be of a period', async () => {
  const cpr = nextCpr();
  await openActiveCase(server, cpr);
  const period = (data: object, more: object = {}): object => ({
    ...hold(cpr),
    type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
    data: {
      cpr,
      periodId: 'a',
      cardId: 'k',
      startDate: '2026-11-23',
      endDate: '2026-12-06',
      status: 'Planlagt',
      ...data,
    },
    ...more,
  });
  const { results } = await send([
    period({ daysForExpeditedDosageChange: 1e15 }),
    period({ periodId: 'b\ud800' }),
    period({ drugIds: ['x'.repeat(10_000)] }),
    period({}, { time: '2999-01-01T00:00:00Z' }),
    period({ endDate: '9999-12-31' }),
  ]);
  expect(results.map(({ result, faults }) => faults?.[0]?.field ?? result)).toEqual([
    'data.daysForExpeditedDosageChange',
    'data.periodId',
    'data.drugIds',
    'accepted',
    'accepted',
  ]);
});

it('takes what FMK dates in the future as of now, and says so; of others it takes none', async () => {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  const ahead = hold(cpr, {}, { time: '2999-01-01T00:00:00Z' });
  const { results } = await send([
    ahead,
    hold(
      cpr,
      {},
      {
        type: 'dk.dosisflow.municipality.deathReportObserved.v1',
        time: '2999-01-01T00:00:00Z',
        data: { cpr, reportId: 'r', source: 'CPR', withdrawn: false },
      },
    ),
  ]);
  await server.advance('P1D');
  expect((await send(ahead)).results[0]).toEqual(results[0]);
  expect(results).toMatchObject([
    { result: 'accepted', warnings: [{ field: 'time' }] },
    { result: 'invalid', faults: [{ field: 'time' }] },
  ]);
  expect(
    await server.rows(`select occurred_at = at as now from journal where case_id = $1 and type = 'holdObserved'`, [
      caseId,
    ]),
  ).toEqual([{ now: true }]);
  const reasons = await server.rows(`select reason from inbox where case_id = $1`, [caseId]);
  expect(reasons).toMatchObject(Array(2).fill({ reason: [{ field: 'time' }] }));
});

it('keeps the order of one citizen’s events within a batch', async () => {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  const events = Array.from({ length: 60 }, (_, n) =>
    hold(cpr, { registrationId: `r${n}`, from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }),
  );
  const { results } = await send(events);
  expect(results.map(({ result }) => result)).toEqual(events.map(() => 'accepted'));
  const seqs = await server.rows<{ key: string }>(
    `select key from journal where case_id = $1 and type = 'holdObserved' order by seq`,
    [caseId],
  );
  const keyOf = ({ source, id }: { source: string; id: string }): string =>
    createHash('sha256')
      .update(JSON.stringify([source, id]))
      .digest('hex');
  expect(seqs.map(({ key }) => key)).toEqual(events.map((event) => keyOf(event as { source: string; id: string })));
});

it('takes a hospital’s facts to the stay', async () => {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  const { results } = await send({
    ...hold(cpr),
    type: 'dk.dosisflow.hospital.admissionObserved.v1',
    data: {
      cpr,
      event: 'STIN',
      change: 'new',
      messageId: 'm1',
      episodes: ['local|e1'],
      periodStart: '2026-03-02T06:00:00Z',
      provider: '265161000016000',
      reportOfAdmission: true,
    },
  });
  expect(results[0]?.result).toBe('accepted');
  expect((await stateOf(caseId))['careSetting']).toBe('inpatient');
});

it('refuses another content under an id that came before, and says so', async () => {
  const cpr = nextCpr();
  await openActiveCase(server, cpr);
  const event = hold(cpr);
  await send(event);
  const { results } = await send({ ...event, data: { ...(event as { data: object }).data, registrationId: 'r2' } });
  expect(results[0]).toMatchObject({ result: 'invalid', faults: [{ field: 'id' }] });
});

it.each([
  ['a type named as something of JavaScript’s own', { type: 'dk.dosisflow.constructor.x.v1' }, 'type'],
  ['a fact named so', { type: 'dk.dosisflow.fmk.toString.v1' }, 'type'],
  [
    'an event that its type does not name',
    { type: 'dk.dosisflow.hospital.admissionObserved.v1', data: { event: 'SLHJ' } },
    'data.cpr',
  ],
  ['NUL in an id', { id: 'a\u0000b' }, 'id'],
])('names the field of %s, and takes the event beside it', async (_, more, field) => {
  const cpr = nextCpr();
  await openActiveCase(server, cpr);
  const { status, results } = await send([hold(cpr, {}, more), hold(cpr)]);
  expect(status).toBe(200);
  expect(results[0]?.faults?.map((fault) => fault.field)).toContain(field);
  expect(results[1]?.result).toBe('accepted');
  expect(await server.rows(`select id from inbox where status in ('received', 'faulted')`)).toEqual([]);
});

it('refuses more than a thousand events, and none', async () => {
  expect((await send(Array.from({ length: 1_001 }, () => 1))).status).toBe(400);
  expect((await send([])).status).toBe(400);
});

it('keeps no number that a sender puts into its ids or the names of its fields, and still knows a repeat (P1, E2)', async () => {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  const dashed = `${cpr.slice(0, 6)}-${cpr.slice(6)}`;
  const event = hold(cpr, {}, { id: `hold/${cpr}/1`, source: `urn:citizen:${dashed}` });
  const first = await send(event);
  expect(first.results).toEqual([expect.objectContaining({ id: `hold/${cpr}/1`, result: 'accepted', caseId })]);
  expect(await send(event)).toEqual(first);
  const again = await send({ ...event, time: '2026-03-02T07:00:01Z' });
  expect(again.results[0]).toMatchObject({ result: 'invalid', faults: [{ field: 'id' }] });
  const other = await send({ ...event, id: `hold/${cpr}/2` });
  // Another event, which says nothing new.
  expect(other.results[0]?.result).toBe('ignored');
  const wrong = await send(hold(cpr, { [dashed]: 1 }, { id: cpr, [cpr]: 1 }));
  expect(wrong.results[0]?.result).toBe('invalid');
  const rows = await server.rows<{ kept: string }>(
    `select concat(header_id, bundle_id, reason) as kept from inbox where concat(header_id, bundle_id, reason) ~ $1`,
    [`${cpr}|${dashed}`],
  );
  expect(rows).toEqual([]);
  // Not by a hash either that whoever has the database can try all numbers on.
  const plain = createHash('sha256')
    .update(JSON.stringify([`urn:citizen:${dashed}`, `hold/${cpr}/1`]))
    .digest('hex');
  expect(await server.rows('select 1 from journal where key = $1', [plain])).toEqual([]);
  // The page of the message still finds what it did.
  const [row] = await server.rows<{ id: string }>(
    `select id from inbox where case_id = $1 and status = 'handled' order by received_at limit 1`,
    [caseId],
  );
  const shown = (await (await server.call('nurse', 'GET', `/api/inbox/${row?.id}`)).json()) as { effects: object[] };
  expect(shown.effects).toHaveLength(1);
});

it('takes no key of a request that is a number', async () => {
  const cpr = nextCpr();
  const caseId = await openActiveCase(server, cpr);
  const give = (key: string): Promise<Response> =>
    server.call(
      'nurse',
      'POST',
      `/api/cases/${caseId}/commands`,
      { type: 'recordHold', data: {} },
      { 'idempotency-key': key },
    );
  expect((await give(`hold-${cpr}`)).status).toBe(400);
  expect(await (await give(`hold-${cpr}`)).text()).not.toContain(cpr);
});

it('leaves no CPR number or name in any clear column (P1)', async () => {
  const columns = await server.rows<{ t: string; c: string }>(
    `select format('%I.%I', table_schema, table_name) as t, column_name as c from information_schema.columns
     where table_schema in ('public', 'keys') and data_type <> 'bytea' and table_name !~ '^journal_'`,
  );
  for (const { t, c } of columns) {
    const found = await server.rows(`select 1 from ${t} where "${c}"::text ~ '250947-?[0-9]{4}|Testborger' limit 1`);
    expect({ column: `${t}.${c}`, found: found.length }).toEqual({ column: `${t}.${c}`, found: 0 });
  }
});
