import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { repository } from '../support/run-tool.ts';

interface Service {
  build?: string;
  image?: string;
  command?: string;
  environment?: Record<string, string>;
  healthcheck?: { test?: string[] };
  depends_on?: Record<string, { condition: string }>;
  ports?: string[];
}

const read = (name: string): string => readFileSync(join(repository, name), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const dockerfile = read('Dockerfile');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const chosen: Record<string, string> = {
  POSTGRES_PASSWORD: 'letters4Digits',
  OIDC_ISSUER: 'https://login.example.dk',
  OIDC_CLIENT_ID: 'pages',
  OIDC_CLIENT_SECRET: 'secret',
  PUBLIC_URL: 'https://dosisflow.example.dk',
  REGISTER_FOLDER: './register',
  DOSISFLOW_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
};

/** What Docker sets: the image's ENV, then the service's environment with its variables filled in. */
function environmentOf({ environment = {} }: Service): Record<string, string> {
  const image = [...dockerfile.matchAll(/^ENV (.*)$/gm)].flatMap(([, line = '']) =>
    line.split(' ').map((pair) => pair.split('=', 2) as [string, string]),
  );
  const fill = (text: string): string =>
    text.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, rest: string) =>
      kind === '-' ? rest : (chosen[name] ?? `no value chosen for ${name}`),
    );
  const own = Object.entries(environment).map(([name, value]) => [name, fill(value)]);
  return Object.fromEntries([...image, ...own]) as Record<string, string>;
}

it('runs an HTTP process and a worker from one image, over PostgreSQL and Redis', () => {
  expect(Object.keys(services).toSorted()).toEqual(['http', 'postgres', 'redis', 'worker']);
  expect([services['http']?.build, services['worker']?.build]).toEqual(['.', '.']);
});

it('waits until PostgreSQL and Redis answer', () => {
  for (const name of ['http', 'worker']) {
    for (const [needed, { condition }] of Object.entries(services[name]?.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(services[needed]?.healthcheck?.test).toBeDefined();
    }
    expect(Object.keys(services[name]?.depends_on ?? {})).toEqual(['postgres', 'redis']);
  }
  expect(dockerfile).toMatch(/HEALTHCHECK[\s\S]*\/health\/live/);
});

it('asks both whether they are ready, at the port that both serve', () => {
  for (const name of ['http', 'worker']) {
    const service = services[name] ?? {};
    const { operationsPort } = readConfig(environmentOf(service));
    expect(service.healthcheck?.test?.join(' ')).toContain(`http://127.0.0.1:${operationsPort}/health/ready`);
  }
});

it.each([
  ['http', 'start', 'main'],
  ['worker', 'worker', 'worker'],
])('starts %s as npm does, from a source that exists', (service, script, entry) => {
  expect(services[service]?.command).toBe(`node dist/src/${entry}.js`);
  expect(scripts[script]).toBe(`node scripts/preflight.mjs ${script}`);
  expect(read('scripts/preflight.mjs')).toContain(`dist/src/${entry}.js`);
  expect(existsSync(join(repository, `src/${entry}.ts`))).toBe(true);
});

it('builds from files that exist and are not kept from it, by scripts that exist', () => {
  const ignored = new Set(read('.dockerignore').trim().split('\n'));
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
  expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', '.npmrc', '.']));
  expect(copied.filter((file) => ignored.has(file) || !existsSync(join(repository, file)))).toEqual([]);
  const built = [...dockerfile.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
  expect(built).toEqual(['build']);
  expect(built.filter((script) => !scripts[script])).toEqual([]);
  // The server and its pages are all that the second stage takes over, and what npm installs beside them.
  expect(dockerfile).toMatch(/^COPY --from=build \/app\/dist \.\/dist$/m);
  expect(dockerfile).toContain('npm ci --omit=dev');
});

it('starts the image itself as the HTTP process', () => {
  const [, line = '[]'] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  expect((JSON.parse(line) as string[]).join(' ')).toBe(services['http']?.command);
  expect(dockerfile).toMatch(/^USER node$/m);
});

it('gives both an environment that the configuration accepts in production', () => {
  const http = readConfig(environmentOf(services['http'] ?? {}));
  const worker = readConfig(environmentOf(services['worker'] ?? {}));
  expect(http).toMatchObject({ production: true, role: 'http', host: '0.0.0.0', redisUrl: 'redis://redis:6379' });
  expect({ ...worker, role: 'http' }).toEqual(http);
});

it('has no secret of its own, and publishes only the HTTP port to this machine', () => {
  for (const name of ['POSTGRES_PASSWORD', 'DOSISFLOW_MASTER_KEY', 'OIDC_ISSUER', 'OIDC_CLIENT_SECRET']) {
    expect(read('docker-compose.yml')).toContain(`\${${name}:?`);
  }
  expect(Object.values(services).flatMap(({ ports = [] }) => ports)).toEqual(['127.0.0.1:3000:3000']);
});

it('has the client programs that a backup needs, as new as the server', () => {
  /** What Debian's postgresql-client is of, by the release that the image stands on. */
  const clients: Record<string, number> = { bookworm: 15, trixie: 17 };
  const [, release = ''] = [...dockerfile.matchAll(/^FROM node:\d+-(\w+)-slim$/gm)].at(-1) ?? [];
  const [, server] = /^postgres:(\d+)$/.exec(services['postgres']?.image ?? '') ?? [];
  expect(dockerfile).toMatch(/apt-get install .*postgresql-client/);
  expect(clients[release]).toBeGreaterThanOrEqual(Number(server));
  for (const script of ['backup', 'restore']) {
    expect(read('docker-compose.yml')).toContain(`worker node dist/scripts/${script}.js`);
    expect(existsSync(join(repository, `scripts/${script}.ts`))).toBe(true);
  }
});
