/** Bodies, addresses and headers that are made to break what reads them. */
import { gzipSync } from 'node:zlib';
import { createTestDatabase } from '../support/database.ts';
import { freePort, startMain } from '../support/processes.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const fhir = '/fhir/$process-message';
const fmk = '/api/integration/fmk';
const post = async (who: string, path: string, body: string | Uint8Array, type: string, more = {}): Promise<number> => {
  const response = await server.call(who, 'POST', path, body, { 'content-type': type, ...more });
  await response.text();
  return response.status;
};

it('refuses JSON that is nested to break a reader, at every address that takes JSON', async () => {
  const deep = `{"data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  for (const [who, path] of [
    ['nurse', '/api/cases'],
    ['nurse', '/api/citizens/search'],
    ['adapter', '/api/integration/events'],
    ['adapter', fhir],
  ] as const) {
    expect([path, await post(who, path, deep, 'application/json')]).toEqual([path, 400]);
  }
});

it('reads no body beyond its limit', async () => {
  const large = JSON.stringify({ data: 'x'.repeat(5_000_000) });
  const huge = 'x'.repeat(17_000_000);
  expect(await post('nurse', '/api/cases', large, 'application/json')).toBe(413);
  expect(await post('adapter', fhir, large, 'application/fhir+json')).toBe(413);
  // The connection may be closed before the whole of it is sent.
  for (const [path, type] of [
    [fhir, 'application/fhir+xml'],
    [fmk, 'application/xml'],
  ] as const) {
    expect([path, await post('adapter', path, huge, type).catch(() => 413)]).toEqual([path, 413]);
  }
});

it('unpacks nothing: a compressed bomb stays what it is', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, '['));
  for (const [who, path, type] of [
    ['nurse', '/api/cases', 'application/json'],
    ['adapter', fhir, 'application/fhir+json'],
    ['adapter', fhir, 'application/zip'],
    ['adapter', fmk, 'application/xml'],
  ] as const) {
    const status = await post(who, path, bomb, type, { 'content-encoding': 'gzip' });
    expect([path, type, [400, 415].includes(status)]).toEqual([path, type, true]);
  }
});

it.each([
  [
    'entities that grow (billion laughs)',
    `<!DOCTYPE b [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, n) => `<!ENTITY a${n} "&a${n - 1 < 0 ? '' : n - 1};&a${n - 1 < 0 ? '' : n - 1};">`).join('')}]><b>&a19;</b>`,
  ],
  ['an entity that reads a file', '<!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/passwd">]><b>&f;</b>'],
  ['a document type from elsewhere', '<!DOCTYPE b SYSTEM "http://127.0.0.1:1/evil.dtd"><b/>'],
  ['elements without end', '<b>'.repeat(100_000)],
  ['attributes without end', `<b ${Array.from({ length: 30_000 }, (_, n) => `a${n}=""`).join(' ')}/>`],
])('refuses XML with %s, at every address that takes XML', async (_, xml) => {
  for (const [path, type] of [
    [fhir, 'application/fhir+xml'],
    [fmk, 'application/xml'],
  ] as const) {
    const response = await server.call('adapter', 'POST', path, xml, { 'content-type': type });
    expect([path, response.status]).toEqual([path, 400]);
    expect(await response.text()).not.toContain('root:');
  }
});

it('reaches no file outside the pages, however the path is written', async () => {
  for (const path of [
    '/../package.json',
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/....//....//package.json',
    '/assets//etc/passwd',
    '/%00/../package.json',
  ]) {
    const { body } = await rawRequest(server.address, path);
    expect([path, /"dependencies"|root:/.test(body)]).toEqual([path, false]);
  }
});

it('takes no form but where a token is asked for', async () => {
  const form = 'application/x-www-form-urlencoded';
  expect(await post('nurse', '/api/cases', 'workflow=dose-dispensing', form)).toBe(415);
  expect(await post('nurse', '/dev/identity/token?x=1', 'grant_type=client_credentials', form)).toBe(415);
});

it('writes nothing into the log that a request carries, and no line that it makes up', async () => {
  const database = await createTestDatabase();
  const port = await freePort();
  const main = await startMain({ DATABASE_URL: database.url, PORT: port, LOG_LEVEL: 'debug', NODE_ENV: 'test' });
  const address = `http://127.0.0.1:${port}`;
  const marker = 'forged-2509471001';
  for (const path of [
    `/api/cases/x%0d%0a12:00:00 info ${marker}`.replaceAll(' ', '%20'),
    `/api/cases?after=%0a${marker}`,
    `/auth/callback?error=%0a${marker}&state=${marker}&code=${marker}`,
    `/auth/sign-in?account=%1b[31m${marker}&to=/${marker}`,
    `/${marker}%0a`,
  ]) {
    await rawRequest(address, path, {
      'user-agent': marker,
      'x-request-id': marker,
      'x-forwarded-for': marker,
      authorization: `Bearer ${marker}`,
      cookie: `dosisflow-transaction=${Buffer.from(JSON.stringify({ state: marker, nonce: 'n', verifier: 'v', to: '/' })).toString('base64url')}`,
    });
  }
  await main.kill('SIGTERM');
  expect(main.output()).toContain('GET /auth/callback 303');
  expect(main.output()).not.toContain(marker);
  const lines = main.output().split('\n');
  expect(lines.filter((line) => line.includes('\u001b['))).toEqual([]);
  await database.drop();
});

it('answers a person who asks too much with when to ask again, and nobody else', async () => {
  const slow = await startServer({ RATE_LIMIT: '10' });
  const ask = (who: string): Promise<Response> => slow.call(who, 'GET', '/api/me');
  for (let n = 0; n < 10; n += 1) expect((await ask('nurse')).status).toBe(200);
  const answer = await ask('nurse');
  expect([answer.status, await answer.json()]).toEqual([
    429,
    expect.objectContaining({ type: '/problems/too-many-requests' }),
  ]);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask('gp')).status).toBe(200);
  expect((await fetch(`${slow.address}/health/live`)).status).toBe(200);
  await slow.close();
});
