/** `npm run demo`, the built command on a real PostgreSQL: what it makes, what it refuses, and that nothing of it stays. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { loadMasterKey } from '../../src/config.ts';
import { citizenIdentities } from '../../src/db/citizen-identities.query.ts';
import { demonstrationOf } from '../../src/db/demonstration.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { replay } from '../../src/engine/replay.ts';
import { checkCpr } from '../../src/kernel/cpr.ts';
import { countStuck } from '../../src/monitoring/list-stuck.query.ts';
import { stuckCauses } from '../../src/kernel/stuck-causes.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts';
import { complete, endOf, freePort, run, startMain } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';

const citizens = 30;
let folder: string;
let database: { url: string; drop(): Promise<void> };
let env: Record<string, string>;
let store: Store;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-demo-'));
  database = await createEmptyDatabase();
  env = { DATABASE_URL: database.url, DOSISFLOW_DATA: folder };
  const made = await complete('scripts/demo.js', ['--citizens', String(citizens), '--no-start'], env);
  expect(made).toMatchObject({ code: 0 });
  const masterKey = await loadMasterKey({ kind: 'generated', path: join(folder, 'demo/keys/master.key') });
  store = await openStore({ url: database.url, poolSize: 4, masterKey, clock: 'real' });
}, 600_000);
afterAll(async () => {
  await store.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const count = async (sql: string): Promise<number> => {
  const { rows } = await store.pool.query<{ count: number }>(sql);
  return rows[0]?.count ?? -1;
};

describe('the demonstration', () => {
  it('has so many citizens with a case, and says that it is one', async () => {
    expect(await demonstrationOf(store.pool)).toMatchObject({
      citizens,
      droppedAt: null,
      finishedAt: expect.any(Date),
    });
    expect(await count(`select count(distinct citizen_id)::int as count from "case" where parent_id is null`)).toBe(
      citizens,
    );
    expect(await count('select count(*)::int as count from journal')).toBeGreaterThan(citizens * 20);
  });

  it('has a case that stands still for every cause', async () => {
    const scope = { municipalities: null, withHospital: true, numbersOnly: false };
    const found = new Set((await countStuck(store.pool, scope)).map(({ cause }) => cause));
    expect(stuckCauses.filter((cause) => !found.has(cause))).toEqual([]);
  });

  it('has candidates with nothing in the way, and some whose medicine cannot all be packed', async () => {
    const candidates = 'select count(*)::int as count from candidate where';
    expect(await count(`${candidates} blockers = '{}'`)).toBeGreaterThan(0);
    expect(await count(`${candidates} 'noDMark' = any(blockers)`)).toBeGreaterThan(0);
  });

  it('is a true ledger: tables and charts agree, and each journal rebuilds its case (E4)', async () => {
    expect(await new LedgerAudit(store, definitionOf).everything()).toEqual([]);
    const { rows } = await store.pool.query<{ id: string }>('select id from "case"');
    for (const { id } of rows)
      expect([id, await replay(store.pool, store.keys.vault, definitionOf, id)]).toEqual([id, { kind: 'same' }]);
  });

  it('comes to today, and leaves no timer behind that was due before it was begun', async () => {
    const { rows } = await store.pool.query<{ last: Date; begun: Date; due: Date }>(
      `select (select max(at) from journal) as last, (select begun_at from demonstration) as begun,
         (select min(due_at) from timer) as due`,
    );
    const [{ last, begun, due } = { last: new Date(0), begun: new Date(), due: new Date(0) }] = rows;
    expect(begun.getTime() - last.getTime()).toBeLessThan(86_400_000);
    expect(last.getTime()).toBeLessThanOrEqual(begun.getTime());
    expect(begun.getTime() - due.getTime()).toBeLessThan(86_400_000);
  });

  it('has numbers that are nobody’s', async () => {
    const { rows } = await store.pool.query<{ id: string }>('select id from citizen');
    const known = await citizenIdentities(
      store,
      rows.map(({ id }) => id),
    );
    const kinds = new Set([...known.values()].map(({ cpr = '' }) => checkCpr(cpr).kind));
    expect(known.size).toBeGreaterThan(citizens);
    expect([...kinds]).toEqual(['validNoMod11']);
  });

  it('is not made anew where it is there', async () => {
    const again = await complete('scripts/demo.js', ['--no-start'], env);
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining(`with ${citizens} citizens is there`) });
  });

  it('is no database for production', async () => {
    const started = await complete('src/main.js', [], {
      ...env,
      PORT: await freePort(),
      NODE_ENV: 'production',
      OIDC_ISSUER: 'https://login.example.dk',
      OIDC_CLIENT_ID: 'dosisflow-client',
      OIDC_CLIENT_SECRET: 'secret',
      PUBLIC_URL: 'https://dosisflow.example.dk',
      DOSISFLOW_MASTER_KEY_FILE: join(folder, 'demo/keys/master.key'),
    });
    expect(started).toMatchObject({ code: 1, output: expect.stringContaining('names a demonstration') });
  });
});

describe('a demonstration is refused', () => {
  it('in a database that holds anything else, which stays as it is', async () => {
    const other = await createTestDatabase();
    await other.pool.query(
      `insert into organisation (id, kind, name, duty_contact) values (gen_random_uuid(), 'pharmacy', 'Et apotek', 'Vagten')`,
    );
    const made = await complete('scripts/demo.js', ['--no-start'], { ...env, DATABASE_URL: other.url });
    expect(made).toMatchObject({ code: 1, output: expect.stringContaining('nothing was touched') });
    const dropped = await complete('scripts/demo.js', ['--drop'], { ...env, DATABASE_URL: other.url });
    expect(dropped.code).toBe(1);
    const { rows } = await other.pool.query('select from organisation');
    expect(rows).toHaveLength(1);
    await other.drop();
  }, 120_000);

  it.each([
    ['NODE_ENV', { NODE_ENV: 'production' }],
    ['OIDC_ISSUER', { OIDC_ISSUER: 'https://login.example.dk', OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y' }],
  ])('beside the settings of production: %s', async (_, more) => {
    const made = await complete('scripts/demo.js', ['--no-start'], { ...env, ...more });
    expect(made.code).toBe(1);
    expect(await demonstrationOf(store.pool)).toMatchObject({ droppedAt: null });
  });

  it.each(['0', '1.5', '10001', 'many'])('for %s citizens', async (given) => {
    const made = await complete('scripts/demo.js', ['--citizens', given, '--no-start'], env);
    expect(made).toMatchObject({ code: 1, output: expect.stringContaining('Expected --citizens') });
  });
});

it('is broken off at any time, and begun anew or dropped by the next command', async () => {
  const own = await createEmptyDatabase();
  const ownEnv = { ...env, DATABASE_URL: own.url };
  const making = run('scripts/demo.js', ['--citizens', '2000', '--no-start'], ownEnv);
  await eventually(
    async () => making.output(),
    (output) => output.includes('live through'),
    60_000,
  );
  await making.kill('SIGINT');
  expect(await endOf(making)).toMatchObject({ code: 130 });
  const dropped = await complete('scripts/demo.js', ['--drop'], ownEnv);
  expect(dropped).toMatchObject({ code: 0 });
  await own.drop();
}, 300_000);

it('lies in a folder of its own without DATABASE_URL, and takes that with it when it is dropped', async () => {
  const data = await mkdtemp(join(tmpdir(), 'dosisflow-demo-'));
  const embedded = { DOSISFLOW_DATA: data };
  const made = await complete('scripts/demo.js', ['--citizens', '9', '--no-start'], embedded);
  expect(made).toMatchObject({ code: 0 });
  expect(await readdir(data)).toEqual(['demo']);
  expect(await complete('scripts/demo.js', ['--drop'], embedded)).toMatchObject({ code: 0 });
  expect(await readdir(data)).toEqual([]);
  await rm(data, { recursive: true });
}, 300_000);

it('is dropped whole by the administrator, from the page, and by nobody else', async () => {
  const port = await freePort();
  const main = await startMain({ ...env, DOSISFLOW_DATA: join(folder, 'demo'), PORT: port });
  const issuer = await openDevelopmentIssuer(join(folder, 'demo'), 'dosisflow');
  const ask = async (who: string, method: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/api/demonstration`, {
      method,
      headers: {
        authorization: `Bearer ${await issuer.sign(developmentSubject(who), developmentAccounts[who] ?? [])}`,
      },
    });
  const marked = await fetch(`http://127.0.0.1:${port}/api/demonstration`);
  expect(await marked.json()).toMatchObject({ isDemonstration: true, citizens });
  for (const who of ['nurse', 'coordinator', 'dpo']) expect((await ask(who, 'DELETE')).status).toBe(403);
  expect((await ask('administrator', 'DELETE')).status).toBe(204);
  expect(await endOf(main)).toMatchObject({ code: 0 });
  expect(
    await count(
      `select count(*)::int as count from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'keys', 'bullmq')`,
    ),
  ).toBe(0);
}, 120_000);
