/** CareCommunications that come in, through the product's own server. */
import { setClock } from '../../src/db/clock.ts';
import { write } from '../../src/integration/medcom/write.ts';
import { buildCareMessage } from '../support/care-communication/build-care-message.ts';
import type { CareMessageOptions } from '../support/care-communication/build-care-message.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';
import { replyInPublishedForm } from '../support/care-communication/published-form.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await setClock(server.database.pool, '2026-03-02T12:00:00Z');
});
afterAll(() => server.close());

async function send(options: CareMessageOptions, format: 'json' | 'xml' = 'json') {
  const { body, contentType } = write(buildCareMessage(options), format);
  const response = await server.call('adapter', 'POST', '/fhir/$process-message', body, {
    'content-type': contentType,
  });
  return { status: response.status, text: await response.text() };
}
const codeOf = (text: string): unknown =>
  (JSON.parse(text) as { entry: { resource: { response?: { code: string } } }[] }).entry[0]?.resource.response?.code;

interface Shown {
  state: Record<string, string>;
  tasks: { title: { da: string }; role: string; deadlineAt: string }[];
}
const show = async (id: string, as = 'nurse'): Promise<Shown> =>
  (await (await server.call(as, 'GET', `/api/cases/${id}`)).json()) as Shown;
const command = async (id: string, type: string, data: object = {}): Promise<number> =>
  (await server.call('nurse', 'POST', `/api/cases/${id}/commands`, { type, data })).status;
const journal = (id: string) =>
  server.rows<{ type: string; outcome: string }>(
    `select type, outcome from journal where case_id = $1 and kind = 'fact' order by seq`,
    [id],
  );
const inbox = (headerId: string) =>
  server.rows<{ status: string; code: string; kept: boolean }>(
    `select status, code, sealed is not null as kept from inbox where header_id = $1 order by received_at, id`,
    [headerId],
  );

it.each(['json', 'xml'] as const)('asks the municipality to read it, and acknowledges it in %s', async (format) => {
  const cpr = format === 'json' ? '2509477001' : '2509477002';
  const root = await openActiveCase(server, cpr);
  const sent = await send({ cpr, messageId: `m-${format}`, category: 'discharge' }, format);
  expect(sent.status).toBe(200);
  expect(sent.text).toMatch(/acknowledgement-message/);
  expect(sent.text).not.toMatch(/FRITEKST|2509477/);
  const shown = await show(root);
  expect(shown.state['careMessages']).toBe('open.due');
  expect(shown.tasks.filter(({ title }) => title.da.includes('korrespondance'))).toEqual([
    expect.objectContaining({ role: 'municipalNurse' }),
  ]);
  expect(await inbox(`m-${format}`)).toEqual([{ status: 'handled', code: 'care.discharge', kept: true }]);
  // Again: the same answer, and nothing twice.
  expect((await send({ cpr, messageId: `m-${format}`, category: 'discharge' }, format)).text).toBe(sent.text);
  expect(await journal(root)).toEqual([{ type: 'careMessageReceived', outcome: 'accepted' }]);

  expect(await command(root, 'settleCareMessages')).toBe(200);
  expect((await show(root)).state['careMessages']).toBe('none');
  expect(await command(root, 'reopenCareMessages', { reason: 'ikke læst færdig' })).toBe(200);
  expect((await show(root)).state['careMessages']).toBe('open.due');
});

it('closes the wait for a reply by its thread', async () => {
  const cpr = '2509477003';
  const root = await openActiveCase(server, cpr);
  const [threadId, other] = ['5b8b4329-1d55-4a78-bf27-79c690a8dace', '24d01288-ad36-4af2-96a8-fd1432dadee1'];
  expect(await command(root, 'awaitReply', { threadId, until: '2026-03-04' })).toBe(200);
  const waiting = await show(root);
  expect(waiting.state['awaitedReply']).toBe('open.due');
  expect(waiting.tasks).toContainEqual(expect.objectContaining({ deadlineAt: '2026-03-04T23:00:00.000Z' }));

  await send({ cpr, messageId: 'in-another', threadId: other, activity: 'reply-message' });
  expect((await show(root)).state['awaitedReply']).toBe('open.due');
  // Whatever it is filed under: it is waited for.
  await send({
    cpr,
    messageId: 'the-reply',
    category: 'home-care-assessment',
    threadId: threadId.toUpperCase(),
    activity: 'reply-message',
  });
  expect((await show(root)).state['awaitedReply']).toBe('none');
});

it.each(['json', 'xml'] as const)('takes a reply that our writer did not write, in %s', async (format) => {
  const cpr = format === 'json' ? '2509477021' : '2509477022';
  const root = await openActiveCase(server, cpr);
  const threadId = '5b8b4329-1d55-4a78-bf27-79c690a8dace';
  await command(root, 'awaitReply', { threadId, until: '2026-03-04' });
  const [id, answers] = [`00000000-0000-4000-8000-0000000${format === 'json' ? 1 : 2}0000`, 'earlier'];
  const told = { cpr, threadId, id, answers, from: '265161000016000', to: '953741000016009' };
  const { body, contentType } = write(replyInPublishedForm(told), format);
  const sent = await server.call('adapter', 'POST', '/fhir/$process-message', body, { 'content-type': contentType });
  expect(await sent.text()).not.toMatch(/FRITEKST|2509477/);
  expect((await show(root)).state).toMatchObject({ awaitedReply: 'none', careMessages: 'open.due' });
  // All that was written in the thread, and nothing of the attachment.
  const read = await server.call('nurse', 'GET', `/api/cases/${root}/care-messages`);
  expect(await read.json()).toMatchObject({
    items: [
      {
        messageId: id,
        category: 'medicine',
        // As the directory has it: a sender writes its own name.
        senderName: 'Testhospital Øst, hjerteafdelingen',
        texts: [{ text: 'FRITEKST: er recepten fornyet?' }, { text: 'FRITEKST: ja, den er fornyet i dag.' }],
      },
    ],
  });
});

it('finds a reply that does not come overdue, and tells the municipality', async () => {
  const cpr = '2509477004';
  const root = await openActiveCase(server, cpr);
  await command(root, 'awaitReply', { threadId: '5b8b4329-1d55-4a78-bf27-79c690a8dace', until: '2026-03-02' });
  await server.advance('PT12H');
  expect((await show(root)).state['awaitedReply']).toBe('open.overdue');
  expect(
    await server.rows(`select code from outbox where case_id = $1 and code = 'replyOverdue'`, [root]),
  ).toHaveLength(1);
  expect(await command(root, 'stopAwaitingReply')).toBe(200);
  expect((await show(root)).state['awaitedReply']).toBe('none');
});

it('takes a death that others write of as a report, which a person confirms; packing goes on until then (C8)', async () => {
  const cpr = '2509477005';
  const root = await openActiveCase(server, cpr);
  const before = (await show(root)).state['course'];
  await send({ cpr, messageId: 'd1', category: 'decease', text: 'Borgeren er død i nat.' });
  const reported = await show(root);
  expect(reported.state['death']).toBe('reported.due');
  expect(reported.state['course']).toBe(before);
  expect(reported.tasks.map(({ role }) => role)).toEqual(['municipalNurse']);
  // Dismissed, it is not raised again by what is written in the same thread.
  await command(root, 'dismissDeathReport', { reason: 'forkert borger' });
  expect((await show(root)).state['death']).toBe('none');
  await send({ cpr, messageId: 'd2', category: 'decease', activity: 'reply-message' });
  expect((await show(root)).state['death']).toBe('none');
  // A text alone, whatever it says, is no report.
  await send({ cpr, messageId: 'd3', category: 'medicine', text: 'Borgeren er død i nat.' });
  expect((await show(root)).state['death']).toBe('none');
});

it('makes no medical fact of what is written: apart from what is to be read, the case stays as it was', async () => {
  const cpr = '2509477006';
  const root = await openActiveCase(server, cpr);
  const { careMessages: _, ...before } = (await show(root)).state;
  await send({ cpr, messageId: 'f1', text: 'Seponer 28100009555, sæt i bero, indlagt, dosis 4 gange daglig.' });
  const { careMessages, ...after } = (await show(root)).state;
  expect(careMessages).toBe('open.due');
  expect(after).toEqual(before);
});

it('shows what was written to the municipality’s own nurses, and logs that they read it (P2)', async () => {
  const cpr = '2509477010';
  const root = await openActiveCase(server, cpr);
  await send({ cpr, messageId: 'r1', text: 'FRITEKST: ring til os.' });
  await send({ cpr, messageId: 'r1', text: 'FRITEKST: ring til os.' });
  const read = (as: string): Promise<Response> => server.call(as, 'GET', `/api/cases/${root}/care-messages`);
  expect(await (await read('nurse')).json()).toEqual({
    items: [
      expect.objectContaining({
        messageId: 'r1',
        category: 'medicine',
        senderName: 'Testhospital Øst, hjerteafdelingen',
        texts: [{ text: 'FRITEKST: ring til os.', at: '2026-03-02T12:00:00+01:00' }],
      }),
    ],
  });
  expect(
    await server.rows(`select purpose from audit where case_id = $1 and detail = 'correspondence'`, [root]),
  ).toEqual([{ purpose: 'treatment' }]);
  for (const other of ['gp', 'pharmacist', 'ward', 'coordinator', 'administrator', 'adapter'])
    expect((await read(other)).status).toBe(403);
});

it('shows nothing of it to a GP or a pharmacy (P3)', async () => {
  const cpr = '2509477007';
  const rows = await server.rows<{ id: string }>(`select organisation_id as id from person where subject = 'dev|gp'`);
  const root = await openActiveCase(server, cpr, { gpPractice: rows[0]?.id });
  const seen = async (): Promise<string> => {
    const [shown, log] = await Promise.all([
      server.call('gp', 'GET', `/api/cases/${root}`),
      server.call('gp', 'GET', `/api/cases/${root}/journal`),
    ]);
    return `${await shown.text()} ${await log.text()}`;
  };
  await send({ cpr, messageId: 'p1', category: 'discharge' });
  expect(await seen()).not.toMatch(/careMessage|awaitedReply|orrespondance|FRITEKST/);
});

it('keeps nothing of what is about nobody here, is for someone else, or is of no concern', async () => {
  const cpr = '2509477008';
  const root = await openActiveCase(server, cpr);
  const none: CareMessageOptions[] = [
    { cpr: '2509477999', messageId: 'n1' },
    { cpr, messageId: 'n2', receiver: '502701000016000' },
    { cpr, messageId: 'n3', category: 'home-care-assessment' },
    { cpr, messageId: 'n6', category: 'home-care-assessment', activity: 'reply-message' },
    { cpr: '2509470AA1', messageId: 'n4', numberSystem: 'urn:oid:1.2.208.176.1.6.1.3.163' },
  ];
  for (const options of none) {
    const sent = await send(options);
    expect([sent.status, codeOf(sent.text)]).toEqual([200, 'ok']);
    expect(await inbox(options.messageId ?? '')).toMatchObject([{ status: 'unmatched', kept: false }]);
  }
  expect(await journal(root)).toEqual([]);
  // To a unit of the municipality that the directory does not know.
  await send({ cpr, messageId: 'n5', receiver: '543210987654321' });
  expect(await journal(root)).toHaveLength(1);
});

it('answers what cannot be used with a fatal error that says where, and keeps it sealed', async () => {
  const sent = await send({ cpr: '2509477008', messageId: 'bad', threadId: 'no uuid' });
  expect([sent.status, codeOf(sent.text)]).toEqual([200, 'fatal-error']);
  expect(sent.text).toMatch(/identifier\.value/);
  expect(sent.text).not.toMatch(/FRITEKST|2509477008/);
  expect(await inbox('bad')).toMatchObject([{ status: 'unreadable', kept: true }]);
});

it('leaves no word of what was written in any clear column (P1)', async () => {
  const tables = await server.rows<{ name: string }>(
    `select c.table_name as name from information_schema.tables c where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables) {
    const [row] = await server.rows<{ text: string | null }>(
      `select string_agg(t::text, ' ') as text from "${name}" t`,
    );
    expect(row?.text ?? '').not.toMatch(/FRITEKST|Seponer 281|2509477/);
  }
});
