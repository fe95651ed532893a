/**
 * After a life through the running server, with the queue in PostgreSQL and in Redis, and after a simulation: no CPR number
 * and no name anywhere in what is kept or said, and no drug but in the price list (P1).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formulary } from '../../scripts/simulate/fate.ts';
import { playOn, simulatedCitizen } from '../../scripts/simulate/play-stored.ts';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { freezeClock, simulatedClock } from '../../src/db/clock.ts';
import { openKeys } from '../../src/db/open-keys.ts';
import { unseal } from '../../src/db/seal.ts';
import { Store } from '../../src/db/store.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { current } from '../../workflows/policy/current.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { columnsThatTell, leaksInDatabase, leaksInRedis, leaksInText } from '../support/leak-search.ts';
import { freePort, startMain } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { describeWith, redisUrl } from '../support/requirements.ts';
import { eventually } from '../support/runtime.ts';

const [cpr, unknown, mistyped] = ['2509475001', '2509475002', '2509475003'];
const names = ['Lækkesen', 'Søgegaard'];
const drug = '28100009555';
const hidden = [cpr, unknown, mistyped].flatMap((number) => [number, `${number.slice(0, 6)}-${number.slice(6)}`]);
const words = [...hidden, ...names, ...names.map(encodeURIComponent), drug];
/** What is sold is no secret; who gets it is. */
const products = ['drug', 'package', 'dose_substitution', 'price_list', 'back_order'].map((table) => `public.${table}`);

let database: TestDatabase;
let dataFolder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), 'dosisflow-'));
});
afterEach(async () => {
  await database.drop();
  await rm(dataFolder, { recursive: true, force: true });
});

/** Everything that people and adapters may say, right and wrong; answers what the process wrote, its metrics and its traces. */
async function live(redisUrl: string): Promise<string> {
  const port = await freePort();
  const collector = await startCollector();
  const env = {
    PORT: port,
    LOG_LEVEL: 'trace',
    DATABASE_URL: database.url,
    DOSISFLOW_DATA: dataFolder,
    REDIS_URL: redisUrl,
    DOSISFLOW_CLOCK: 'simulated',
    OPERATIONS_PORT: await freePort(),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
  const main = await startMain(env);
  try {
    await sayEverything(main, `http://127.0.0.1:${port}`);
    const metrics = await fetch(`http://127.0.0.1:${env.OPERATIONS_PORT}/metrics`).then((response) => response.text());
    expect(metrics).toMatch(/^dosisflow_cases\{.*\} [1-9]/m);
    // What is not sent yet goes at the end.
    await main.kill('SIGTERM');
    const traces = collector.bodies.join('\n');
    expect(traces).toContain('POST /api/cases');
    return `${main.output()}\n${metrics}\n${traces}`;
  } finally {
    await main.kill('SIGKILL');
    await collector.close();
  }
}

/** Keeps what a process tells of its work. */
async function startCollector(): Promise<{ url: string; bodies: string[]; close(): Promise<unknown> }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

async function sayEverything(main: Running, address: string): Promise<void> {
  const issuer = await openDevelopmentIssuer(dataFolder, 'dosisflow');
  const call = async (who: string, method: string, path: string, body?: object | string, headers = {}) =>
    fetch(address + path, {
      method,
      headers: {
        authorization: `Bearer ${await issuer.sign(developmentSubject(who), developmentAccounts[who] ?? [])}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const [first, last] = names;
  const reason = `${first} ${last}, ${cpr}, får ${drug}`;
  const opened = await call('nurse', 'POST', '/api/cases', {
    workflow: 'dose-dispensing',
    data: {
      cpr,
      name: `${first} ${last}`,
      entry: 'identified',
      gpPractice: directoryId('organisation', 'laegehuset-eksempel'),
      pharmacy: directoryId('organisation', 'apoteket-eksempel'),
    },
  });
  expect([opened.status, main.output().slice(-2_000)]).toEqual([201, expect.any(String)]);
  const { id } = (await opened.json()) as { id: string };
  const command = (who: string, type: string, data: object): Promise<Response> =>
    call(who, 'POST', `/api/cases/${id}/commands`, { type, data });
  const given = await command('nurse', 'recordDrug', {
    drugId: drug,
    isDoseDispensable: true,
    hasStructuredDosage: true,
    dosing: 'packed',
  });
  expect([given.status, await given.text()]).toEqual([200, expect.any(String)]);
  await command('nurse', 'assessNotSuited', { reason });
  await command('nurse', 'reopenSuitability', { reason });
  await command('gp', 'recordHold', { reason: cpr, wrong: cpr });
  await command('nurse', reason, {});
  await call('nurse', 'POST', '/api/citizens/search', { cpr });
  await call('nurse', 'POST', '/api/citizens/search', { cpr: reason });
  await call('pharmacist', 'POST', '/api/citizens/emergency-opening', { cpr, reason });
  await call('pharmacist', 'POST', '/api/citizens/emergency-opening', { cpr: unknown, reason });
  await call('dpo', 'POST', '/api/citizens/access-log', { cpr, format: 'csv' });
  await call('nurse', 'GET', `/api/cases/${cpr}?name=${encodeURIComponent(first ?? '')}`, undefined, {
    'user-agent': cpr,
  });
  await call('nurse', 'POST', '/api/cases', `{"workflow":"${reason}`);
  for (const path of ['', '/journal', '/explain', '/charges']) await call('gp', 'GET', `/api/cases/${id}${path}`);
  const event = (type: string, data: object, more = {}): object => ({
    specversion: '1.0',
    id: type,
    source: 'urn:test:leak',
    type: `dk.dosisflow.${type}.v1`,
    time: '2026-11-20T08:00:00+01:00',
    data,
    ...more,
  });
  const events = await call('adapter', 'POST', '/api/integration/events', [
    event('fmk.dosePrescriptionObserved', {
      cpr,
      prescriptionId: 'p1',
      drugId: drug,
      status: 'valid',
      validTo: '2027-11-01T00:00:00+01:00',
    }),
    event('fmk.holdObserved', { cpr: unknown, registrationId: 'r', from: '2026-11-20T08:00:00+01:00' }),
    event('fmk.holdObserved', { cpr: mistyped, name: first, reason }),
    event('hospital.admissionObserved', { cpr, event: 'STIN', messageId: reason }),
  ]);
  expect(events.status).toBe(200);
  const [message, type] = bodyOf(buildNotification({ cpr }));
  await call('adapter', 'POST', '/fhir/$process-message', message.toString(), { 'content-type': type });
  const [stray] = bodyOf(buildNotification({ cpr: unknown }));
  await call('adapter', 'POST', '/fhir/$process-message', stray.toString(), { 'content-type': type });
  await call('adapter', 'POST', '/fhir/$process-message', `{"resourceType":"${reason}"`, { 'content-type': type });
  await call('adapter', 'POST', '/api/integration/fmk', `<a><cpr>${cpr}</cpr>${reason}</a>`, {
    'content-type': 'text/xml',
  });
  // What fell due is worked on: notices, timers, digests.
  expect((await call('administrator', 'POST', '/api/dev/clock', { advance: 'P3D' })).status).toBe(200);
  await eventually(
    async () => (await database.pool.query(`select 1 from outbox where status = 'pending'`)).rowCount,
    (waiting) => waiting === 0,
    60_000,
  );
}

it('finds what is there: a search that finds nothing proves nothing', async () => {
  await database.pool.query('create table leak (clear text, bytes bytea, list bytea[])');
  await database.pool.query(`insert into leak values ($1, $2, array[$3::bytea])`, [
    `a ${cpr} b`,
    Buffer.from(names[0] ?? ''),
    Buffer.from(drug),
  ]);
  const { leaks } = await leaksInDatabase(database.pool, words);
  expect(leaks).toEqual([
    { word: cpr, where: 'public.leak.clear' },
    { word: names[0], where: 'public.leak.bytes' },
    { word: drug, where: 'public.leak.list' },
  ]);
  expect(await columnsThatTell(database.pool)).toEqual(['public.leak.clear']);
  await database.pool.query('drop table leak');
});

it('finds no citizen, and no citizen’s drug, with the queue in PostgreSQL (P1)', async () => {
  const said = await live('');
  expect(said.length).toBeGreaterThan(500);
  expect(leaksInText(said, words, 'log')).toEqual([]);
  const { leaks, rows } = await leaksInDatabase(database.pool, words, products);
  expect(leaks).toEqual([]);
  expect(rows).toBeGreaterThan(100);
}, 240_000);

describeWith({ redis: true }, 'beside Redis', () => {
  it('finds no citizen, and no citizen’s drug, with the queue in Redis (P1)', async () => {
    const url = `${redisUrl}/11`;
    const said = await live(url);
    expect(leaksInText(said, words, 'log')).toEqual([]);
    expect((await leaksInDatabase(database.pool, words, products)).leaks).toEqual([]);
    const { leaks, keys } = await leaksInRedis(url, words);
    expect(leaks).toEqual([]);
    expect(keys).toBeGreaterThan(0);
  }, 240_000);
});

it('finds no citizen, and no citizen’s drug, after a simulation on the database (P1)', async () => {
  const keys = await openKeys(database.pool, { masterKey: Buffer.alloc(32, 7) });
  await freezeClock(database.pool);
  const store = new Store(database.dataSource, database.pool, keys, simulatedClock, database.url);
  await playOn(store, { seed: 7, weeks: 3, policy: current }, 3, () => {});
  const { rows } = await database.pool.query<{ count: number }>('select count(*)::int as count from packed_product');
  expect(rows[0]?.count).toBeGreaterThan(0);
  const [citizen] = (
    await database.pool.query<{ id: string; sealed: Buffer; wrapped: Buffer }>(
      'select z.id, z.sealed, k.wrapped from citizen z join keys.citizen_key k on k.citizen_id = z.id limit 1',
    )
  ).rows;
  if (!citizen) throw new Error('Expected a simulated citizen');
  // They have a number and a name, so that not finding them says something.
  const opened = unseal(keys.vault.unwrap(citizen.id, citizen.wrapped), `citizen:${citizen.id}`, citizen.sealed);
  expect(JSON.parse(opened.toString())).toEqual(simulatedCitizen);
  const who = [simulatedCitizen.cpr, ...simulatedCitizen.name.split(' ')];
  const { leaks } = await leaksInDatabase(database.pool, [...formulary, ...who], products);
  expect(leaks).toEqual([]);
}, 240_000);
