/** The stream that open pages listen to: which cases have moved, for those who take part in them. */
import { setImmediate as immediate } from 'node:timers/promises';
import type { Pool, QueryConfig } from 'pg';
import type { Subscription } from 'rxjs';
import type { Caller } from '../../../src/auth/caller.ts';
import { Store } from '../../../src/db/store.ts';
import { LiveFeed } from '../../../src/worklist/live-feed.ts';
import { definitionOf } from '../../../workflows/registry.ts';
import { startApi } from '../../support/api.ts';
import type { Api } from '../../support/api.ts';
import { EventStream } from '../../support/event-stream.ts';
import { startServer } from '../../support/server.ts';
import { client, done, start } from '../../support/engine.ts';

let api: Api;
let nurse: Caller;
let gp: Caller;
let stranger: Caller;
let gpPractice: string;
const streams: EventStream[] = [];
let serial = 0;

beforeAll(async () => {
  api = await startApi(definitionOf);
  gpPractice = await api.organisation('gpPractice');
  nurse = await api.person('municipalNurse', api.parties.municipality);
  gp = await api.person('gp', gpPractice);
  stranger = await api.person('municipalNurse', await api.organisation('municipality'));
  for (const caller of [nurse, gp, stranger]) await api.get(caller, '/api/tasks');
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close();
});
afterAll(() => api.close());

/** What a caller hears from now on, or since the event given. */
async function hear(caller: Caller, since?: string): Promise<EventStream> {
  const answer = await fetch(`${await api.app.getUrl()}/api/events/stream`, {
    headers: { 'x-caller': caller.id, ...(since !== undefined && { 'last-event-id': since }) },
  });
  const stream = await EventStream.of(answer);
  streams.push(stream);
  return stream;
}

async function open(caller = nurse): Promise<string> {
  const data = { cpr: `01019010${String(serial++).padStart(2, '0')}`, name: 'Ane Holm', gpPractice };
  const { body } = await api.post(caller, '/api/cases', { workflow: 'dose-dispensing', data });
  return body.id;
}
const give = (id: string, type: string, data: object = {}) =>
  api.post(nurse, `/api/cases/${id}/commands`, { type, data });

/** The order ends before the treatment does: FMK's word, which makes a task of the practice's. */
async function askTheGp(id: string): Promise<void> {
  const message = {
    kind: 'fact' as const,
    type: 'drugMedicationObserved',
    data: { drugMedicationId: 'd', drugId: '28100000001', endDate: '2026-03-10' },
    occurredAt: start,
    by: client,
    key: `medication of ${id}`,
  };
  done(await api.engine.handle({ to: 'case', caseId: id, scope: 'fmk', message }));
}

it('tells the municipality of each case that moves, and a stranger of none', async () => {
  const [own, foreign] = [await hear(nurse), await hear(stranger)];
  const id = await open();
  await own.until(() => own.cases.has(id));
  const another = await open();
  await own.until(() => own.cases.has(another));
  // What comes after is heard, so what came before was not told.
  const strangers = await open(stranger);
  await foreign.until(() => foreign.cases.has(strangers));
  expect([...foreign.cases]).toEqual([strangers]);
});

it('tells again what was missed, from the event heard last', async () => {
  const before = await hear(nurse);
  const id = await open();
  const again = await hear(nurse, before.last);
  await again.until(() => again.cases.has(id));
  expect((await hear(nurse)).cases).not.toContain(id);
});

it('skips nothing of a transaction that ends after a later one', async () => {
  const own = await hear(nurse);
  const id = await open();
  await own.until(() => own.cases.has(id));
  own.cases.clear();
  const slow = await api.database.pool.connect();
  await slow.query('begin');
  await slow.query(`update task set moved_in = pg_current_xact_id() where case_id = $1`, [id]);
  const { rows } = await slow.query<{ id: string }>('select pg_current_xact_id()::text as id');
  const later = await open();
  await slow.query(
    `insert into task (id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, moved_in)
     values (gen_random_uuid(), $1, 'slow', '{"da":"x","en":"x"}', 'municipalNurse', $2, 'municipal', now(), now(), pg_current_xact_id())`,
    [id, api.parties.municipality],
  );
  // The slow transaction is older, so nothing that begins after it can be told yet, whoever asks.
  const since = await hear(nurse, own.last);
  expect(BigInt(since.last)).toBeLessThanOrEqual(BigInt(rows[0]?.id ?? 0));
  expect(since.cases).not.toContain(later);
  await slow.query('commit');
  slow.release();
  await own.until(() => own.cases.has(id) && own.cases.has(later));
});

it('skips nothing of what moves while it is found out what was missed', async () => {
  const { store } = api;
  let opened!: () => void;
  const isOpened = new Promise<void>((resolve) => (opened = resolve));
  let isAsked!: () => void;
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  let isFirst = true;
  const pool = Object.create(store.pool) as Pool;
  pool.query = (async (question: QueryConfig) => {
    if (question.name === 'moves-between' && isFirst) {
      isFirst = false;
      isAsked();
      await isOpened;
    }
    return store.pool.query(question);
  }) as Pool['query'];
  const feed = new LiveFeed(new Store(store.dataSource, pool, store.keys, store.clock, store.url));
  const cases = async (since: bigint | undefined, heard: Set<string>): Promise<Subscription> =>
    (await feed.follow(nurse, since)).subscribe((event) => {
      if ('data' in event) for (const id of event.data.cases) heard.add(id);
    });
  const since = BigInt((await hear(nurse)).last);
  await open();
  const heard = new Set<string>();
  const newcomer = await cases(since, heard);
  await asked;
  const id = await open();
  const early = await hear(nurse, String(since));
  await early.until(() => early.cases.has(id));
  opened();
  while (!heard.has(id)) await immediate();
  newcomer.unsubscribe();
});

it('tells a page to ask for everything where more has moved than it names', async () => {
  const own = await hear(nurse);
  const id = await open();
  await api.database.pool.query(
    `insert into task (id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, moved_in)
     select gen_random_uuid(), $1, 'many ' || n, '{"da":"x","en":"x"}', 'municipalNurse', $2, 'municipal', now(), now(),
       pg_current_xact_id() from generate_series(1, 2001) n`,
    [id, api.parties.municipality],
  );
  await own.until(() => own.all);
});

it.each(['9223372036854775807', '99999999999999999999', 'not a number'])(
  'tells a page to ask for everything whose last event, %s, is not of this database',
  async (since) => expect((await hear(nurse, since)).all).toBe(true),
);

it('lets pages ask anew while a transaction stays open', async () => {
  const { pace } = api.app.get(LiveFeed);
  const usual = { ...pace };
  Object.assign(pace, { everyMs: 20, heldMs: 100 });
  const slow = await api.database.pool.connect();
  try {
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await open();
    const own = await hear(nurse);
    await own.until(() => own.all);
  } finally {
    await slow.query('rollback');
    slow.release();
    Object.assign(pace, usual);
  }
});

it('tells of a task that a colleague took, which no journal tells of', async () => {
  const id = await open();
  await give(id, 'planEnding', { reason: 'citizenDeclines', lastDay: '2026-03-20' });
  const own = await hear(nurse);
  const { items } = (await api.get(nurse, '/api/tasks')).body;
  const task = items.find((each) => each['root'] === id);
  await api.post(nurse, `/api/tasks/${task?.id}/claim`);
  await own.until(() => own.cases.has(id));
});

it('tells a practice of what waits for it, and nothing of a stay in hospital', async () => {
  const id = await open();
  const practice = await hear(gp);
  await askTheGp(id);
  const marker = await open();
  await practice.until(() => practice.cases.has(id) && practice.cases.has(marker));
  practice.cases.clear();
  const own = await hear(nurse);
  const data = {
    event: 'STIN',
    change: 'new',
    messageId: 'm',
    episodes: ['urn:oid:1|e'],
    periodStart: start,
    provider: '123456789012345',
    reportOfAdmission: false,
  };
  const message = {
    kind: 'fact' as const,
    type: 'admissionObserved',
    data,
    occurredAt: start,
    by: client,
    key: 'stay',
  };
  const stay = done(
    await api.engine.handle({
      to: 'child',
      root: id,
      workflow: 'hospital-stay',
      aliases: ['urn:oid:1|e'],
      data: { episodes: ['urn:oid:1|e'] },
      scope: 'medcom',
      message,
    }),
  ).caseId;
  await own.until(() => own.cases.has(stay) && own.cases.has(id));
  // What comes after is heard, so what did not come before was not told.
  const other = await open();
  await askTheGp(other);
  await practice.until(() => practice.cases.has(other));
  expect([practice.cases.has(id), practice.cases.has(stay)]).toEqual([false, false]);
});

it('is closed to whoever is not signed in, and ends with the server', async () => {
  const server = await startServer();
  expect((await fetch(`${server.address}/api/events/stream`)).status).toBe(401);
  const stream = await EventStream.of(await server.call('nurse', 'GET', '/api/events/stream'));
  await server.close();
  await expect(stream.until(() => false)).rejects.toThrow('the stream has ended');
});
