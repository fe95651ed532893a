import { randomUUID } from 'node:crypto';
import type { Caller } from '../../../src/auth/caller.ts';
import { incidentsSql } from '../../../src/monitoring/list-incidents.query.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { errandDefinitions } from '../../support/errand-workflow.ts';
import { eventually } from '../../support/runtime.ts';

let api: Api;
let boss: Caller;
let coordinator: Caller;
beforeAll(async () => {
  api = await startApi(errandDefinitions);
  boss = await api.person('administrator', await api.organisation('supplier'));
  coordinator = await api.person('coordinator', api.parties.municipality);
});
afterAll(() => api.close());

async function incident(kind: string, subject: string, caseId?: string): Promise<string> {
  const id = randomUUID();
  await api.rows(
    `insert into incident (id, kind, subject, case_id, opened_at, attempts, last_error, advice, status)
     values ($1, $2, $3, $4, clock_timestamp(), 6, 'The receiver answered 500', '{"da":"Ring","en":"Call"}', 'open')`,
    [id, kind, subject, caseId],
  );
  return id;
}

async function failedEffect(caseId: string): Promise<string> {
  const key = `${caseId}:1:${randomUUID()}`;
  await api.rows(
    `insert into outbox (key, case_id, kind, code, created_at, due_at, attempts, status, last_error)
     values ($1, $2, 'notice', 'overdue', now(), now() + interval '1 hour', 6, 'failed', 'The receiver answered 500')`,
    [key, caseId],
  );
  return key;
}

/** Does what a worker does when the row comes due, some time later. */
function workerSets(change: string, key: string): Promise<unknown> {
  const look = async (): Promise<void> => {
    const rows = await api.rows(
      `update outbox set ${change} where key = $1 and status = 'pending' and due_at <= clock_timestamp() returning id`,
      [key],
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await look();
  };
  return look();
}

it('lists all incidents to the administrator, and to a coordinator the own ones without technical errors', async () => {
  const caseId = await api.open();
  const ours = await incident('effect', 'a', caseId);
  const inbox = await incident('inbox', randomUUID());
  const all = (await api.get(boss, '/api/incidents')).body.items;
  expect(all.map(({ id }) => id)).toEqual([ours, inbox]);
  expect(all[0]).toMatchObject({ kind: 'effect', case: caseId, attempts: 6, lastError: 'The receiver answered 500' });
  const own = (await api.get(coordinator, '/api/incidents')).body.items;
  expect(own).toMatchObject([{ id: ours, organisation: api.parties.municipality, advice: { da: 'Ring' } }]);
  expect(own[0]).not.toHaveProperty('lastError');
  const first = await api.get(boss, '/api/incidents?limit=1');
  const second = await api.get(boss, `/api/incidents?limit=1&after=${first.body.next}`);
  expect([first, second].flatMap(({ body }) => body.items.map((each) => each.id))).toEqual([ours, inbox]);
  expect(second.body.next).toBeNull();
  const nurse = await api.person('municipalNurse', api.parties.municipality);
  expect((await api.get(nurse, '/api/incidents')).status).toBe(403);
  const elsewhere = await api.person('coordinator', await api.organisation('municipality'));
  expect((await api.post(elsewhere, `/api/incidents/${ours}/retry`)).status).toBe(404);
});

it('reports a retry as done when it was delivered, and resolves the incident (E5)', async () => {
  const caseId = await api.open();
  const key = await failedEffect(caseId);
  const id = await incident('effect', key, caseId);
  const worker = workerSets(`status = 'delivered', attempts = attempts + 1`, key);
  const { status, body } = await api.post(coordinator, `/api/incidents/${id}/retry`);
  await worker;
  expect([status, body]).toEqual([200, { succeeded: true, waiting: false }]);
  expect(await api.rows('select status from incident where id = $1', [id])).toEqual([{ status: 'resolved' }]);
  expect((await api.post(boss, `/api/incidents/${id}/retry`)).body.type).toBe('/problems/incident-resolved');
  const audit = await api.rows(`select detail, purpose from audit where actor_id = $1 and action = 'change'`, [
    coordinator.id,
  ]);
  expect(audit).toEqual([{ detail: 'incident retried', purpose: 'operation' }]);
});

it('reports a retry that failed again as failed, with the new error', async () => {
  const caseId = await api.open();
  const key = await failedEffect(caseId);
  const id = await incident('effect', key, caseId);
  const worker = workerSets(`status = 'failed', attempts = attempts + 1, last_error = 'Still 500'`, key);
  const { body } = await api.post(boss, `/api/incidents/${id}/retry`);
  await worker;
  expect(body).toEqual({ succeeded: false, waiting: false, lastError: 'Still 500' });
  expect(await api.rows('select status from incident where id = $1', [id])).toEqual([{ status: 'open' }]);
});

it('reports a timer as done when it has really fired', async () => {
  const caseId = await api.open();
  await api.command(caseId, 'ask');
  const key = 'xstate.after.reply.errand.errand.waiting';
  await api.rows(`update timer set attempts = 3, retry_at = now() + interval '1 hour' where case_id = $1`, [caseId]);
  const id = await incident('timer', `${caseId} ${key}`, caseId);
  await api.setTime('2026-03-04T08:00:00.000Z');
  const asked = api.post(boss, `/api/incidents/${id}/retry`);
  await eventually(
    () =>
      api.rows<{ due: boolean }>('select retry_at <= clock_timestamp() as due from timer where case_id = $1', [caseId]),
    ([timer]) => timer?.due === true,
  );
  await api.engine.fireDueTimers();
  expect((await asked).body).toEqual({ succeeded: true, waiting: false });
});

it('says when nothing is left to try', async () => {
  const gone = await incident('effect', 'no such row');
  expect((await api.post(boss, `/api/incidents/${gone}/retry`)).body).toMatchObject({
    succeeded: false,
    waiting: false,
  });
});

it('shows what was received without its content', async () => {
  await api.rows(
    `insert into inbox (id, source, received_at, media_type, sealed, content_hash, status, code, reason)
     select gen_random_uuid(), 'medcom', '2026-03-02T08:00:00Z', 'application/fhir+json', 'secret', 'hash', 'unreadable', 'bad', '{"da":"x"}'
     from generate_series(1, 3)`,
  );
  const first = await api.get(boss, '/api/inbox?status=unreadable&limit=2');
  expect(first.body.items).toHaveLength(2);
  expect(first.body.items[0]).toMatchObject({ source: 'medcom', status: 'unreadable', code: 'bad' });
  expect(first.text).not.toMatch(/sealed|hash|secret/i);
  const second = await api.get(boss, `/api/inbox?status=unreadable&limit=2&after=${first.body.next}`);
  expect(second.body).toMatchObject({ items: [{ status: 'unreadable' }], next: null });
  expect((await api.get(coordinator, '/api/inbox')).status).toBe(403);
});

it('shows how far a broadcast has come', async () => {
  await api.rows(
    `insert into broadcast (id, key, products, type, sealed, handled, expected, created_at)
     values (gen_random_uuid(), 'b', '{}', 'recalled', 'x', 500, 1200, '2026-03-02T08:00:00Z'),
       (gen_random_uuid(), 'few', '{}', 'fewPack', 'x', 2, 4, '2026-03-02T08:00:00Z'),
       (gen_random_uuid(), 'left', '{}', 'fewLeft', 'x', 8, 10, '2026-03-02T08:00:00Z')`,
  );
  const { items } = (await api.get(coordinator, '/api/broadcasts')).body;
  expect(items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'recalled', handled: 500, expected: 1200, finishedAt: null }),
      expect.objectContaining({ type: 'fewPack', handled: null, expected: null }),
      expect.objectContaining({ type: 'fewLeft', handled: null, expected: 10 }),
    ]),
  );
  const whole = (await api.get(boss, '/api/broadcasts')).body.items;
  expect(whole).toContainEqual(expect.objectContaining({ type: 'fewPack', handled: 2, expected: 4 }));
});

describe('many incidents', () => {
  const many = 100_000;
  let own: Caller;
  let elsewhere: string;
  const retry = async (who: Caller, filter: object) => (await api.post(who, '/api/incidents/retry', filter)).body;
  const open = async (kind?: string) =>
    (
      await api.rows<{ n: number }>(
        `select count(*)::int as n from incident where status = 'open' and ($1::text is null or kind = $1)`,
        [kind],
      )
    )[0]?.n;

  beforeAll(async () => {
    await api.rows('truncate incident, outbox');
    elsewhere = await api.organisation('gpPractice');
    own = await api.person('coordinator', elsewhere);
    await api.rows(
      `insert into outbox (key, kind, organisation_id, code, created_at, due_at, attempts, status, last_error)
       select 'many:' || n, 'notice', $2, 'overdue', now(), now(), 6, case when n = 1 then 'delivered' else 'failed' end, 'x'
       from generate_series(1, $1) n`,
      [many - 1, elsewhere],
    );
    await api.rows(
      `insert into incident (id, kind, subject, organisation_id, opened_at, attempts, last_error, advice, status)
       select gen_random_uuid(), 'effect', 'many:' || n, $2, now() + n / 7 * interval '1 microsecond', 6,
         'The receiver answered ' || case when n % 2 = 0 then 500 else 410 end, '{"da":"Ring","en":"Call"}', 'open'
       from generate_series(1, $1) n`,
      [many, elsewhere],
    );
    await incident('ledger', 'something');
    await api.rows('analyze incident');
  }, 120_000);

  it('are shown page by page, each once, by an index alone', async () => {
    const seen = new Set<string>();
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await api.get(boss, `/api/incidents?kind=effect&limit=200${after}`);
      for (const { id } of body.items) seen.add(id);
      after = `&after=${body.next}`;
    }
    expect(seen.size).toBe(600);
    const [first] = (await api.get(boss, '/api/incidents?kind=effect&limit=1')).body.items;
    expect(first).toMatchObject({ what: 'overdue', organisation: elsewhere, attempts: 6, advice: { da: 'Ring' } });
    const after200 = [boss.id, null, 'open', first?.['openedAt'], first?.id, 201, null];
    const plan = await api.rows<{ 'QUERY PLAN': string }>(`explain ${incidentsSql}`, [true, ...after200]);
    expect(plan.map((row) => row['QUERY PLAN']).join()).not.toMatch(/Sort/);
  });

  it('are counted by a dry run, which changes nothing', async () => {
    const counts = { begun: many - 1, alreadyDone: 1, nothingLeft: 1, matching: many + 1 };
    expect(await retry(boss, { dryRun: true })).toEqual(counts);
    expect(await retry(boss, { dryRun: true, kind: 'effect', error: 'ANSWERED 410' })).toEqual({
      ...{ begun: many / 2 - 1, alreadyDone: 1, nothingLeft: 0, matching: many / 2 },
    });
    expect(await retry(boss, { dryRun: true, openedBefore: '2026-01-01T00:00:00Z' })).toMatchObject({ matching: 0 });
    // A coordinator sees those of the own organisation, and no error to filter by.
    expect(await retry(own, { dryRun: true })).toMatchObject({ matching: many });
    expect(await retry(coordinator, { dryRun: true })).toMatchObject({ matching: 0 });
    expect(await retry(own, { dryRun: true, error: '410' })).toMatchObject({ matching: 0 });
    expect(await open()).toBe(many + 1);
    expect(await api.rows(`select from outbox where status = 'pending'`)).toEqual([]);
  });

  it('are tried again by a filter, with exact counts, and stay open until each has succeeded (E5)', async () => {
    const before = await retry(boss, { dryRun: true, kind: 'effect' });
    expect(await retry(boss, { dryRun: false, kind: 'effect' })).toEqual(before);
    const pending = await api.rows<{ n: number; spread: boolean }>(
      `select count(*)::int as n, max(due_at) > min(due_at) + interval '5 minutes' as spread from outbox where status = 'pending'`,
    );
    expect(pending).toEqual([{ n: many - 2, spread: true }]);
    // What was found done is resolved; of the others nothing is claimed.
    expect(await open('effect')).toBe(many - 1);
    expect(await api.rows(`select detail, purpose from audit where detail like 'incidents retried%'`)).toEqual([
      { detail: `incidents retried: ${many - 2} of ${many}, effect`, purpose: 'operation' },
    ]);
    expect(await retry(boss, { dryRun: true, kind: 'effect' })).toMatchObject({ alreadyDone: 0, matching: many - 1 });
  });

  it('are for those who run Dosisflow', async () => {
    const nurse = await api.person('municipalNurse', api.parties.municipality);
    expect((await api.post(nurse, '/api/incidents/retry', { dryRun: true })).status).toBe(403);
    expect((await api.post(boss, '/api/incidents/retry', {})).status).toBe(400);
    expect((await api.post(boss, '/api/incidents/retry', { dryRun: true, openedFrom: 'x' })).status).toBe(400);
  });
});
