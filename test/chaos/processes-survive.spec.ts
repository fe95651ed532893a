import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { loadMasterKey, readConfig } from '../../src/config.ts';
import { openStore } from '../../src/db/store.ts';
import { replay } from '../../src/engine/replay.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { admissionOf, commandFor, cprOf, hangMs, openCases, sendTheOpen, sendUntil } from '../support/chaos/load.ts';
import type { Caller, Load, Post, Sending } from '../support/chaos/load.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { endOf, freePort, run, startMain, startWorker } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';

const minutes = 60_000;

let folder: string;
let env: Record<string, string>;
let database: TestDatabase;
let running: Running[];
let tokens: Record<Caller, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-survives-'));
  database = await createTestDatabase();
  env = { DATABASE_URL: database.url, DOSISFLOW_DATA: folder, PORT: await freePort() };
  running = [];
  const issuer = await openDevelopmentIssuer(folder, readConfig(env).oidc.audience);
  const sign = (name: string): Promise<string> =>
    issuer.sign(developmentSubject(name), developmentAccounts[name] ?? []);
  tokens = { nurse: await sign('nurse'), adapter: await sign('adapter'), administrator: await sign('administrator') };
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.kill('SIGKILL')));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(starting: Promise<Running>): Promise<Running> {
  const started = await starting;
  running.push(started);
  return started;
}

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await database.pool.query(sql, values)).rows as T[];

const post: Post = (name, path, body, headers) =>
  fetch(`http://127.0.0.1:${env['PORT']}${path}`, {
    method: 'POST',
    body: body as string,
    headers: { authorization: `Bearer ${tokens[name]}`, 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(hangMs),
  });

/** Whatever was taken, and no more, stands in the journal: once, where and as it was answered. */
async function expectCommandsOnce(load: Load): Promise<void> {
  const written = await rows<{ key: string; caseId: string; revision: number; outcome: string }>(
    `select key, case_id as "caseId", revision, outcome from journal where kind = 'command' and not opened`,
  );
  const answered = [...load.taken].flatMap(([key, { caseId, revision }]) =>
    revision === undefined ? [] : [{ key, caseId, revision, outcome: 'accepted' }],
  );
  const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
  expect(written.toSorted(byKey)).toEqual(answered.toSorted(byKey));
}

/** Each stay that was answered for has its admission, once. */
async function expectAdmissionsOnce(load: Load): Promise<void> {
  const stays = [...load.taken.values()].flatMap(({ caseId, revision }) => (revision === undefined ? [caseId] : []));
  expect(stays.length).toBeGreaterThan(0);
  const written = await rows<{ caseId: string; n: number }>(
    `select j.case_id as "caseId", count(*)::int as n from journal j join "case" c on c.id = j.case_id
     where c.workflow = 'hospital-stay' and j.kind = 'fact' and j.outcome = 'accepted' group by j.case_id`,
  );
  expect(written.toSorted((a, b) => (a.caseId < b.caseId ? -1 : 1))).toEqual(
    stays.toSorted((a, b) => (a < b ? -1 : 1)).map((caseId) => ({ caseId, n: 1 })),
  );
}

/** Tables and charts agree, and every case comes out of its journal as it is stored. */
async function expectSound(): Promise<void> {
  const config = readConfig(env);
  const masterKey = await loadMasterKey(config.masterKey);
  const store = await openStore({ url: database.url, poolSize: 4, masterKey, clock: 'real' });
  try {
    expect(await new LedgerAudit(store, definitionOf).everything()).toEqual([]);
    const cases = await rows<{ id: string }>('select id from "case"');
    for (const { id } of cases)
      expect(await replay(store.pool, store.keys.vault, definitionOf, id)).toEqual({ kind: 'same' });
  } finally {
    await store.close();
  }
}

/** Ends all connections to the database, the queue's too, again and again, and says how many it ended. */
async function endConnections(times: number): Promise<number> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'chaos' });
  await client.connect();
  let ended = 0;
  for (let n = 0; n < times; n += 1) {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name <> 'chaos'`,
    );
    ended += rowCount ?? 0;
    await pause(300);
  }
  await client.end();
  return ended;
}

it(
  'lives on, and loses and doubles nothing, while its database connections are ended again and again',
  async () => {
    const main = await start(startMain(env));
    const cases = await openCases(post, 4);
    const load: Load = { taken: new Map(), refused: 0, open: [] };
    let storming = true;
    let given = 0;
    const next = (): Sending => commandFor(post, cases[given % cases.length] ?? '', (given += 1));
    const sending = sendUntil(
      () => !storming || main.process.exitCode !== null,
      Array.from({ length: 6 }, () => next),
      load,
    );
    const ended = await endConnections(15).finally(() => (storming = false));
    await sending;
    expect({ code: main.process.exitCode, output: main.process.exitCode === null ? '' : main.output() }).toEqual({
      code: null,
      output: '',
    });
    expect(ended).toBeGreaterThan(0);
    await sendTheOpen(load);
    expect(load.taken.size).toBeGreaterThan(0);
    await expectCommandsOnce(load);
    await expectSound();
  },
  4 * minutes,
);

it('answers while its queue cannot be made, and makes it as soon as it can', async () => {
  // What an earlier failure left: the queue's own migration cannot run.
  await database.pool.query('create schema bullmq; create table bullmq.migration (odd int)');
  const main = await start(startMain(env));
  const [opened] = await openCases(post, 1);
  expect(opened).toBeDefined();
  await database.pool.query('drop schema bullmq cascade');
  await eventually(
    () => rows(`select 1 from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname = 'bullmq' limit 1`),
    (made) => made.length > 0,
    minutes,
  );
  expect(main.process.exitCode).toBeNull();
});

it.each([
  { clients: 'go on', quiet: false },
  { clients: 'fall silent, with their connections open', quiet: true },
])(
  'ends by itself when it is told to under load, and has everything it accepted when it starts again: clients $clients',
  async ({ quiet }) => {
    const main = await start(startMain(env));
    const cases = await openCases(post, 4);
    const load: Load = { taken: new Map(), refused: 0, open: [] };
    let given = 0;
    const command = (): Sending => commandFor(post, cases[given % cases.length] ?? '', (given += 1));
    const admission = (): Sending => admissionOf(post, cprOf((given += 1) % cases.length));
    let told = false;
    const hasEnded = (): boolean => main.process.exitCode !== null || main.process.signalCode !== null;
    const sending = sendUntil(
      () => (quiet && told) || hasEnded(),
      [command, command, command, command, admission, admission],
      load,
    );
    await eventually(
      async () => [...load.taken.values()].filter(({ revision }) => revision === undefined).length,
      (admissions) => admissions >= 5 && load.taken.size >= 40,
      minutes,
    );
    told = true;
    main.process.kill('SIGTERM');
    const end = await endOf(main);
    await sending;
    expect({ ...end, output: end.code === 0 ? '' : main.output() }).toEqual({ code: 0, signal: null, output: '' });

    await start(startMain(env));
    await sendTheOpen(load);
    await expectCommandsOnce(load);
    await expectAdmissionsOnce(load);
    await eventually(
      () => rows<{ status: string }>('select distinct status from inbox'),
      (seen) => seen.length === 1 && seen[0]?.status === 'handled',
      minutes,
    );
    await expectAdmissionsOnce(load);
    await expectSound();
  },
  4 * minutes,
);

it.each([
  { name: 'the HTTP process', script: 'src/main.js', says: 'Dosisflow answers at' },
  { name: 'a worker', script: 'src/worker.js', says: 'The worker is at work' },
])(
  'ends $name that is told to stop while Redis does not answer',
  async ({ script, says }) => {
    const closed = await freePort();
    const child = await start(
      Promise.resolve(run(script, [], { ...env, REDIS_URL: `redis://127.0.0.1:${closed}`, LOG_LEVEL: 'info' })),
    );
    await eventually(
      async () => child.output(),
      (output) => output.includes(says),
      minutes,
    );
    child.process.kill('SIGTERM');
    const { code, signal } = await endOf(child);
    expect(signal).toBeNull();
    expect([0, 1]).toContain(code);
  },
  3 * minutes,
);

/** A receiver that leaves every delivery without an answer until it is told to give some. */
async function startSlowReceiver() {
  const deliveries: { id: string; body: string }[] = [];
  let waiting: ServerResponse[] = [];
  let held = true;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      deliveries.push({ id: String(request.headers['webhook-id']), body });
      if (held) waiting.push(response);
      else setTimeout(() => response.writeHead(204).end(), 100);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const answer = (those: (n: number) => boolean): void => {
    for (const response of waiting.filter((_, n) => those(n))) response.writeHead(204).end();
    waiting = waiting.filter((_, n) => !those(n));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dosisflow`,
    deliveries,
    ids: () => new Set(deliveries.map(({ id }) => id)),
    /** Deliveries that wait for an answer, their sender still there. */
    underWay: () => waiting.filter(({ socket }) => socket && !socket.destroyed).length,
    answerHalf: () => answer((n) => n % 2 === 0),
    answerAll: () => {
      held = false;
      answer(() => true);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

it(
  'delivers every effect, though a worker is killed while it delivers',
  async () => {
    const receiver = await startSlowReceiver();
    try {
      await start(startMain({ ...env, DOSISFLOW_ROLE: 'http' }));
      const doomed = await start(startWorker(env));
      const other = await start(startWorker(env));
      // After every start: each brings the directory to what its files say.
      await rows('update organisation set webhook_url = $1', [receiver.url]);
      const cases = await openCases(post, 60);
      const load: Load = { taken: new Map(), refused: 0, open: cases.map((caseId) => commandFor(post, caseId, 0)) };
      await sendTheOpen(load);
      await rows('update timer set due_at = now()');
      // A worker gives a receiver that it does not know yet one delivery at a time: when there are two, both are at it.
      await eventually(
        async () => receiver.underWay(),
        (seen) => seen > 1,
        minutes,
      );
      receiver.answerHalf();
      await doomed.kill('SIGKILL');
      receiver.answerAll();
      // What waits for its lease to end need not wait so long here.
      await rows(`update outbox set due_at = now() where status = 'pending'`);
      const counts = await eventually(
        () => rows<{ status: string; outcome: string; n: number }>(countsSql),
        (seen) => seen.length > 0 && seen.every(({ status }) => status !== 'pending'),
        minutes,
      );
      expect(counts).toEqual([{ status: 'delivered', outcome: 'webhook', n: cases.length }]);
      const effects = await rows<{ key: string }>('select key from outbox');
      expect(receiver.ids()).toEqual(new Set(effects.map(({ key }) => key)));
      // What the killed one had under way came again, the same under the same id.
      expect(receiver.deliveries.length).toBeGreaterThan(receiver.ids().size);
      const different = new Set(receiver.deliveries.map(({ id, body }) => `${id} ${body}`));
      expect(different.size).toBe(receiver.ids().size);
      expect(other.process.exitCode).toBeNull();
      await expectSound();
    } finally {
      await receiver.close();
    }
  },
  4 * minutes,
);

const countsSql = `select status, outcome, count(*)::int as n from outbox where kind = 'notice' group by status, outcome`;
