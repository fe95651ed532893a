import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import pg from 'pg';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { loadMasterKey, readConfig } from '../../src/config.ts';
import { setClock } from '../../src/db/clock.ts';
import { startEmbeddedPostgres } from '../../src/db/embedded-postgres.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { LedgerAudit } from '../../src/runtime/ledger-audit.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { createTestDatabase } from '../support/database.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { send } from '../support/hospital-notification/send.ts';
import { complete, freePort, startMain, startWorker } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

/** The published commands as processes of their own, on real servers. */
const minutes = 60_000;
let folder: string;
let running: Running[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dosisflow-backup-'));
  await chmod(folder, 0o755);
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.kill('SIGTERM')));
  await rm(folder, { recursive: true, force: true });
});

async function filesBelow(path: string): Promise<Buffer[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return Promise.all(entries.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name))));
}

/** What tells two databases apart: every row of every table, but what a restore itself changes. */
async function contents(pool: pg.Pool): Promise<Record<string, string>> {
  // Changes of a count are added to it now and then, also by the look after a restore: what counts is their sum.
  const counts = ['case_count', 'case_count_change'];
  const own = ['session', 'audit', 'audit_seal', ...counts];
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'keys') and not tablename = any($1) order by 1`,
    [own],
  );
  const all: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: found } = await pool.query<{ of: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as of from ${name} t`,
    );
    all[name] = found[0]?.of ?? '';
  }
  const { rows: cases } = await pool.query<object>(
    `select workflow, region, state, sum(n)::int as n from (
       select workflow, region, state, cases as n from case_count
       union all select workflow, region, state, change from case_count_change) c
     group by 1, 2, 3 having sum(n) <> 0 order by 1, 2, 3`,
  );
  all['cases by state'] = JSON.stringify(cases);
  return all;
}

const overdue = (store: Store): Promise<{ caseId: string; key: string }[]> =>
  store.pool
    .query<{
      caseId: string;
      key: string;
    }>(
      `select case_id as "caseId", key || ' ' || token as key from timer, clock where due_at <= clock.at order by 1, 2`,
    )
    .then(({ rows }) => rows);

/** How often each of these timers fired. Another worker's look may come late: that is a stale firing (E4), not a second one. */
const firings = (store: Store, timers: readonly { caseId: string; key: string }[]): Promise<number[]> =>
  Promise.all(
    timers.map(async ({ caseId, key }) => {
      const { rows } = await store.pool.query<{ count: number }>(
        `select count(*)::int as count from journal where case_id = $1 and key = $2 and kind = 'timer' and type not like 'stale %'`,
        [caseId, key],
      );
      return rows[0]?.count ?? 0;
    }),
  );

describe('a backup of the database at DATABASE_URL', () => {
  let server: TestServer;
  let env: Record<string, string>;
  let restored: Awaited<ReturnType<typeof createTestDatabase>>;
  let backups: string;

  beforeEach(async () => {
    server = await startServer();
    restored = await createTestDatabase();
    await emptied(restored.pool);
    backups = join(folder, 'backups');
    env = { DATABASE_URL: server.database.url, DOSISFLOW_DATA: server.dataFolder, DOSISFLOW_CLOCK: 'simulated' };
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.kill('SIGTERM')));
    await server.close();
    await restored.drop();
  });

  async function emptied(pool: pg.Pool): Promise<void> {
    await pool.query('drop schema public cascade; drop schema keys cascade; create schema public');
  }

  const backUp = (): ReturnType<typeof complete> => complete('scripts/backup.js', [backups], env);
  const restore = (args: string[] = [], more: Record<string, string> = {}): ReturnType<typeof complete> =>
    complete('scripts/restore.js', [backups, ...args], { ...env, DATABASE_URL: restored.url, ...more });

  async function openRestored(): Promise<Store> {
    const masterKey = await loadMasterKey(readConfig(env).masterKey);
    return openStore({ url: restored.url, poolSize: 4, masterKey, clock: 'simulated' });
  }

  it(
    'comes back as it was, and says what it found',
    async () => {
      await openActiveCase(server);
      await server.rows('insert into session values ($1, $2, $1, now(), now(), now())', [Buffer.from('s'), 'nurse']);
      const before = await contents(server.database.pool);
      expect(await backUp()).toMatchObject({ code: 0 });
      const { code, output } = await restore();
      expect(output).toContain('Every case agrees with its chart.');
      expect(code).toBe(0);
      expect(await contents(restored.pool)).toEqual(before);
      // Whoever was signed in then signs in anew.
      expect((await restored.pool.query('select from session')).rowCount).toBe(0);
      expect((await restored.pool.query(`select from audit where detail like 'restored %'`)).rowCount).toBe(1);
    },
    minutes * 2,
  );

  it(
    'tells nobody later that a case moved which another server moved',
    async () => {
      await openActiveCase(server);
      // What a server that has done more would have numbered.
      await server.rows(`update journal set xact = '9000000000'`);
      await server.rows(`update task set moved_in = '9000000001'`);
      await backUp();
      expect(await restore()).toMatchObject({ code: 0 });
      const { rows } = await restored.pool.query(
        `select xact from journal where xact > pg_snapshot_xmax(pg_current_snapshot())
       union all select moved_in from task where moved_in > pg_snapshot_xmax(pg_current_snapshot())`,
      );
      expect(rows).toEqual([]);
    },
    minutes * 2,
  );

  it(
    'leaves the keys out of the data, and keeps their newest copy alone',
    async () => {
      const caseId = await openActiveCase(server);
      const keys = await server.rows<{ wrapped: string }>(
        `select encode(wrapped, 'hex') as wrapped from keys.citizen_key union all select encode(wrapped, 'hex') from keys.system_key`,
      );
      expect(keys).toHaveLength(3);
      await backUp();
      await backUp();
      const names = await readdir(backups);
      expect(names.filter((name) => name === 'keys.jsonl')).toHaveLength(1);
      expect(names).toHaveLength(3);
      for (const name of names.filter((each) => each !== 'keys.jsonl')) {
        const { stdout } = await promisify(execFile)('pg_restore', ['--file=-', join(backups, name, 'data')], {
          maxBuffer: 1 << 28,
        });
        expect(stdout).toContain(caseId);
        expect(keys.filter(({ wrapped }) => stdout.includes(wrapped))).toEqual([]);
      }
      const kept = await readFile(join(backups, 'keys.jsonl'), 'utf8');
      expect(keys.filter(({ wrapped }) => !kept.includes(wrapped))).toEqual([]);
    },
    minutes * 2,
  );

  it(
    'erases again, from an older backup, whoever was erased since',
    async () => {
      const erased = await openActiveCase(server, '2509474001');
      await openActiveCase(server, '2509474002');
      const command = async (): Promise<number> => {
        const data = { reason: 'Forkert borger' };
        return (await server.call('nurse', 'POST', `/api/cases/${erased}/commands`, { type: 'voidCase', data })).status;
      };
      const [body, contentType] = bodyOf(buildNotification({ code: 'STIN', cpr: '2509474001' }), 'json');
      expect((await send(server, body, contentType)).stay).not.toBeNull();
      expect((await send(server, ...bodyOf(buildNotification({ code: 'STIN', cpr: '2509474002' }), 'json'))).code).toBe(
        'ok',
      );
      expect(await command()).toBe(200);
      await backUp();
      const erase = (...args: string[]): ReturnType<typeof complete> => complete('scripts/erase.js', args, env);
      expect(await erase(erased)).toMatchObject({ code: 1, output: expect.stringContaining('years of retention') });
      const report = await erase(erased, '--ground', 'Afgørelse 12/2026');
      expect(report).toMatchObject({ code: 0, output: expect.stringContaining('2 cases, ') });
      expect(report.output).toMatch(/ 1 messages received\. 1 numbers removed/);
      await backUp();
      const [oldest = ''] = await readdir(backups).then((names) => names.toSorted());
      const { code, output } = await restore(['--from', oldest]);
      expect(output).toContain('1 citizens were erased again');
      expect(code).toBe(0);
      const left = await restored.pool.query<{ keys: number; numbers: number; cases: number }>(
        `select (select count(*)::int from keys.citizen_key) as keys, (select count(*)::int from citizen_number) as numbers,
         (select count(*)::int from "case") as cases`,
      );
      expect(left.rows).toEqual([{ keys: 1, numbers: 1, cases: 4 }]);
      const messages = await restored.pool.query<{ erased: boolean; kept: boolean }>(
        `select c.family_id = $1 as erased, i.sealed is not null as kept
         from inbox i join "case" c on c.id = i.case_id order by 1`,
        [erased],
      );
      expect(messages.rows).toEqual([
        { erased: false, kept: true },
        { erased: true, kept: false },
      ]);
      expect(await complete('scripts/erase.js', ['--again'], { ...env, DATABASE_URL: restored.url })).toMatchObject({
        code: 0,
        output: expect.stringContaining('0 citizens were erased again'),
      });
    },
    minutes * 2,
  );

  it(
    'fires every overdue timer once after it was restored, with several workers',
    async () => {
      for (let n = 1; n <= 5; n += 1) await openActiveCase(server, `250947400${n}`);
      await backUp();
      await restore();
      const store = await openRestored();
      try {
        const now = new Date(await store.clock(store.pool));
        now.setUTCDate(now.getUTCDate() + 60);
        await setClock(store.pool, now.toISOString());
        const timers = await overdue(store);
        expect(timers.length).toBeGreaterThanOrEqual(5);
        expect(await firings(store, timers)).toEqual(timers.map(() => 0));
        const workers = [1, 2, 3].map(() => startWorker({ ...env, DATABASE_URL: restored.url }));
        running.push(...(await Promise.all(workers)));
        await eventually(
          () => overdue(store),
          (left) => left.length === 0,
          minutes,
        );
        await Promise.all(running.splice(0).map((each) => each.kill('SIGTERM')));
        expect(await firings(store, timers)).toEqual(timers.map(() => 1));
        expect(await new LedgerAudit(store, definitionOf).everything()).toEqual([]);
      } finally {
        await store.close();
      }
    },
    minutes * 3,
  );

  it(
    'is refused where there is a database already, with another master key, or with nothing to restore',
    async () => {
      expect(await restore()).toMatchObject({ code: 1, output: expect.stringContaining('holds none') });
      await backUp();
      expect(await restore(['--from', '2020'])).toMatchObject({ code: 1, output: expect.stringContaining('--from') });
      expect(await restore([], { DATABASE_URL: server.database.url })).toMatchObject({
        code: 1,
        output: expect.stringContaining('Expected an empty database'),
      });
      const other = { DOSISFLOW_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };
      expect(await restore([], other)).toMatchObject({
        code: 1,
        output: expect.stringContaining('wrapped by another master key'),
      });
      expect(await restore([], { DATABASE_URL: '' })).toMatchObject({
        code: 1,
        output: expect.stringContaining('set DATABASE_URL to an empty database'),
      });
      const { rows } = await restored.pool.query(`select from pg_tables where schemaname in ('public', 'keys')`);
      expect(rows).toEqual([]);
    },
    minutes * 2,
  );

  it(
    'is refused where the folder is not named or Dosisflow was never there',
    async () => {
      expect(await complete('scripts/backup.js', [], env)).toMatchObject({
        code: 1,
        output: expect.stringContaining('npm run backup -- FOLDER'),
      });
      const never = { ...env, DATABASE_URL: restored.url };
      expect(await complete('scripts/backup.js', [backups], never)).toMatchObject({
        code: 1,
        output: expect.stringContaining('has never been started'),
      });
      const path = { ...env, PATH: '/nowhere' };
      expect(await complete('scripts/backup.js', [backups], path)).toMatchObject({
        code: 1,
        output: expect.stringContaining('pg_dump is not on the PATH'),
      });
    },
    minutes * 2,
  );

  it('does not start on a database whose keys never came', async () => {
    await openActiveCase(server);
    await server.database.pool.query('truncate keys.citizen_key, keys.day_key, keys.system_key');
    const masterKey = await loadMasterKey(readConfig(env).masterKey);
    await expect(openStore({ url: server.database.url, poolSize: 2, masterKey, clock: 'simulated' })).rejects.toThrow(
      'restored in part',
    );
  });
});

describe('a backup of the embedded database', () => {
  it(
    'is a copy of the running server without a byte of the keys, and comes back on another machine',
    async () => {
      const [from, to, backups] = ['from', 'to', 'backups'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const env = { DOSISFLOW_DATA: from, DOSISFLOW_CLOCK: 'simulated', PORT: await freePort() };
      const main = await startMain(env);
      running.push(main);
      const issuer = await openDevelopmentIssuer(from, 'dosisflow');
      const authorization = `Bearer ${await issuer.sign(developmentSubject('nurse'), developmentAccounts['nurse'] ?? [])}`;
      const call = (port: string, path: string, body?: object): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          headers: { authorization, 'content-type': 'application/json' },
          ...(body && { method: 'POST', body: JSON.stringify(body) }),
        });
      const open = async (n: number): Promise<string> => {
        const data = { cpr: `250947400${n}`, name: 'Testborger Prøve' };
        const response = await call(env.PORT, '/api/cases', { workflow: 'dose-dispensing', data });
        return ((await response.json()) as { id: string }).id;
      };
      const first = await open(1);
      // What the planner notes of a table holds values of it.
      const source = await startEmbeddedPostgres({ dataFolder: from, log: () => {} });
      const live = new pg.Client(source.url);
      await live.connect();
      await live.query('analyze');
      await live.query('checkpoint');
      // Cases are opened while the copy is made.
      const [backedUp] = await Promise.all([complete('scripts/backup.js', [backups], env), open(2), open(3)]);
      expect(backedUp).toMatchObject({ code: 0 });
      const { rows: keys } = await live.query<{ wrapped: Buffer }>(
        'select wrapped from keys.citizen_key union all select wrapped from keys.system_key',
      );
      await live.query('checkpoint');
      await live.end();
      const [name = ''] = (await readdir(backups)).filter((each) => each !== 'keys.jsonl');
      const inside = (files: Buffer[]): number =>
        keys.filter(({ wrapped }) => files.some((file) => file.includes(wrapped))).length;
      expect(inside(await filesBelow(join(from, 'postgres')))).toBe(keys.length);
      expect(inside(await filesBelow(join(backups, name)))).toBe(0);
      await main.kill('SIGTERM');

      // Only the master key is brought along, not the password of the database.
      await mkdir(join(to, 'keys'), { recursive: true });
      await chmod(to, 0o755);
      const elsewhere = { ...env, DOSISFLOW_DATA: to };
      expect(await complete('scripts/restore.js', [backups], elsewhere)).toMatchObject({
        code: 1,
        output: expect.stringContaining('master.key cannot be read'),
      });
      for (const each of ['master.key', 'development-issuer.json'])
        await copyFile(join(from, 'keys', each), join(to, 'keys', each)).catch(() => undefined);
      expect(await complete('scripts/restore.js', [backups], elsewhere)).toMatchObject({
        code: 0,
        output: expect.stringContaining('Every case agrees with its chart.'),
      });
      expect(await complete('scripts/restore.js', [backups], elsewhere)).toMatchObject({
        code: 1,
        output: expect.stringContaining('Expected no database in'),
      });

      const store = await startEmbeddedPostgres({ dataFolder: to, log: () => {} });
      const client = new pg.Client(store.url);
      await client.connect();
      await client.query(`update clock set at = at + interval '60 days'`);
      const { rows: timers } = await client.query<{ caseId: string; key: string }>(
        `select case_id as "caseId", key || ' ' || token as key from timer, clock where due_at <= clock.at`,
      );
      expect(timers.length).toBeGreaterThanOrEqual(1);
      const again = await startMain({ ...elsewhere, PORT: await freePort() });
      running.push(again);
      await eventually(
        async () => (await client.query(`select from timer, clock where due_at <= clock.at`)).rowCount,
        (left) => left === 0,
        minutes,
      );
      const { rows: fired } = await client.query<{ fired: number }>(
        `select count(j.case_id)::int as fired
       from unnest($1::uuid[], $2::text[]) t(case_id, key) left join journal j on j.case_id = t.case_id and j.key = t.key
       group by t.case_id, t.key`,
        [timers.map(({ caseId }) => caseId), timers.map(({ key }) => key)],
      );
      expect(fired.map((each) => each.fired)).toEqual(timers.map(() => 1));
      const { rows: cases } = await client.query<{ id: string }>('select id from "case" where id = $1', [first]);
      expect(cases).toEqual([{ id: first }]);
      await client.end();
      await again.kill('SIGTERM');
      await store.stop();
    },
    minutes * 4,
  );
});
