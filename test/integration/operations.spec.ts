/** What an operator sees of a process, on a port of its own. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setClock } from '../../src/db/clock.ts';
import { serveOperations } from '../../src/operations.ts';
import type { Operations } from '../../src/operations.ts';
import { addCaseCounts } from '../../src/runtime/add-case-counts.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { handOverMessages } from '../../src/runtime/outbox.ts';
import { Engine } from '../../src/engine/engine.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { createTestDatabase } from '../support/database.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { endOf, freePort, startMain, startWorker } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const cpr = '2509479989';

describe('metrics', () => {
  let server: TestServer;
  let operations: Operations;
  beforeEach(async () => {
    // Nothing works beside the test: what is counted stands still.
    server = await startServer({ DOSISFLOW_ROLE: 'http' });
    operations = await serveOperations(server.app, { host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    await operations.close();
    await server.close();
  });

  const read = async (path = '/metrics'): Promise<string> =>
    fetch(`http://127.0.0.1:${operations.port}${path}`).then((response) => response.text());

  /** Lines of one metric: labels to value. */
  async function valuesOf(name: string): Promise<Record<string, number>> {
    // Read a moment ago, the last answer is given again.
    await operations.close();
    operations = await serveOperations(server.app, { host: '127.0.0.1', port: 0 });
    const lines = (await read())
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    return Object.fromEntries(
      lines.map((line) => [
        line.slice(name.length, line.lastIndexOf(' ')),
        Number(line.slice(line.lastIndexOf(' ') + 1)),
      ]),
    );
  }

  const caseCounts = async (): Promise<Record<string, number>> => {
    const rows = await server.rows<{ labels: string; cases: number }>(
      `select format('{workflow="%s",region="%s",state="%s"}', c.workflow, s.key, s.value) as labels, count(*)::int as cases
       from "case" c, jsonb_each_text(c.state) s where c.closed_at is null group by 1`,
    );
    return Object.fromEntries(rows.map(({ labels, cases }) => [labels, cases]));
  };

  it('count cases by state as they stand, before and after the counters are added up', async () => {
    const ids = [];
    for (let n = 1; n <= 4; n += 1) ids.push(await openActiveCase(server, `250947400${n}`));
    const command = (id: string | undefined, type: string, data: object) =>
      server.call('nurse', 'POST', `/api/cases/${id}/commands`, { type, data });
    await command(ids[0], 'recordHold', { reason: 'Udrejse', from: '2026-01-05', to: '2026-01-12' });
    await command(ids[1], 'voidCase', { reason: 'Forkert borger' });
    const [message, type] = bodyOf(buildNotification({ cpr: '2509474003' }));
    await server.call('adapter', 'POST', '/fhir/$process-message', message.toString(), { 'content-type': type });
    const stand = await caseCounts();
    expect(Object.keys(stand).filter((labels) => labels.includes('workflow="hospital-stay"'))).not.toEqual([]);
    expect(await valuesOf('dosisflow_cases')).toEqual(stand);
    expect((await server.rows('select from case_count_change')).length).toBeGreaterThan(0);
    await Promise.all([addCaseCounts(server.store), addCaseCounts(server.store)]);
    expect(await server.rows('select from case_count_change')).toEqual([]);
    expect(await valuesOf('dosisflow_cases')).toEqual(stand);
    const audit = new LedgerAudit(server.store, definitionOf);
    expect(await audit.everything()).toEqual([]);
    await server.rows(`update case_count set cases = cases + 1 where workflow = 'hospital-stay'`);
    expect((await audit.everything()).map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^counter off by 1: /),
    );
  });

  it('tell what waits: overdue timers, what is stuck and why, effects, the inbox, the queue, transactions', async () => {
    const caseId = await openActiveCase(server);
    const planned = { type: 'planEnding', data: { reason: 'citizenDeclines', lastDay: '2027-12-20' } };
    expect((await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, planned)).status).toBe(200);
    const now = new Date(await server.store.clock(server.store.pool));
    now.setUTCDate(now.getUTCDate() + 10);
    await setClock(server.store.pool, now.toISOString());
    const [{ due, lag } = { due: 0, lag: 0 }] = await server.rows<{ due: number; lag: number }>(
      `select count(*)::int as due, extract(epoch from c.at - min(t.due_at))::float8 as lag
       from timer t, clock c where t.due_at <= c.at group by c.at`,
    );
    expect(due).toBeGreaterThan(0);
    expect(await valuesOf('dosisflow_timers_overdue')).toEqual({ '': due });
    expect(await valuesOf('dosisflow_timer_lag_seconds')).toEqual({ '': lag });
    while ((await server.app.get(Engine).fireDueTimers()) > 0);
    const [{ overdue } = { overdue: 0 }] = await server.rows<{ overdue: number }>(
      `select count(*)::int as overdue from task where closed_at is null and starts_with(title ->> 'da', 'Overskredet:')`,
    );
    expect(overdue).toBeGreaterThan(0);
    const stuck = await valuesOf('dosisflow_stuck');
    expect(Object.keys(stuck)).toContainEqual(expect.stringMatching(/^\{cause="\w+"\}$/));
    expect(Object.values(stuck).reduce((sum, count) => sum + count, 0)).toBe(overdue);
    await server.rows(
      `insert into outbox (key, kind, code, created_at, due_at) values ('k', 'message', 'x', now(), now() - interval '1 hour')`,
    );
    await server.rows(
      `insert into inbox (id, source, received_at, media_type, content_hash, status) values ($1, 'medcom', now(), 'x', '', 'received')`,
      [randomUUID()],
    );
    expect((await valuesOf('dosisflow_effect_lag_seconds'))['']).toBeGreaterThanOrEqual(3_600);
    expect(await valuesOf('dosisflow_inbox_waiting')).toEqual({ '': 1 });
    expect(await valuesOf('dosisflow_bell_depth')).toEqual({ '': expect.any(Number) });
    const client = await server.database.pool.connect();
    await client.query('begin');
    await client.query(`select pg_sleep(0.01)`);
    expect((await valuesOf('dosisflow_oldest_transaction_seconds'))['']).toBeGreaterThan(0.01);
    await client.query('rollback');
    client.release();
  });

  it('count what this process does: batches, effects that fail, requests by the pattern of their route', async () => {
    const caseId = await openActiveCase(server);
    expect((await valuesOf('dosisflow_commit_batch_size_count'))['']).toBeGreaterThan(0);
    // A message that cannot be opened.
    await server.rows(
      `insert into outbox (key, case_id, kind, code, sealed, created_at, due_at) values ('k', $1, 'message', 'x', '\\x00', now(), now())`,
      [caseId],
    );
    await handOverMessages(server.store, server.app.get(Engine));
    const attempts = await valuesOf('dosisflow_effect_attempts_total');
    expect(Object.keys(attempts)).toContainEqual(expect.stringMatching(/kind="message",outcome="(failed|again)"/));
    await server.call('nurse', 'GET', `/api/cases/${caseId}`);
    expect(await valuesOf('dosisflow_http_request_seconds_count')).toMatchObject({
      '{method="GET",route="/api/cases/:id",status="200"}': 1,
    });
  });

  it('hold no id and nobody’s data', async () => {
    const caseId = await openActiveCase(server, cpr);
    await server.call('nurse', 'GET', `/api/cases/${caseId}?name=Prøve`);
    await server.call('nurse', 'GET', `/api/unknown/${cpr}`);
    const text = await read();
    expect(text).toContain('dosisflow_cases{');
    for (const hidden of [cpr, 'Prøve', 'Testborger', caseId, caseId.slice(0, 8)]) expect(text).not.toContain(hidden);
  });

  it('are served there alone: the port of people and adapters answers that there is nothing', async () => {
    const response = await fetch(`${server.address}/metrics`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(JSON.parse(await read('/else'))).toEqual({
      status: 'not found',
      expected: ['/metrics', '/health/live', '/health/ready'],
    });
    expect(JSON.parse(await read('/health/ready'))).toEqual({ status: 'ready', without: [] });
  });

  it('say that the database does not answer, and nothing of it', async () => {
    const client = await server.database.pool.connect();
    await client.query('alter table case_count rename to away');
    client.release();
    expect(await valuesOf('dosisflow_database_up')).toEqual({ '': 0 });
    expect(await valuesOf('dosisflow_cases')).toEqual({});
    expect(await valuesOf('dosisflow_inbox_waiting')).toEqual({});
    expect(await valuesOf('dosisflow_commit_queue')).toEqual({ '': 0 });
  });
});

describe('processes', () => {
  it('say that they are stopping while they finish, and workers are ready too', async () => {
    const database = await createTestDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'dosisflow-operations-'));
    const [http, ofMain, ofWorker] = [await freePort(), await freePort(), await freePort()];
    const env = { DATABASE_URL: database.url, DOSISFLOW_DATA: folder };
    const statusOf = (port: string, path: string): Promise<number> =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        ({ status }) => status,
        () => 0,
      );
    const main = await startMain({
      ...env,
      PORT: http,
      DOSISFLOW_ROLE: 'http',
      OPERATIONS_PORT: ofMain,
      DRAIN_SECONDS: '3',
    });
    const worker = await startWorker({ ...env, OPERATIONS_PORT: ofWorker });
    try {
      expect(await statusOf(ofWorker, '/health/ready')).toBe(200);
      const text = await fetch(`http://127.0.0.1:${ofWorker}/metrics`).then((response) => response.text());
      expect(text).toContain('dosisflow_bell_depth');
      main.process.kill('SIGTERM');
      await eventually(
        () => statusOf(http, '/health/ready'),
        (status) => status === 503,
      );
      expect(await statusOf(ofMain, '/health/ready')).toBe(503);
      expect(await statusOf(http, '/health/live')).toBe(200);
      expect(await endOf(main)).toEqual({ code: 0, signal: null });
      expect(await statusOf(ofMain, '/health/live')).toBe(0);
    } finally {
      await main.kill('SIGKILL');
      await worker.kill('SIGTERM');
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
