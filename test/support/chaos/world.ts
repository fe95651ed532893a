/** Real processes over a real database, with people, adapters, deadlines and receivers, for a fault to happen to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { developmentAccounts, developmentSubject } from '../../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../../src/auth/development-issuer.ts';
import { readConfig } from '../../../src/config.ts';
import { directoryId } from '../../../src/directory/seed-directory.ts';
import type { Definitions } from '../../../src/engine/engine.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { createTestDatabase } from '../database.ts';
import { freePort, startMain, startWorker } from '../processes.ts';
import type { Running } from '../processes.ts';
import { eventually } from '../runtime.ts';
import { startChaosReceiver } from './chaos-receiver.ts';
import type { ChaosReceiver } from './chaos-receiver.ts';
import { readLedger } from './ledger.ts';
import type { DueTimer, Ledger } from './ledger.ts';
import {
  admissionOf,
  commandFor,
  cprOf,
  hangMs,
  openCases,
  relationEvent,
  relationMessage,
  sendOne,
  sendTheOpen,
  sendUntil,
} from './load.ts';
import type { Caller, Load, Post, Sending } from './load.ts';
import type { Random } from './random.ts';

const minutes = 60_000;
const municipality = directoryId('organisation', 'testkommune-nord');

export interface World {
  /** What its processes are started with. */
  env: Record<string, string>;
  folder: string;
  receiver: ChaosReceiver;
  load: Load;
  /** Timers that were made due. */
  due: DueTimer[];
  cases: string[];
  post: Post;
  http(env?: Record<string, string>): Promise<Running>;
  worker(env?: Record<string, string>): Promise<Running>;
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  open(count: number): Promise<void>;
  /** How the municipality is told: a webhook, or a CareCommunication that it acknowledges; at this port. */
  tellBy(kind: 'webhook' | 'careCommunication', port?: number): Promise<void>;
  /** Whatever is armed and comes due within so many hours has come due; simulated time may go back. */
  stepClock(hours: number): Promise<void>;
  /** Every armed timer has come due; answers how many. */
  makeAllDue(): Promise<number>;
  killAll(): Promise<void>;
  /** Goes on with another database; processes started from now on do. */
  moveTo(databaseUrl: string): Promise<void>;
  /** One thing, until it is taken. */
  send(sending: Sending): Promise<void>;
  /** People, adapters and deadlines, until `work` has ended. */
  under<T>(work: () => Promise<T>): Promise<T>;
  /** Sends what is open, does not wait for leases, and looks when all is quiet. */
  settle(): Promise<Ledger>;
  close(): Promise<void>;
}

export interface WorldOptions {
  random: Random;
  /** Instead of a database of its own on the shared server. */
  databaseUrl?: string;
  env?: Record<string, string>;
  definitions?: Definitions;
}

export async function createWorld({
  random,
  databaseUrl,
  env: more = {},
  definitions = definitionOf,
}: WorldOptions): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'dosisflow-chaos-'));
  const database = databaseUrl ? undefined : await createTestDatabase();
  const env = { DATABASE_URL: databaseUrl ?? database?.url ?? '', DOSISFLOW_DATA: folder, ...more };
  let pool = poolOn(env.DATABASE_URL);
  const receiver = await startChaosReceiver();
  const issuer = await openDevelopmentIssuer(env.DOSISFLOW_DATA, readConfig(env).oidc.audience);
  const tokenOf = (name: string): Promise<string> =>
    issuer.sign(developmentSubject(name), developmentAccounts[name] ?? []);
  const tokens: Record<Caller, string> = {
    nurse: await tokenOf('nurse'),
    adapter: await tokenOf('adapter'),
    administrator: await tokenOf('administrator'),
  };
  const running: Running[] = [];
  const ports: string[] = [];

  const rows: World['rows'] = async (sql, values = []) => (await pool.query(sql, values)).rows as never;
  const post: Post = (as, path, body, headers) =>
    fetch(`http://127.0.0.1:${random.of(ports) ?? '1'}${path}`, {
      method: 'POST',
      body: body as string,
      headers: { authorization: `Bearer ${tokens[as]}`, 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(hangMs),
    });

  const world: World = {
    env,
    folder,
    receiver,
    load: { taken: new Map(), refused: 0, open: [] },
    due: [],
    cases: [],
    post,
    rows,
    http: async (own = {}) => {
      const port = own['PORT'] ?? (await freePort());
      const started = await startMain({ ...env, PORT: port, ...own });
      running.push(started);
      if (started.process.signalCode !== null) return started;
      if (!ports.includes(port)) ports.push(port);
      started.process.once('exit', () => ports.includes(port) && ports.splice(ports.indexOf(port), 1));
      return started;
    },
    worker: async (own = {}) => {
      const started = await startWorker({ ...env, ...own });
      running.push(started);
      return started;
    },
    open: async (count) => {
      world.cases.push(...(await openCases(post, count)));
      await world.tellBy('webhook');
    },
    tellBy: async (kind, port = receiver.port) => {
      await rows(
        `insert into channel (organisation_id, kind, address, valid_from, recorded_at, recorded_by)
         values ($1, $2, $3, '2026-01-01', now(), gen_random_uuid())`,
        [municipality, kind, `http://127.0.0.1:${port}/dosisflow`],
      );
    },
    stepClock: async (hours) => {
      world.due.push(
        ...(await rows<DueTimer>(
          `select case_id as "caseId", key, token from timer, clock where due_at <= clock.at + make_interval(hours => $1)`,
          [hours],
        )),
      );
      await rows('update clock set at = at + make_interval(hours => $1)', [hours]);
    },
    makeAllDue: async () => {
      const now = nowOf(world);
      const armed = await rows<DueTimer>(
        `update timer set due_at = ${now} - interval '1 day' where due_at > ${now} returning case_id as "caseId", key, token`,
      );
      world.due.push(...armed);
      return armed.length;
    },
    killAll: async () => void (await Promise.all(running.map((each) => each.kill('SIGKILL')))),
    moveTo: async (url) => {
      env.DATABASE_URL = url;
      await pool.end();
      pool = poolOn(url);
    },
    send: (sending) => sendOne(sending, world.load),
    under: async (work) => {
      let ended = false;
      const hasEnded = (): boolean => ended;
      const command = (): Sending => commandFor(post, random.of(world.cases) ?? '', random.below(2));
      const cpr = (): string => cprOf(random.below(world.cases.length));
      const admission = (): Sending => admissionOf(post, cpr());
      const fact = (): Sending => (random.below(2) === 0 ? relationEvent : relationMessage)(post, cpr());
      const sending = sendUntil(hasEnded, [command, command, command, admission, fact], world.load);
      const others = Promise.all([makeDue(world, random, hasEnded), acknowledgeUntil(world, hasEnded)]);
      try {
        return await work();
      } finally {
        ended = true;
        await sending;
        await others;
      }
    },
    settle: async () => {
      await sendTheOpen(world.load);
      let waitedFor = 0;
      await eventually(
        () => quiet(world, (waitedFor += 1) % 60 === 1),
        (waiting) => waiting.length === 0,
        2 * minutes,
      );
      return readLedger({ env, definitions, load: world.load, due: world.due, receiver });
    },
    close: async () => {
      await world.killAll();
      await receiver.close();
      await pool.end();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

function poolOn(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 4 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The instant that timers are measured by, in SQL. */
const nowOf = ({ env }: World): string => (env['DOSISFLOW_CLOCK'] === 'simulated' ? '(select at from clock)' : 'now()');

/** Deadlines come due in the middle of everything; which ones is remembered. The database may be away. */
async function makeDue(world: World, random: Random, hasEnded: () => boolean): Promise<void> {
  const now = nowOf(world);
  while (!hasEnded()) {
    const found = await world
      .rows<DueTimer>(
        `update timer t set due_at = ${now} from (
           select t.case_id, t.key from timer t join "case" c on c.id = t.case_id
           where due_at > ${now} and c.family_id = any($2) order by md5(t.case_id::text || t.key || $1) limit 3 for update of t skip locked) d
         where t.case_id = d.case_id and t.key = d.key returning t.case_id as "caseId", t.key, t.token`,
        [String(random.below(1_000_000)), world.cases],
      )
      .catch(() => []);
    world.due.push(...found);
    await pause(150);
  }
}

async function acknowledgeUntil(world: World, hasEnded: () => boolean): Promise<void> {
  while (!hasEnded()) {
    await acknowledgeAll(world);
    await pause(100);
  }
}

async function acknowledgeAll({ receiver, post }: World): Promise<void> {
  for (const [id, body] of receiver.toAcknowledge) {
    const headers = { 'content-type': 'application/fhir+json' };
    const response = await post('adapter', '/fhir/$process-message', body, headers).catch(() => undefined);
    if (response?.status === 202) receiver.toAcknowledge.delete(id);
  }
}

/** What still waits; now and then what waits for a lease or a pause is told to go on. */
async function quiet(world: World, hurry: boolean): Promise<object[]> {
  await acknowledgeAll(world);
  if (hurry) await goOn(world);
  return world.rows(
    `select 'outbox' as what, count(*)::int as n from outbox where status in ('pending', 'sent') having count(*) > 0
     union all select 'inbox', count(*)::int from inbox where status in ('received', 'faulted') having count(*) > 0
     union all select 'timer', count(*)::int from timer where due_at <= ${nowOf(world)} having count(*) > 0
     union all select 'broadcast', count(*)::int from broadcast where finished_at is null having count(*) > 0`,
  );
}

async function goOn(world: World): Promise<void> {
  await world.rows(
    `update outbox set due_at = now() where status = 'pending' and due_at > now() + interval '5 seconds'`,
  );
  await world.rows(
    `update inbox set retry_at = now() where status in ('received', 'faulted') and retry_at > now() + interval '5 seconds'`,
  );
  await world.rows(
    `update inbox set created_at = now() - interval '1 minute' where status = 'received' and retry_at is null`,
  );
  await world.rows(`update timer set retry_at = now() where retry_at > now() + interval '5 seconds'`);
}
