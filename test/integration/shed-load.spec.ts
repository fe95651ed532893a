/** What waits too long is not taken: 429 with when to come again, before anything was done. */
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { Engine } from '../../src/engine/engine.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let held: PoolClient[];
beforeEach(async () => {
  held = [];
  server = await startServer({
    DOSISFLOW_ROLE: 'http',
    BATCH_SIZE: '1',
    MAX_COMMIT_QUEUE: '2',
    MAX_CONNECTION_QUEUE: '1',
    MAX_INBOX_QUEUE: '2',
  });
});
afterEach(async () => {
  for (const client of held) client.release();
  await server.close();
});

async function expectShed(response: Response): Promise<void> {
  expect(response.status).toBe(429);
  const body = (await response.json()) as { type: string; retryAfterSeconds: number };
  expect(body.type).toBe('/problems/overloaded');
  expect(Number(response.headers.get('retry-after'))).toBe(body.retryAfterSeconds);
  expect(body.retryAfterSeconds).toBeGreaterThanOrEqual(1);
}

it('refuses commands while too many wait for a commit, does all that it took, and takes the refused ones later', async () => {
  const caseId = await openActiveCase(server);
  const command = (key: string): Promise<Response> =>
    server.call(
      'nurse',
      'POST',
      `/api/cases/${caseId}/commands`,
      { type: 'reportDeath', data: { source: 'Hjemmeplejen' } },
      { 'idempotency-key': key },
    );
  const engine = server.app.get(Engine);
  const lock = await server.database.pool.connect();
  held.push(lock);
  await lock.query('begin');
  await lock.query('select from "case" for update');

  const keys = Array.from({ length: 4 }, () => randomUUID());
  const taken = keys.map((key) => command(key));
  // Two batches of one are under way and wait for the lock; two more wait for them.
  await eventually(
    async () => engine.waiting,
    (waiting) => waiting === 2,
  );
  const refused = randomUUID();
  await expectShed(await command(refused));
  // Reading goes on, and so does what tells that the process lives.
  expect((await server.call('nurse', 'GET', `/api/cases/${caseId}`)).status).toBe(200);
  expect((await fetch(`${server.address}/health/ready`)).status).toBe(200);

  await lock.query('rollback');
  expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const written = `select key from journal where key like '%' || $1`;
  expect(await server.rows(written, [refused])).toEqual([]);
  expect((await command(refused)).status).toBe(200);
  expect(await server.rows(written, [refused])).toHaveLength(1);
});

it('refuses everything but health while too many wait for a connection', async () => {
  const { pool } = server.store;
  for (let n = 0; n < pool.options.max; n += 1) held.push(await pool.connect());
  const next = pool.connect();
  await expectShed(await server.call('nurse', 'GET', '/api/me'));
  expect((await fetch(`${server.address}/health/live`)).status).toBe(200);
  held.splice(0).forEach((client) => client.release());
  held.push(await next);
  expect((await server.call('nurse', 'GET', '/api/me')).status).toBe(200);
});

it('refuses messages while the inbox holds too many that nobody has come to, not those that wait for another try', async () => {
  const insert = (retryAt: string): Promise<unknown> =>
    server.rows(
      `insert into inbox (id, source, received_at, media_type, content_hash, status, retry_at)
       select gen_random_uuid(), 'medcom', now(), 'x', '', 'received', ${retryAt} from generate_series(1, 3)`,
    );
  const send = (): Promise<Response> => {
    const [message, type] = bodyOf(buildNotification({ cpr: '2509479989' }));
    return server.call('adapter', 'POST', '/fhir/$process-message', message.toString(), { 'content-type': type });
  };
  await insert(`now() + interval '1 hour'`);
  await eventually(
    async () => (await send()).status,
    (status) => status === 200,
  );
  await insert('null');
  // How full it is, is looked up about once a second.
  const refused = await eventually(send, ({ status }) => status === 429);
  await expectShed(refused);
  // People's own work is not theirs.
  expect((await server.call('nurse', 'POST', '/api/citizens/search', { cpr: '2509479989' })).status).toBe(200);
  await server.rows('delete from inbox where retry_at is null');
  await eventually(
    async () => (await send()).status,
    (status) => status === 200,
  );
});
