/** A message is followed through its case to what it causes, by a collector of the test's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { freePort, startMain, startWorker } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

const cpr = '2509475001';
const name = 'Lækkesen';
const traceId = 'aaaabbbbccccddddeeeeffff00001111';
const sender = '1234567890abcdef';
let database: TestDatabase;
let folder: string;
let collector: Server;
let bodies: string[];
let running: Running[];

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-traces-'));
  bodies = [];
  running = [];
  collector = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(`${request.url} ${body}`);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.kill('SIGKILL')));
  await new Promise((closed) => collector.close(closed));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const spans = (): Span[] =>
  bodies.flatMap((body) => {
    const { resourceSpans } = JSON.parse(body.slice(body.indexOf(' ') + 1)) as {
      resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
    };
    return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  });

/** The hospital admits the citizen and asks for a report of admission, of which the municipality is told. */
async function admit(env: Record<string, string>): Promise<void> {
  const issuer = await openDevelopmentIssuer(folder, 'dosisflow');
  const post = async (who: string, path: string, body: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`http://127.0.0.1:${env['PORT']}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.sign(developmentSubject(who), developmentAccounts[who] ?? [])}`,
        ...headers,
      },
      body,
    });
  const given = JSON.stringify({ workflow: 'dose-dispensing', data: { cpr, name } });
  const opened = await post('nurse', '/api/cases', given, { 'content-type': 'application/json' });
  expect(opened.status).toBe(201);
  await database.pool.query(`update organisation set notification_mode = 'receiver' where kind = 'municipality'`);
  const [message, type] = bodyOf(buildNotification({ code: 'STIN', cpr, reportOfAdmission: true }), 'json');
  const traceparent = `00-${traceId}-${sender}-01`;
  const headers = { 'content-type': type, traceparent };
  expect((await post('adapter', '/fhir/$process-message', message.toString(), headers)).status).toBe(200);
}

it('follows a message through its case to each notice, across two processes, and tells nothing of anyone', async () => {
  const { port } = collector.address() as AddressInfo;
  const env = {
    DATABASE_URL: database.url,
    DOSISFLOW_DATA: folder,
    PORT: await freePort(),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  };
  running.push(await startMain({ ...env, DOSISFLOW_ROLE: 'http' }), await startWorker(env));
  await admit(env);
  await eventually(
    async () => (await database.pool.query(`select 1 from outbox where status = 'pending'`)).rowCount,
    (waiting) => waiting === 0,
  );
  const notices = (await database.pool.query(`select from outbox where trace like $1`, [`00-${traceId}-%`])).rowCount;
  expect(notices).toBeGreaterThan(0);
  // What is not sent yet goes at the end.
  await Promise.all(running.splice(0).map((each) => each.kill('SIGTERM')));

  const ours = spans().filter((span) => span.traceId === traceId);
  const request = ours.find((span) => span.name === 'POST /fhir/$process-message');
  expect(request?.parentSpanId).toBe(sender);
  const decided = ours.find((span) => span.name === 'case admissionObserved');
  expect(decided?.parentSpanId).toBe(request?.spanId);
  const effects = ours.filter((span) => span.name === 'effect notice');
  expect(effects).toHaveLength(notices ?? 0);
  expect(new Set(effects.map((span) => span.parentSpanId))).toEqual(new Set([decided?.spanId]));

  const received = await database.pool.query('select from inbox where trace like $1', [
    `00-${traceId}-${request?.spanId}-%`,
  ]);
  expect(received.rowCount).toBe(1);

  const told = bodies.join('\n');
  expect(told).toContain('dosisflow.case');
  for (const hidden of [cpr, name, 'Prøve']) expect(told).not.toContain(hidden);
}, 120_000);

it('tells nobody, and keeps nothing of it, where no collector is configured', async () => {
  const env = { DATABASE_URL: database.url, DOSISFLOW_DATA: folder, PORT: await freePort() };
  running.push(await startMain(env));
  await admit(env);
  const { rows } = await database.pool.query(
    `select key from outbox where trace is not null union all select id::text from inbox where trace is not null`,
  );
  expect(rows).toEqual([]);
  await Promise.all(running.splice(0).map((each) => each.kill('SIGTERM')));
  expect(bodies).toEqual([]);
}, 120_000);
