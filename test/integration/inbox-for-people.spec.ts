/** What people may know of messages received: what became of each, the message itself by right, and taking one up again. */
import { randomUUID } from 'node:crypto';
import { viewedBy } from '../../src/db/viewed-store.ts';
import { inboxSources } from '../../src/intake/inbox-views.ts';
import { inboxSql } from '../../src/intake/list-inbox.query.ts';
import { eventsMediaType, eventsSource } from '../../src/intake/take-events.ts';
import { keepRaw } from '../../src/intake/inbox.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { send } from '../support/hospital-notification/send.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

interface Message {
  id: string;
  source: string;
  status: string;
  case: string | null;
  root: string | null;
  content: string;
  replayable: boolean;
  acknowledgement: { code: string } | null;
  reason: { field: string; message: string }[] | null;
  effects: { case: string; seq: number; label: { da: string }; outcome: string }[];
}
interface Page {
  items: Message[];
  next: string | null;
}

const cpr = '2509475301';
let server: TestServer;
let caseId: string;
let stay: string;

beforeAll(async () => {
  server = await startServer();
  caseId = await openActiveCase(server, cpr);
  const [admission] = buildSequence({ codes: ['STIN'], cpr, startsAt: '2026-11-20T08:00:00Z' });
  if (!admission) throw new Error('Expected an admission');
  const [body, contentType] = bodyOf(admission, 'xml');
  stay = (await send(server, body, contentType)).stay ?? '';
  await tell({ type: 'dk.dosisflow.fmk.holdObserved.v1', data: { cpr, from: 'soon' } });
});
afterAll(() => server.close());

const event = (more: object): object => ({
  ...{ specversion: '1.0', id: `e${Math.random()}`, source: 'urn:test:inbox', time: '2026-11-20T08:00:00Z' },
  ...more,
});
async function tell(more: object): Promise<void> {
  const response = await server.call('adapter', 'POST', '/api/integration/events', event(more));
  expect(response.status).toBe(200);
}
interface Answered<T> {
  status: number;
  body: T;
  text: string;
}
async function ask<T>(who: string, path: string, body?: object): Promise<Answered<T>> {
  const response = await server.call(who, body ? 'POST' : 'GET', path, body);
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as T, text };
}
const list = async (who: string, query = ''): Promise<Message[]> =>
  (await ask<Page>(who, `/api/inbox${query}`)).body.items;
const one = async (query: string): Promise<Message> => {
  const [found] = await list('administrator', query);
  if (!found) throw new Error(`Expected a message for ${query}`);
  return found;
};
const opened = (detail: string): Promise<{ case_id: string | null; actor_role: string; detail: string }[]> =>
  server.rows('select case_id, actor_role, detail from audit where detail like $1 order by id', [detail]);

it('lists messages by source and by what became of them, the newest first, page by page', async () => {
  expect((await list('administrator', '?source=medcom')).map(({ status }) => status)).toEqual(['handled']);
  expect((await list('administrator', '?status=unreadable')).map(({ source }) => source)).toEqual(['events']);
  expect(await list('administrator', '?source=fmk')).toEqual([]);
  const all = await list('administrator');
  const first = await ask<Page>('administrator', '/api/inbox?limit=1');
  const second = await ask<Page>('administrator', `/api/inbox?limit=1&after=${first.body.next}`);
  expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  const summary = await ask<{ sources: object[] }>('administrator', '/api/inbox/summary');
  expect(summary.body.sources).toMatchObject([
    { source: 'medcom', unreadable: 0, latestAt: expect.stringMatching(/^2026/) as string },
    { source: 'events', unreadable: 1 },
    { source: 'fmk', received: 0, latestAt: null },
  ]);
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan | undefined): Plan[] => (plan ? [plan, ...(plan.Plans ?? []).flatMap(nodesOf)] : []);

it('looks through no more of the inbox than it shows, with a status and without, on any page', async () => {
  await server.rows(
    `insert into inbox (id, source, received_at, media_type, content_hash, status)
     select gen_random_uuid(), (array['medcom', 'events', 'fmk'])[1 + n % 3], '2020-01-01'::timestamptz + n * interval '1 minute',
       'x', '', case when n % 1000 = 0 then 'unmatched' else 'handled' end from generate_series(1, 30000) n`,
  );
  await server.rows('analyze inbox');
  const { pool } = viewedBy(server.store, { organisationId: '', id: '', role: 'administrator', sees: 'all' });
  for (const status of [null, 'unmatched'])
    for (const before of [null, '2020-01-10T00:00:00Z']) {
      const values = [inboxSources, status, before, before && randomUUID(), 51];
      const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (analyze, format json) ${inboxSql}`,
        values,
      );
      const scans = nodesOf(rows[0]?.['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === 'inbox');
      expect(scans.map((node) => node['Node Type'])).toEqual([expect.stringMatching(/^(Index|Bitmap Heap) Scan$/)]);
      const [scan] = scans;
      const looked =
        ((scan?.['Actual Rows'] ?? 0) + (scan?.['Rows Removed by Filter'] ?? 0)) * (scan?.['Actual Loops'] ?? 0);
      expect([status, before, looked > 0, looked <= 3 * 51]).toEqual([status, before, true, true]);
    }
  await server.rows(`delete from inbox where received_at < '2021-01-01'`);
});

it('tells how a message was answered and what it did in which event log', async () => {
  const { id } = await one('?source=medcom');
  for (const who of ['administrator', 'nurse']) {
    const { body, text } = await ask<Message>(who, `/api/inbox/${id}`);
    expect(body).toMatchObject({ case: stay, root: caseId, acknowledgement: { code: 'ok' }, replayable: false });
    expect(body.effects).toMatchObject([
      { case: stay, outcome: 'accepted', label: { da: 'Oprettet: Sygehusophold' } },
      { case: stay, outcome: 'accepted', label: { da: 'Indlæggelse' } },
    ]);
    expect(text).not.toContain(cpr);
    const [effect] = body.effects;
    const journal = await ask<{ items: { seq: number }[] }>('nurse', `/api/cases/${stay}/journal`);
    expect(journal.body.items.map(({ seq }) => seq)).toContain(effect?.seq);
  }
});

it('opens a citizen’s message for the municipality’s nurses alone, with a reason, and logs it', async () => {
  const { id } = await one('?source=medcom');
  expect((await ask('administrator', `/api/inbox/${id}/raw`, { reason: 'faultFinding' })).status).toBe(403);
  expect((await ask('nurse', `/api/inbox/${id}/raw`, { reason: 'because' })).status).toBe(400);
  expect(await opened('raw message %')).toEqual([]);
  const { status, body } = await ask<{ text: string; mediaType: string }>('nurse', `/api/inbox/${id}/raw`, {
    reason: 'senderAsks',
  });
  expect([status, body.mediaType]).toEqual([200, 'application/fhir+xml; charset=utf-8']);
  expect(body.text).toContain(cpr);
  expect(await opened('raw message %')).toEqual([
    { case_id: stay, actor_role: 'municipalNurse', detail: `raw message ${id}: senderAsks` },
  ]);
});

it('opens what nobody here is the subject of for the administrator alone', async () => {
  const { id } = await one('?status=unreadable');
  const { body } = await ask<Message>('administrator', `/api/inbox/${id}`);
  expect(body).toMatchObject({ content: 'openable', replayable: true, acknowledgement: null, effects: [] });
  expect(body.reason?.length).toBeGreaterThan(0);
  expect((await ask('nurse', `/api/inbox/${id}`)).status).toBe(404);
  expect((await ask('nurse', `/api/inbox/${id}/raw`, { reason: 'treatment' })).status).toBe(404);
  const raw = await ask<{ text: string }>('administrator', `/api/inbox/${id}/raw`, { reason: 'faultFinding' });
  expect(raw.body.text).toContain('"soon"');
  expect(await opened('raw message %: faultFinding')).toMatchObject([{ case_id: null, actor_role: 'administrator' }]);
});

it('keeps nothing to open of a message about nobody here', async () => {
  await tell({ type: 'dk.dosisflow.fmk.holdObserved.v1', data: { ...hold, cpr: '2509475399' } });
  const { id } = await one('?status=unmatched');
  expect((await ask<Message>('administrator', `/api/inbox/${id}`)).body).toMatchObject({ content: 'deleted' });
  expect((await ask('administrator', `/api/inbox/${id}/raw`, { reason: 'dispute' })).status).toBe(409);
  expect((await ask('administrator', `/api/inbox/${id}/replay`, {})).status).toBe(409);
});

const hold = { registrationId: '3141592653', from: '2026-11-20T08:00:00Z', change: 'created' };

it('takes a message up again, and never does its work twice', async () => {
  const content = Buffer.from(
    JSON.stringify(event({ type: 'dk.dosisflow.fmk.holdObserved.v1', data: { ...hold, cpr } })),
  );
  const [kept] = await keepRaw(server.store, eventsSource, eventsMediaType, [content]);
  const id = kept?.id ?? '';
  // As where a version before had a fault, and nobody has come to it again.
  await server.rows(`update inbox set status = 'faulted', reason = '"a fault"' where id = $1`, [id]);
  await server.rows(
    `insert into incident (id, kind, subject, opened_at, attempts, last_error, advice, status)
     values (gen_random_uuid(), 'inbox', $1, now(), 1, 'a fault', '{"da":"x","en":"x"}', 'open')`,
    [id],
  );
  const replayed = await ask<Message>('administrator', `/api/inbox/${id}/replay`, {});
  expect([replayed.status, replayed.body.status, replayed.body.root]).toEqual([200, 'handled', caseId]);
  expect(replayed.body.effects).toMatchObject([{ case: caseId, outcome: 'accepted' }]);
  expect(await server.rows('select status from incident where subject = $1', [id])).toEqual([{ status: 'resolved' }]);
  const again = await ask<{ type: string }>('administrator', `/api/inbox/${id}/replay`, {});
  expect([again.status, again.body.type]).toEqual([409, '/problems/not-replayable']);
  expect(
    await server.rows(`select seq from journal where case_id = $1 and type = 'holdObserved'`, [caseId]),
  ).toHaveLength(1);
});

it('lets nurses look by case, and nobody else', async () => {
  // The clock stands still: which came last is left to their ids.
  const found = await list('nurse', `?case=${caseId}`);
  expect(new Set(found.map((row) => row.case))).toEqual(new Set([caseId, stay]));
  expect((await ask('nurse', '/api/inbox')).status).toBe(400);
  for (const who of ['planner', 'gp', 'pharmacist', 'ward', 'coordinator', 'dpo', 'adapter'])
    expect([who, (await ask(who, `/api/inbox?case=${caseId}`)).status]).toEqual([who, 403]);
  expect(await opened('list of messages received')).not.toEqual([]);
});
