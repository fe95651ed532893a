import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Controller, Get } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ProblemFilter } from './intake/problem.filter.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { serveWeb } from './serve-web.ts';

@Controller('api/known')
class KnownController {
  @Get()
  read(): { known: true } {
    return { known: true };
  }
}

let app: NestFastifyApplication;
let address: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-web-'));
  await mkdir(join(folder, 'dist/web/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.js'), 'the master key');
  await writeFile(join(folder, 'dist/web/index.html'), '<title>Dosisflow</title>');
  await writeFile(join(folder, 'dist/web/assets/main-Ab1.js'), 'run()');
  await writeFile(join(folder, 'dist/web/assets/.built'), 'not for anyone');
  const testing = await Test.createTestingModule({ controllers: [KnownController] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter());
  await addSecurityHeaders(app.getHttpAdapter().getInstance());
  serveWeb(app.getHttpAdapter().getInstance(), join(folder, 'dist/web'));
  await app.listen(0, '127.0.0.1');
  address = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

it.each(['/', '/forloeb/6ef2055a-fea5-4d9d-8b1b-3cf1b4a3b2a0', '/whatever', '/index.html'])(
  'answers %s with the page, never from a cache and under a policy without exceptions',
  async (path) => {
    const response = await fetch(address + path);
    expect([response.status, await response.text()]).toEqual([200, '<title>Dosisflow</title>']);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none';script-src 'self';style-src 'self'`);
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
  },
);

it('tells the browser the same of every answer', async () => {
  for (const path of ['/', '/assets/main-Ab1.js', '/api/known', '/api/unknown']) {
    const { headers } = await fetch(address + path);
    expect([path, Object.fromEntries(headers)]).toEqual([
      path,
      expect.objectContaining({
        'content-security-policy': expect.stringContaining(`frame-ancestors 'none'`),
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      }),
    ]);
  }
  expect((await fetch(`${address}/api/known`)).headers.get('cache-control')).toBe('no-store');
});

it('lets files with a hash in their name be kept', async () => {
  const response = await fetch(`${address}/assets/main-Ab1.js`);
  expect([response.status, await response.text()]).toEqual([200, 'run()']);
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('immutable');
});

it.each([
  ['gzip, deflate, br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
])('sends scripts compressed to whoever accepts %s', async (accepted, encoding) => {
  const response = await fetch(`${address}/assets/main-Ab1.js`, { headers: { 'accept-encoding': accepted } });
  expect([response.headers.get('content-encoding'), await response.text()]).toEqual([encoding, 'run()']);
});

it('leaves the API its own answers, and its own problems', async () => {
  expect(await (await fetch(`${address}/api/known`)).json()).toEqual({ known: true });
  for (const path of [
    '/api/unknown',
    '/api',
    '/fhir/metadata',
    '/health/unknown',
    '/assets/gone.js',
    '/assets/.built',
  ]) {
    const response = await fetch(address + path);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      path,
      404,
      'application/problem+json; charset=utf-8',
    ]);
  }
});

it.each(['/..%2f..%2fsecret.js', '/assets/..%2f..%2f..%2fsecret.js', '/%2e%2e/%2e%2e/secret.js'])(
  'reaches nothing outside its folder by %s',
  async (path) => {
    expect(await (await fetch(address + path)).text()).not.toContain('master key');
  },
);
