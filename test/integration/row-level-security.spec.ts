/** What the database itself shows to whom: the policies, without a where clause of ours (P3). */
import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { ConfigFault, readConfig } from '../../src/config.ts';
import { openStore } from '../../src/db/store.ts';
import type { Store } from '../../src/db/store.ts';
import { readAsOversight, readByRow, readInPart, readWhole, readerRole } from '../../src/db/reader.ts';
import { viewedBy } from '../../src/db/viewed-store.ts';
import type { DatabaseViewer } from '../../src/db/viewed-store.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { openDatabase } from '../../src/start.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const nord = directoryId('organisation', 'testkommune-nord');
const practice = directoryId('organisation', 'laegehuset-eksempel');
const pharmacy = directoryId('organisation', 'apoteket-eksempel');
const nurse = {
  organisationId: nord,
  id: directoryId('person', 'dev|nurse'),
  role: 'municipalNurse',
  sees: 'own' as const,
};
const gp = { organisationId: practice, id: directoryId('person', 'dev|gp'), role: 'gp', sees: 'own' as const };

let server: TestServer;
let withPractice: string;
let without: string;

beforeAll(async () => {
  server = await startServer();
  withPractice = await openActiveCase(server, '2509472001', { gpPractice: practice, pharmacy });
  without = await openActiveCase(server, '2509472002');
  const hold = { type: 'recordHold', data: { reason: 'Ferie', from: '2026-11-20' } };
  for (const id of [withPractice, without]) {
    expect((await server.call('nurse', 'POST', `/api/cases/${id}/commands`, hold)).status).toBe(200);
  }
});
afterAll(() => server.close());

/** Everything of every table, as this store reads it. */
async function everything({ pool }: Pick<Store, 'pool'>): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const table of readByRow) counted[table] = (await pool.query(`select * from ${table}`)).rows.length;
  return counted;
}
const nothing = Object.fromEntries(readByRow.map((table) => [table, 0]));
const casesOf = async (store: Store): Promise<string[]> =>
  (await store.pool.query<{ id: string }>('select id from "case"')).rows.map(({ id }) => id);

it('shows no row to a reader for whom no viewer is set, though the query has no where clause', async () => {
  const client = await server.store.pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local role ${readerRole}`);
    expect(await everything({ pool: client as never })).toEqual(nothing);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

it('shows no row of anyone else’s case to another organisation', async () => {
  const stranger = { organisationId: randomUUID(), id: randomUUID(), role: 'municipalNurse', sees: 'own' as const };
  expect(await everything(viewedBy(server.store, stranger))).toEqual(nothing);
});

it('shows a practice its own patients alone, in every table', async () => {
  const seen = viewedBy(server.store, gp);
  expect(await casesOf(seen)).toEqual([withPractice]);
  expect((await casesOf(viewedBy(server.store, nurse))).toSorted()).toEqual([withPractice, without].toSorted());
  for (const table of ['journal', 'timer', 'task']) {
    const { rows } = await seen.pool.query<{ id: string }>(`select distinct case_id as id from ${table}`);
    expect([table, rows.filter(({ id }) => id !== withPractice)]).toEqual([table, []]);
  }
  expect((await seen.pool.query('select 1 from journal')).rowCount).toBeGreaterThan(0);
  expect((await seen.pool.query('select 1 from citizen')).rowCount).toBe(1);
  expect((await seen.pool.query('select 1 from keys.citizen_key')).rowCount).toBe(1);
});

it('leaves nothing of one viewer behind for whoever has the connection next', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => casesOf(viewedBy(server.store, n % 2 ? nurse : gp))));
  const { rows } = await server.store.pool.query<{ who: string; role: string }>(
    `select coalesce(current_setting('dosisflow.organisation', true), '') as who, current_user as role`,
  );
  expect(rows).toEqual([{ who: '', role: 'postgres' }]);
});

it('shows a case from when until when an organisation takes part', async () => {
  const rows = () =>
    server.rows<{ organisation_id: string; open: boolean }>(
      `select organisation_id, until is null as open from participation where family_id = $1 and party = 'municipality' order by since`,
      [without],
    );
  expect(await rows()).toEqual([{ organisation_id: nord, open: true }]);
  const syd = directoryId('organisation', 'testkommune-syd');
  const there = { ...nurse, organisationId: syd };
  expect(await casesOf(viewedBy(server.store, there))).toEqual([]);
  await server.advance('PT1H');
  const note = { id: randomUUID(), text: 'Ring efter kl. 10' };
  expect((await server.call('nurse', 'POST', `/api/cases/${without}/notes`, note)).status).toBe(204);
  const notes = async (): Promise<number> =>
    (await viewedBy(server.store, nurse).pool.query('select from case_note')).rowCount ?? 0;
  expect(await notes()).toBe(1);
  const moved = { type: 'moveMunicipality', data: { organisationId: syd, from: '2020-01-01' } };
  expect((await server.call('nurse', 'POST', `/api/cases/${without}/commands`, moved)).status).toBe(200);
  expect(await rows()).toEqual([
    { organisation_id: nord, open: false },
    { organisation_id: syd, open: true },
  ]);
  expect(await casesOf(viewedBy(server.store, there))).toEqual([without]);
  expect(await casesOf(viewedBy(server.store, nurse))).toEqual([withPractice]);
  expect(await notes()).toBe(0);
  expect((await server.call('nurse', 'GET', `/api/cases/${without}`)).status).toBe(404);
});

it('shows incidents and messages to whom they are for, and to an administrator', async () => {
  const [syd, region] = ['testkommune-syd', 'testregion'].map((key) => directoryId('organisation', key));
  await server.rows(
    `insert into incident (id, kind, subject, case_id, organisation_id, opened_at, attempts, last_error, advice, status)
     select gen_random_uuid(), 'ledger', subject, case_id, organisation_id, now(), 1, '', '{}', 'open'
     from (values ('of-case', $1::uuid, null::uuid), ('of-practice', $1, $2), ('of-nobody', null, null)) as i(subject, case_id, organisation_id)`,
    [withPractice, practice],
  );
  await server.rows(
    `insert into inbox (id, source, received_at, media_type, content_hash, code, status, case_id)
     select gen_random_uuid(), 'medcom', now(), 'x', '\\x00', code, 'handled', case_id
     from (values ('care.other', $1::uuid), ('STIN', $1), ('care.other', null)) as i(code, case_id)`,
    [withPractice],
  );
  await server.rows(
    `insert into outbox (key, case_id, kind, organisation_id, code, created_at, due_at, status)
     values ('k', $1, 'notice', $2, 'x', now(), now(), 'delivered')`,
    [withPractice, practice],
  );
  const seen = async (viewer: DatabaseViewer): Promise<string[]> =>
    (
      await viewedBy(server.store, viewer).pool.query<{ what: string }>(
        `select subject as what from incident where subject like 'of-%' union all
         select code from inbox where source = 'medcom' union all select code from outbox where key = 'k' order by 1`,
      )
    ).rows.map(({ what }) => what);
  const all = { ...nurse, sees: 'all' as const };
  expect(await seen(nurse)).toEqual(['STIN', 'care.other', 'of-case']);
  expect(await seen(gp)).toEqual(['of-practice']);
  expect(await seen({ ...nurse, organisationId: syd ?? '' })).toEqual([]);
  expect(await seen({ ...nurse, organisationId: region ?? '', role: 'coordinator' })).toEqual([]);
  expect(await seen(all)).toEqual(['STIN', 'care.other', 'care.other', 'of-case', 'of-nobody', 'of-practice', 'x']);
});

it('shows a data protection officer the log of what his organisation had part in, and nothing where he does not follow up', async () => {
  const dpo = { organisationId: nord, id: directoryId('person', 'dev|dpo'), role: 'dataProtectionOfficer' };
  const overseen = async (viewer: DatabaseViewer): Promise<string[]> => {
    const { rows } = await viewedBy(server.store, viewer).pool.query<{ id: string | null }>(
      'select distinct case_id as id from overseen_access union select family_id from overseen_opening',
    );
    return rows.flatMap(({ id }) => id ?? []).toSorted();
  };
  // `without` has moved away: what was seen of it before is still to be told.
  expect(await overseen({ ...dpo, sees: 'oversight' })).toEqual([withPractice, without].toSorted());
  // The views are all that he sees, and for that alone.
  expect(await everything(viewedBy(server.store, { ...dpo, sees: 'oversight' }))).toEqual(nothing);
  expect(await overseen({ ...dpo, sees: 'own' })).toEqual([]);
  expect(await overseen({ ...nurse, sees: 'own' })).toEqual([]);
  const region = directoryId('organisation', 'testregion');
  expect(await overseen({ ...dpo, organisationId: region, sees: 'oversight' })).toEqual([]);
});

it('lets the reader write nothing but that he read, and read no table that tells of citizens without a policy', async () => {
  const { rows } = await server
    .rows<{ rows: string[] }>(
      `select array_agg(distinct privilege_type || ' ' || table_name) as rows from information_schema.role_table_grants
     where grantee = $1 and privilege_type <> 'SELECT'`,
      [readerRole],
    )
    .then((found) => found[0] ?? { rows: [] });
  expect(rows).toEqual(['INSERT audit']);
  const granted = await server.rows<{ name: string; secure: boolean; personal: boolean }>(
    `select case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as name, c.relrowsecurity as secure,
       c.relkind <> 'v' and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('case_id', 'family_id', 'citizen_id', 'snapshot', 'sealed')) as personal
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'keys') and c.relkind in ('r', 'p', 'v') and has_table_privilege($1, c.oid, 'select')`,
    [readerRole],
  );
  expect(granted.filter(({ personal, secure }) => personal && !secure)).toEqual([]);
  const plain = (tables: readonly string[]): string[] => tables.map((table) => table.replaceAll('"', '')).toSorted();
  const named = (secure: boolean): string[] =>
    granted
      .filter((table) => table.secure === secure)
      .map(({ name }) => name)
      .toSorted();
  expect(named(true)).toEqual(plain(readByRow));
  expect(named(false)).toEqual([...readWhole, ...readAsOversight].toSorted());
  const inPart = await server.rows<{ table: string; columns: string[] }>(
    `select g.table_name as table, array_agg(g.column_name::text order by c.ordinal_position) as columns
     from information_schema.role_column_grants g join information_schema.columns c using (table_schema, table_name, column_name)
     where g.grantee = $1 and g.privilege_type = 'SELECT'
       and not has_table_privilege($1, format('%I.%I', g.table_schema, g.table_name), 'select') group by 1`,
    [readerRole],
  );
  expect(Object.fromEntries(inPart.map(({ table, columns }) => [table, columns]))).toEqual(readInPart);
});

it('says at the start what a database user lacks: a trial works on without, production stops until an administrator helped', async () => {
  const mark = randomBytes(4).toString('hex');
  const admin = new pg.Client(process.env['TEST_DATABASE_SERVER']);
  await admin.connect();
  const user = `dosisflow_weak_${mark}`;
  const url = new URL(process.env['TEST_DATABASE_SERVER'] ?? '');
  url.username = user;
  url.password = mark;
  url.pathname = `/${user}`;
  await admin.query(`create role ${user} login nocreaterole password '${mark}'`);
  await admin.query(`create database ${user} owner ${user}`);
  const lines: string[] = [];
  const open = (): Promise<Store> =>
    openStore({
      url: url.href,
      poolSize: 4,
      masterKey: Buffer.alloc(32, 1),
      clock: 'real',
      log: (line) => lines.push(line),
    });
  try {
    const weak = await open();
    expect(weak.readerFault).toContain('CREATE ROLE');
    expect(lines).toEqual([expect.stringContaining(`GRANT ${readerRole} TO "${user}"`)]);
    expect(await casesOf(viewedBy(weak, nurse))).toEqual([]);
    await weak.close();
    const inProduction = readConfig({
      NODE_ENV: 'production',
      DATABASE_URL: url.href,
      DOSISFLOW_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
      OIDC_ISSUER: 'https://login.example.dk',
      OIDC_CLIENT_ID: 'dosisflow-pages',
      OIDC_CLIENT_SECRET: 'secret',
      PUBLIC_URL: 'https://dosisflow.example.dk',
    });
    const start = (): ReturnType<typeof openDatabase> => openDatabase(inProduction, () => {});
    const refused: unknown = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigFault);
    expect((refused as ConfigFault).faults).toEqual([
      expect.stringContaining(`CREATE ROLE ${readerRole} NOLOGIN; GRANT ${readerRole} TO "${user}"`),
    ]);
    await admin.query(`grant ${readerRole} to ${user}`);
    await (await start()).stop();
    const bound = await open();
    expect([bound.readerFault, lines.length]).toEqual([undefined, 1]);
    const { rows } = await viewedBy(bound, nurse).pool.query('select current_user as role');
    expect(rows).toEqual([{ role: readerRole }]);
    await bound.close();
  } finally {
    await admin.query(`drop database ${user} with (force)`);
    await admin.query(`drop role ${user}`);
    await admin.end();
  }
});
