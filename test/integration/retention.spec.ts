/** What work leaves behind goes when its time is over, and not a day before. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import { retention, yearsByBasis } from '../../src/audit/retention.ts';
import { readConfig } from '../../src/config.ts';
import { simulatedClock, freezeClock, setClock } from '../../src/db/clock.ts';
import { removeExpired } from '../../src/runtime/remove-expired.ts';
import { kept, removals } from '../../src/runtime/retention.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

const settings = { messages: 100, deliveries: 60, incidents: 40 };
const now = '2026-11-20T08:00:00.000Z';
let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  await freezeClock(pool);
  await setClock(pool, now);
});
afterEach(() => database.drop());

const remove = (): Promise<Map<string, number>> => removeExpired({ pool, clock: simulatedClock }, settings);
const daysAgo = (days: number): Date => new Date(Date.parse(now) - days * 86_400_000);
const practice = async (): Promise<string> => {
  const id = randomUUID();
  await pool.query(
    `insert into organisation (id, kind, name, duty_contact) values ($1, 'gpPractice', 'Testpraksis', 'x')`,
    [id],
  );
  return id;
};

const inbox = (status: string, deleteAt: string) => (at: Date) =>
  pool.query(
    `insert into inbox (id, source, received_at, media_type, sealed, content_hash, status, delete_at)
     values (gen_random_uuid(), 'fmk', $1, 'x', '\\x01', '', '${status}', ${deleteAt})`,
    [at],
  );
const outbox = (status: string) => (at: Date) =>
  pool.query(
    `insert into outbox (key, kind, code, created_at, due_at, status) values (gen_random_uuid()::text, 'notice', 'x', $1, $1, '${status}')`,
    [at],
  );
const product = Buffer.from('product');
const broadcast = (at: Date): Promise<unknown> =>
  pool.query(
    `insert into broadcast (id, key, products, type, sealed, expected, created_at, finished_at)
     values (gen_random_uuid(), gen_random_uuid()::text, $2, 'x', '', 0, $1, $1)`,
    [at, [product]],
  );

/** How each kind is made of an age, after how many days it goes, and what counts the ones that are left. */
const made: Record<
  string,
  { days: number; make: (at: Date) => Promise<unknown>; left: string; more?: () => Promise<unknown> }
> = {
  'answers to keys': {
    days: 0,
    make: (at) => pool.query(`insert into handled values ('s', gen_random_uuid()::text, '', '{}', $1)`, [at]),
    left: 'select from handled',
  },
  'content of messages that could not be read, or are nobody’s': {
    days: 30,
    make: inbox('unreadable', `$1::timestamptz + interval '30 days'`),
    left: 'select from inbox where sealed is not null',
  },
  'content of messages that were understood': {
    days: settings.messages,
    make: inbox('handled', 'null'),
    left: 'select from inbox where sealed is not null',
  },
  'messages received: ids, code, acknowledgement, hash': {
    days: 1_825,
    make: inbox('unmatched', '$1'),
    left: 'select from inbox',
  },
  'deliveries, also those that failed or were never acknowledged': {
    days: settings.deliveries,
    make: async (at) => Promise.all(['delivered', 'sent', 'failed'].map((status) => outbox(status)(at))),
    left: 'select distinct created_at from outbox',
  },
  'incidents that are over': {
    days: settings.incidents,
    make: (at) =>
      pool.query(
        `insert into incident (id, kind, subject, opened_at, attempts, last_error, advice, status, resolved_at)
         values (gen_random_uuid(), 'effect', 'x', $1, 1, 'x', '{}', 'resolved', $1)`,
        [at],
      ),
    left: 'select from incident',
  },
  'broadcasts, but the last of each product': {
    days: 90,
    make: broadcast,
    left: 'select from broadcast where number <> (select max(number) from broadcast)',
    more: () => broadcast(daysAgo(1_000)),
  },
  'digests of GP practices': {
    days: 90,
    make: async (at) =>
      pool.query('insert into gp_digest values ($1, $2::timestamptz::date, 1, $2::timestamptz)', [
        await practice(),
        at,
      ]),
    left: 'select from gp_digest',
  },
  'digests by e-mail': {
    days: 90,
    make: async (at) =>
      pool.query('insert into mail_digest values ($1, $2::timestamptz::date, 1, 0, 0, $2::timestamptz)', [
        await practice(),
        at,
      ]),
    left: 'select from mail_digest',
  },
  'walks over all citizens of FMK': {
    days: 90,
    make: (at) =>
      pool.query(
        `insert into fmk_resync (id, reason, since, started_at, finished_at) values (gen_random_uuid(), 'reconciliation', $1, $1, $1)`,
        [at],
      ),
    left: 'select from fmk_resync',
  },
  'keys of days': {
    days: 31,
    make: (at) => pool.query(`insert into keys.day_key values ($1, '')`, [at]),
    left: 'select from keys.day_key',
  },
};

it.each(removals.map(({ what }) => what))('%s', async (what) => {
  const kind = made[what];
  if (!kind) throw new Error(`Expected an example of ${what}`);
  await kind.make(daysAgo(kind.days + 2));
  await kind.make(daysAgo(kind.days - 2));
  await kind.more?.();
  expect((await pool.query(kind.left)).rowCount).toBe(2);
  const gone = await remove();
  expect(gone.get(what)).toBeGreaterThan(0);
  expect((await pool.query(kind.left)).rowCount).toBe(1);
  expect([...(await remove()).values()].reduce((sum, count) => sum + count, 0)).toBe(0);
});

it('keeps what is not done, however old: waiting effects, messages that are tried again, open incidents and theirs', async () => {
  const old = daysAgo(4_000);
  await outbox('pending')(old);
  await pool.query(
    `insert into outbox (key, kind, code, created_at, due_at, status) values ('told', 'notice', 'x', $1, $1, 'failed')`,
    [old],
  );
  await inbox('received', `$1::timestamptz + interval '30 days'`)(old);
  await inbox('faulted', 'null')(old);
  await pool.query(
    `insert into incident (id, kind, subject, opened_at, attempts, last_error, advice, status)
     values (gen_random_uuid(), 'effect', 'told', $1, 1, 'x', '{}', 'open')`,
    [old],
  );
  await pool.query(
    `insert into fmk_resync (id, reason, since, started_at) values (gen_random_uuid(), 'lostAdvis', $1, $1)`,
    [old],
  );
  expect([...(await remove()).values()].reduce((sum, count) => sum + count, 0)).toBe(0);
  const { rows } = await pool.query(
    `select (select count(*)::int from outbox) as outbox, (select count(*)::int from inbox where sealed is not null) as inbox,
       (select count(*)::int from incident) as incidents, (select count(*)::int from fmk_resync) as walks`,
  );
  expect(rows).toEqual([{ outbox: 2, inbox: 2, incidents: 1, walks: 1 }]);
});

it('removes many thousand in pages, two processes at once', async () => {
  await pool.query(`insert into handled select 's', n::text, '', '{}', $1 from generate_series(1, 5500) n`, [
    daysAgo(1),
  ]);
  const [first, second] = await Promise.all([remove(), remove()]);
  expect((first.get('answers to keys') ?? 0) + (second.get('answers to keys') ?? 0)).toBe(5_500);
  expect((await pool.query('select from handled')).rowCount).toBe(0);
});

it('says of every table how long its rows are kept, or why they stay', async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select case schemaname when 'public' then tablename else schemaname || '.' || tablename end as name
     from pg_tables where schemaname in ('public', 'keys') and tablename !~ '^journal_[0-9]$'`,
  );
  const removed = removals.flatMap(({ sql }) => /(?:delete from|update) ([\w.]+)/.exec(sql)?.[1] ?? []);
  expect([...new Set([...Object.keys(kept), ...removed])].toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

it('is told on a page for people as it is: each kind and each basis, with its time', async () => {
  const page = (await readFile(new URL('../../docs/retention.md', import.meta.url), 'utf8')).replaceAll(/ +/g, ' ');
  const { kept: asShipped } = readConfig({});
  for (const { what, days, why } of removals) {
    const time = days === 'own' ? 'until the day' : String(typeof days === 'number' ? days : asShipped[days]);
    expect(page).toContain(`| ${what} | ${time}`);
    expect(page).toContain(`| ${why} |`);
  }
  for (const [basis, years] of Object.entries(yearsByBasis))
    expect(page).toMatch(new RegExp(`\\| \`${basis}\`[^|]*\\| ${years} years`));
  expect(page).toContain(`messages | ${retention.recordYears} years`);
  expect(page).toContain(`the access log | ${retention.accessLogYears} years`);
  expect(page).toMatch(new RegExp(`let in beside the parties[^|]*\\| ${retention.personalAccessYears} years`));
  expect(page).toContain(`not opened | ${retention.citizenWithoutCaseDays} days`);
});
