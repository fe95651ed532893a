/** An organisation that wants it is told by e-mail, once a day: how many tasks wait, a link, and nothing of whom (P1). */
import { setClock } from '../../src/db/clock.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { makeMailDigests } from '../../src/runtime/make-mail-digests.ts';
import { startMailServer } from '../support/mail-server.ts';
import type { TestMailServer } from '../support/mail-server.ts';
import { eventually } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
let post: TestMailServer;
const practice = directoryId('organisation', 'laegehuset-eksempel');
const [one, other] = ['2509475301', '2509475302'];

beforeAll(async () => {
  post = await startMailServer();
  server = await startServer({
    SMTP_URL: post.url,
    MAIL_FROM: 'Dosisflow <dosisflow@example.dk>',
    PUBLIC_URL: 'http://localhost:3000',
  });
  await setClock(server.database.pool, '2026-03-02T10:00:00Z');
  for (const [n, cpr] of [one, other].entries()) {
    await openActiveCase(server, cpr, { name: `Hemmelig${n} Prøve`, gpPractice: practice });
    const response = await server.call('adapter', 'POST', '/api/integration/events', {
      specversion: '1.0',
      id: `mail-${n}`,
      source: 'urn:test:mail',
      type: 'dk.dosisflow.fmk.dosePrescriptionObserved.v1',
      time: '2026-03-02T10:00:00Z',
      data: {
        cpr,
        prescriptionId: `r${n}`,
        drugId: '99000000006',
        status: 'open',
        validTo: '2026-03-25T10:00:00Z',
      },
    });
    expect(await response.json()).toMatchObject({ results: [{ result: 'accepted' }] });
  }
});
afterAll(async () => {
  await server.close();
  await post.close();
});

const choose = async (body: object): Promise<Response> =>
  server.call('administrator', 'POST', `/api/organisations/${practice}/channels`, body);
const sent = (count: number) =>
  eventually(
    async () => post.mails,
    (mails) => mails.length >= count,
  );

it('takes an e-mail address where e-mail is chosen, and no other', async () => {
  const wrong = [
    { kind: 'email', address: 'https://example.dk/hook', from: '2026-03-02' },
    { kind: 'webhook', address: 'opgaver@laegehuset.example.dk', from: '2026-03-02' },
    { kind: 'email', from: '2026-03-02' },
    { kind: 'email', address: 'a@b.dk, c@d.dk', from: '2026-03-02' },
  ];
  for (const body of wrong) {
    const response = await choose(body);
    expect({ body, status: response.status, ...((await response.json()) as object) }).toMatchObject({
      body,
      status: 400,
      faults: [{ field: 'address' }],
    });
  }
  const chosen = await choose({ kind: 'email', address: 'opgaver@laegehuset.example.dk', from: '2026-03-02' });
  expect(chosen.status).toBe(201);
});

it('sends one a day with counts and a link, whoever makes it, and nothing personal', async () => {
  await server.advance('P1D');
  await Promise.all([makeMailDigests(server.store), makeMailDigests(server.store)]);
  const [mail] = await sent(1);
  expect(mail).toMatchObject({ from: 'dosisflow@example.dk', to: ['opgaver@laegehuset.example.dk'] });
  expect(mail?.text).toContain('Subject: Dosisflow: 2 opgaver venter');
  expect(mail?.text).toContain('2 opgaver venter på Lægehuset Eksempel i Dosisflow.');
  expect(mail?.text).toContain('Se dem her: http://localhost:3000/');
  expect(mail?.text).toContain('Auto-Submitted: auto-generated');
  expect(mail?.text).not.toMatch(/Hemmelig|250947|9900000|Eneprøvin|recept/i);

  await server.advance('P1D');
  const mails = await sent(2);
  await server.advance('PT2H');
  expect(mails).toHaveLength(2);
  expect(new Set(mails.map(({ text }) => /^Message-ID:\s*(<\S+>)/im.exec(text)?.[1])).size).toBe(2);
  const told = await server.rows<{ outcome: string }>(`select outcome from outbox where code = 'mailDigest'`);
  expect(told.map(({ outcome }) => outcome)).toEqual(['email', 'email']);
});

it('is tried again under the same id when the server is busy, and is an incident when it refuses for good', async () => {
  post.refusals.push(451);
  await server.advance('P1D');
  await sent(3);
  expect(post.refusals).toEqual([]);
  post.refusals.push(550);
  await server.advance('P1D');
  const open = () =>
    server.rows<{ error: string; subject: string }>(
      `select last_error as error, subject from incident where kind = 'effect' and subject like 'mail:%' and status = 'open'`,
    );
  const incidents = await eventually(open, (rows) => rows.length > 0);
  expect(incidents).toEqual([
    { subject: `mail:${practice}:2026-03-06`, error: expect.stringContaining('The mail server answered 550') },
  ]);
  expect(post.mails).toHaveLength(3);
});

it('comes no more from the day on which another channel is chosen', async () => {
  const from = (await server.store.clock(server.store.pool)).slice(0, 10);
  expect((await choose({ kind: 'task', from })).status).toBe(201);
  await server.advance('P2D');
  expect(await server.rows('select day::text from mail_digest order by day')).toHaveLength(4);
  expect(post.mails).toHaveLength(3);
});

it('leaves counts alone in what it writes in clear (P1)', async () => {
  const rows = await server.rows<{ text: string }>(
    `select (row_to_json(o)::jsonb - 'sealed')::text as text from outbox o where code = 'mailDigest'
     union all select row_to_json(d)::text from mail_digest d union all select row_to_json(i)::text from incident i`,
  );
  expect(rows.length).toBeGreaterThan(4);
  expect(JSON.stringify(rows)).not.toMatch(/Hemmelig|250947|9900000/);
});

it('says what is missing where no mail server is configured', async () => {
  const without = await startServer();
  await setClock(without.database.pool, '2026-03-02T10:00:00Z');
  await openActiveCase(without, '2509475303', { name: 'Karen Prøve', entry: 'identified' });
  const municipality = directoryId('organisation', 'testkommune-nord');
  const body = { kind: 'email', address: 'opgaver@kommunen.example.dk', from: '2026-03-02' };
  const chosen = await without.call('administrator', 'POST', `/api/organisations/${municipality}/channels`, body);
  expect(chosen.status).toBe(201);
  await without.advance('P1D');
  const [incident] = await eventually(
    () => without.rows<{ error: string }>(`select last_error as error from incident where subject like 'mail:%'`),
    (rows) => rows.length > 0,
  );
  expect(incident?.error).toContain('set SMTP_URL and MAIL_FROM');
  await without.close();
});
