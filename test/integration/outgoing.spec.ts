/** Notices on their way out, and what comes back, through the product's own server. */
import { createHmac, randomUUID } from 'node:crypto';
import { setClock } from '../../src/db/clock.ts';
import { acknowledge } from '../../src/integration/medcom/acknowledge.ts';
import { asSor } from '../../src/integration/medcom/systems.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { write } from '../../src/integration/medcom/write.ts';
import { replyInPublishedForm } from '../support/care-communication/published-form.ts';
import { eventually, startReceiver } from '../support/runtime.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const practice = directoryId('organisation', 'laegehuset-eksempel');
const municipality = directoryId('organisation', 'testkommune-nord');
const pharmacy = directoryId('organisation', 'apoteket-eksempel');
const cpr = '2509479989';

let server: TestServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let root: string;
beforeAll(async () => {
  server = await startServer();
  receiver = await startReceiver();
  await setClock(server.database.pool, '2026-03-02T10:00:00Z');
  await server.rows(`update organisation set sor = '999999999000901' where id = $1`, [practice]);
  root = await openActiveCase(server, cpr, { gpPractice: practice, pharmacy });
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});
beforeEach(() => {
  receiver.deliveries.length = 0;
  receiver.answer.status = 202;
  delete receiver.answer.body;
});

const record = async (body: object, organisation = practice, as = 'administrator'): Promise<Response> =>
  server.call(as, 'POST', `/api/organisations/${organisation}/channels`, body);
const byMessage = (from = '2026-03-02'): Promise<Response> =>
  record({ kind: 'careCommunication', address: receiver.url, from });

async function notify(code: string, organisation = practice): Promise<string> {
  const key = `${root}:1:${randomUUID()}`;
  await server.rows(
    `insert into outbox (key, case_id, kind, organisation_id, code, created_at, due_at)
     values ($1, $2, 'notice', $3, $4, '2026-03-02T10:00:00Z', clock_timestamp())`,
    [key, root, organisation, code],
  );
  return key;
}
interface Delivery {
  id: string;
  status: string;
  way: string | null;
  lastError: string | null;
  acknowledgeBy: string | null;
}
async function delivery(key: string): Promise<Delivery> {
  const [{ id } = { id: '' }] = await server.rows<{ id: string }>('select id::text from outbox where key = $1', [key]);
  const response = await server.call('administrator', 'GET', '/api/deliveries?limit=200');
  const { items } = (await response.json()) as { items: Delivery[] };
  const found = items.find((each) => each.id === id);
  if (!found) throw new Error('Expected the delivery in the log');
  return found;
}
const settled = (key: string, status: string): Promise<Delivery> =>
  eventually(
    () => delivery(key),
    (seen) => seen.status === status,
  );
const incidents = (key: string) =>
  server.rows<{ status: string; error: string; attempts: number }>(
    'select status, last_error as error, attempts from incident where subject = $1 order by opened_at',
    [key],
  );

interface Sent {
  id: string;
  entry: { resource: { resourceType: string; id: string; [element: string]: unknown } }[];
}
const sent = (): Sent[] => receiver.deliveries.map(({ body }) => JSON.parse(body) as Sent);
const part = (bundle: Sent | undefined, type: string) =>
  bundle?.entry.find(({ resource }) => resource.resourceType === type)?.resource ?? { id: '' };

const acknowledgementOf = (
  bundle: Sent,
  code: 'ok' | 'transient-error' | 'fatal-error',
  from = '999999999000901',
): string => {
  const sor = asSor(from);
  if (!sor) throw new Error('Expected a SOR id');
  return JSON.stringify(
    acknowledge({
      of: { messageHeaderId: part(bundle, 'MessageHeader').id, sender: sor, receiver: sor },
      code,
      issues:
        code === 'ok'
          ? []
          : [{ severity: 'error', code: 'invalid', details: 'MSG_BAD_SYNTAX', diagnostics: 'x', expression: '' }],
      id: randomUUID(),
      bundleId: randomUUID(),
      at: '2026-03-02T10:00:05Z',
    }),
  );
};
const comesBack = (text: string): Promise<Response> =>
  server.call('adapter', 'POST', '/fhir/$process-message', text, { 'content-type': 'application/fhir+json' });

describe('a channel', () => {
  it('is recorded from a day on by an administrator, with what its webhooks are signed with', async () => {
    const response = await record({ kind: 'webhook', address: receiver.url, from: '2026-03-02' });
    expect(response.status).toBe(201);
    const { secret } = (await response.json()) as { secret: string };
    expect((await record({ kind: 'task', from: '2026-03-09' })).status).toBe(201);
    const key = await notify('prescribingReminder');
    expect(await settled(key, 'delivered')).toMatchObject({ way: 'webhook' });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.deliveries;
    const signed = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
      .digest('base64');
    expect([headers['webhook-id'], headers['webhook-signature']]).toEqual([key, `v1,${signed}`]);
    expect(JSON.parse(body)).toEqual({ type: 'prescribingReminder', caseId: root, at: '2026-03-02T10:00:00.000Z' });
    expect(body).not.toMatch(/250947|Testborger/);

    // The same again, for a receiver that lost it.
    const { id } = await delivery(key);
    expect((await server.call('administrator', 'POST', `/api/deliveries/${id}/repeat`)).status).toBe(200);
    await eventually(
      async () => receiver.deliveries.map((each) => [each.headers['webhook-id'], each.body]),
      (seen) => seen.length === 2 && JSON.stringify(seen[0]) === JSON.stringify(seen[1]),
    );

    const listed = (await (
      await server.call('administrator', 'GET', `/api/organisations/${practice}/channels`)
    ).json()) as { items: { kind: string }[] };
    expect(listed.items.map(({ kind }) => kind)).toEqual(['task', 'webhook']);
    // From its day on.
    await setClock(server.database.pool, '2026-03-09T10:00:00Z');
    expect(await settled(await notify('prescribingReminder'), 'delivered')).toMatchObject({ way: 'taskOnly' });
    await setClock(server.database.pool, '2026-03-02T10:00:00Z');
  });

  it('is refused where it cannot be, with the reason', async () => {
    const url = 'https://example.dk/';
    expect((await record({ kind: 'careCommunication', address: url, from: '2026-03-02' }, pharmacy)).status).toBe(409);
    expect((await record({ kind: 'webhook', address: url, from: '2026-02-01' })).status).toBe(409);
    expect((await record({ kind: 'webhook', from: '2026-03-02' })).status).toBe(400);
    expect((await record({ kind: 'task', address: url, from: '2026-03-02' })).status).toBe(400);
    expect((await record({ kind: 'webhook', address: 'ftp://x', from: '2026-03-02' })).status).toBe(400);
    expect((await record({ kind: 'task', from: '2026-03-02' }, randomUUID())).status).toBe(404);
    expect((await record({ kind: 'task', from: '2026-03-02' }, practice, 'nurse')).status).toBe(403);
  });
});

describe('a CareCommunication', () => {
  beforeAll(async () => {
    await byMessage();
  });

  it('names the citizen and what waits, and is delivered when its receiver acknowledges it', async () => {
    const key = await notify('prescribingReminder');
    const waiting = await settled(key, 'sent');
    expect(waiting).toMatchObject({ way: 'careCommunication', acknowledgeBy: expect.any(String) });
    const [bundle] = sent();
    if (!bundle) throw new Error('Expected a message');
    expect(part(bundle, 'MessageHeader')).toMatchObject({
      destination: [{ endpoint: 'https://sor2.sum.dsdn.dk/#id=999999999000901' }],
      source: { endpoint: 'https://sor2.sum.dsdn.dk/#id=953741000016009' },
    });
    expect(part(bundle, 'Patient')).toMatchObject({ identifier: [{ value: cpr }], name: [{ family: 'Prøve' }] });
    expect(part(bundle, 'Communication')).toMatchObject({
      category: [{ coding: [{ code: 'medicine' }] }],
      payload: [{ contentString: 'Dosisrecepter afventer udstedelse. Se forløbet i Dosisflow.' }],
    });
    expect((await comesBack(acknowledgementOf(bundle, 'ok'))).status).toBe(202);
    expect(await delivery(key)).toMatchObject({ status: 'delivered', way: 'acknowledged', acknowledgeBy: null });
    // Whoever answers again, otherwise: it stays delivered.
    await comesBack(acknowledgementOf(bundle, 'fatal-error'));
    expect(await delivery(key)).toMatchObject({ status: 'delivered' });
    expect(await incidents(key)).toEqual([]);
    const audit = await server.rows(`select purpose from audit where case_id = $1 and detail = $2`, [
      root,
      `care communication to ${practice}`,
    ]);
    expect(audit).toEqual([{ purpose: 'treatment' }]);
  });

  it('is not acknowledged by another organisation, but by a unit that the directory does not know', async () => {
    const key = await notify('prescribingReminder');
    await settled(key, 'sent');
    const [bundle] = sent();
    if (!bundle) throw new Error('Expected a message');
    for (const code of ['ok', 'fatal-error'] as const) {
      expect((await comesBack(acknowledgementOf(bundle, code, '953741000016009'))).status).toBe(202);
      expect(await delivery(key)).toMatchObject({ status: 'sent', acknowledgeBy: expect.any(String) });
    }
    await comesBack(acknowledgementOf(bundle, 'ok', '999999999000909'));
    expect(await delivery(key)).toMatchObject({ status: 'delivered', way: 'acknowledged' });
  });

  it('is delivered at once where the acknowledgement is the answer', async () => {
    receiver.answer.status = 200;
    receiver.answer.body = (request) => acknowledgementOf(JSON.parse(request) as Sent, 'ok');
    expect(await settled(await notify('prescribingReminder'), 'delivered')).toMatchObject({ way: 'acknowledged' });
  });

  it.each([
    ['fatal-error', /fatal-error/],
    ['transient-error', /transient-error/],
  ] as const)('that its receiver answers with %s is an incident', async (code, error) => {
    const key = await notify('prescribingReminder');
    await settled(key, 'sent');
    const [bundle] = sent();
    if (!bundle) throw new Error('Expected a message');
    await comesBack(acknowledgementOf(bundle, code));
    expect(await delivery(key)).toMatchObject({ status: 'failed', lastError: expect.stringMatching(error) });
    expect(await incidents(key)).toMatchObject([{ status: 'open', error: expect.stringMatching(error) }]);
  });

  it('that nobody acknowledges in 30 minutes is an incident, and sent again with the same ids it is over', async () => {
    const key = await notify('prescribingReminder');
    await settled(key, 'sent');
    await server.advance('PT29M59S');
    expect(await incidents(key)).toEqual([]);
    await server.advance('PT1S');
    const [incident] = await incidents(key);
    expect(incident).toMatchObject({ status: 'open', error: 'No acknowledgement came within 30 minutes' });

    const [{ id } = { id: '' }] = await server.rows<{ id: string }>('select id from incident where subject = $1', [
      key,
    ]);
    receiver.answer.status = 200;
    receiver.answer.body = (request) => acknowledgementOf(JSON.parse(request) as Sent, 'ok');
    const retried = await server.call('administrator', 'POST', `/api/incidents/${id}/retry`);
    expect(await retried.json()).toEqual({ succeeded: true, waiting: false });
    expect(await incidents(key)).toMatchObject([{ status: 'resolved' }]);
    const [first, second] = sent();
    expect(second).toEqual(first);
  });

  it('is acknowledged late all the same, and the alarm is over', async () => {
    const key = await notify('prescribingReminder');
    await settled(key, 'sent');
    const [bundle] = sent();
    await server.advance('PT30M');
    expect(await incidents(key)).toMatchObject([{ status: 'open' }]);
    if (!bundle) throw new Error('Expected a message');
    await comesBack(acknowledgementOf(bundle, 'ok'));
    expect(await incidents(key)).toMatchObject([{ status: 'resolved' }]);
    expect(await delivery(key)).toMatchObject({ status: 'delivered' });
  });

  it('waits for no acknowledgement once its receiver replies in the thread, and no other does', async () => {
    const key = await notify('prescribingReminder');
    await settled(key, 'sent');
    const [bundle] = sent();
    const { identifier: [identifier] = [] } = part(bundle, 'Communication') as { identifier?: { value: string }[] };
    const threadId = (identifier?.value ?? '').replace('urn:uuid:', '');
    const answers = part(bundle, 'MessageHeader').id;
    const reply = async (from: string, id: string): Promise<void> => {
      const told = { cpr, threadId, id, answers, from, to: '953741000016009' };
      const { body, contentType } = write(replyInPublishedForm(told), 'json');
      const headers = { 'content-type': contentType };
      expect((await server.call('adapter', 'POST', '/fhir/$process-message', body, headers)).status).toBe(200);
    };
    // Another organisation that knows the thread, as whoever a message was forwarded to does.
    await reply('502701000016000', randomUUID());
    expect(await delivery(key)).toMatchObject({ status: 'sent', acknowledgeBy: expect.any(String) });
    await server.advance('PT30M');
    expect(await incidents(key)).toMatchObject([{ status: 'open' }]);
    await reply('999999999000901', randomUUID());
    expect(await delivery(key)).toMatchObject({ status: 'delivered', way: 'replied', acknowledgeBy: null });
    expect(await incidents(key)).toMatchObject([{ status: 'resolved' }]);
  });

  it('that is tried again when its receiver has left the case is refused, and the log says why (P3)', async () => {
    receiver.answer.status = 503;
    const key = await notify('prescribingReminder');
    await eventually(
      () => delivery(key),
      ({ lastError }) => lastError !== null,
    );
    await server.rows(
      `update participation set until = '2026-03-01T00:00:00Z' where family_id = $1 and organisation_id = $2`,
      [root, practice],
    );
    receiver.answer.status = 202;
    receiver.deliveries.length = 0;
    await server.rows('update outbox set due_at = clock_timestamp() where key = $1', [key]);
    expect(await settled(key, 'refused')).toMatchObject({ lastError: expect.stringMatching('part in the case') });
    // Nobody has to do anything about it, and nobody was told.
    expect(receiver.deliveries).toEqual([]);
    expect(await incidents(key)).toEqual([]);
    await server.rows(`update participation set until = null where family_id = $1 and organisation_id = $2`, [
      root,
      practice,
    ]);
  });

  it('carries nothing that rests on a hospital’s message to anyone but the municipality (P3)', async () => {
    const key = await notify('dischargeChecklistOverdue');
    expect(await settled(key, 'failed')).toMatchObject({ lastError: expect.stringMatching('legal basis') });
    expect(receiver.deliveries).toEqual([]);
    expect(
      (await record({ kind: 'careCommunication', address: receiver.url, from: '2026-03-02' }, municipality)).status,
    ).toBe(201);
    await settled(await notify('dischargeChecklistOverdue', municipality), 'sent');
    expect(part(sent()[0], 'Communication')).toMatchObject({
      category: [{ coding: [{ code: 'discharge' }] }],
    });
  });

  it('about who does what is filed as coordination, not as medicine (domain §4.4)', async () => {
    for (const code of ['pharmacyStartsDosePacking', 'gpObjects', 'gpWordOverdue', 'referralOverdue']) {
      receiver.deliveries.length = 0;
      await settled(await notify(code), 'sent');
      expect(part(sent()[0], 'Communication')).toMatchObject({
        category: [{ coding: [{ code: 'carecoordination' }] }],
      });
    }
  });

  it('leaves nothing personal in what is written of it in clear (P1)', async () => {
    const rows = await server.rows<{ text: string }>(
      `select row_to_json(o)::jsonb - 'sealed' as text from outbox o
       union all select row_to_json(i)::jsonb from incident i
       union all select row_to_json(a)::jsonb from audit a where detail like 'care communication%'
       union all select row_to_json(c)::jsonb from channel c`,
    );
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toMatch(/250947|Testborger|Prøve/);
  });
});

describe.each([{ kind: 'task' }, { kind: 'email', address: 'vagt@example.dk' }])(
  'a receiver with $kind alone',
  (channel) => {
    const codes = ['pharmacyStartsDosePacking', 'substitutedOutsideGroup', 'gpObjects', 'citizenTakenOver'];
    it.each(codes)('is not told %s by a task, so a person must', async (code) => {
      expect((await record({ ...channel, from: '2026-03-02' }, pharmacy)).status).toBe(201);
      const key = await notify(code, pharmacy);
      const error = expect.stringMatching(/^Expected a channel .*call the duty contact$/) as string;
      expect(await settled(key, 'failed')).toMatchObject({ way: null, lastError: error });
      expect(await incidents(key)).toMatchObject([{ status: 'open', error }]);
    });
    it('is told by its task of what waits for it', async () => {
      expect(await settled(await notify('prescribingReminder', pharmacy), 'delivered')).toMatchObject({
        way: 'taskOnly',
      });
    });
  },
);

describe('a pharmacy', () => {
  const drugId = '99000000001';
  let count = 0;
  const tell = async (type: string, data: object): Promise<void> => {
    const event = {
      ...{ specversion: '1.0', id: `pharmacy-${(count += 1)}`, source: 'urn:test:pharmacy' },
      ...{ type: `dk.dosisflow.${type}.v1`, time: '2026-03-02T09:00:00Z', data },
    };
    expect((await server.call('adapter', 'POST', '/api/integration/events', [event])).status).toBe(200);
  };
  const noticesOf = (key: string) =>
    server.rows<{ code: string; status: string; way: string }>(
      `select o.code, o.status, o.outcome as way from outbox o join "case" c on c.id = o.case_id
       where c.family_id = $1 and o.organisation_id = $2`,
      [key, pharmacy],
    );

  it('is told by its webhook, as the chart says it, that a drug on back-order wants a substitute', async () => {
    expect((await record({ kind: 'webhook', address: receiver.url, from: '2026-03-02' }, pharmacy)).status).toBe(201);
    const citizen = '2509479001';
    const packing = await openActiveCase(server, citizen, {
      pharmacy,
      prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
    });
    await tell('fmk.dispensingPeriodObserved', {
      ...{ cpr: citizen, periodId: 'p', cardId: 'k', status: 'Planlagt', drugIds: [drugId] },
      ...{ startDate: '2026-03-14', endDate: '2026-03-27', deadline: '2026-03-11T11:00:00Z' },
    });
    for (const packageNumber of ['990011', '990012'])
      await tell('product.backOrderObserved', { packageNumber, since: '2026-03-02', source: 'Grossisten' });
    const [notice] = await eventually(
      () => noticesOf(packing),
      ([row]) => row?.status === 'delivered',
    );
    expect(notice).toEqual({ code: 'substituteWanted', status: 'delivered', way: 'webhook' });
    expect(receiver.deliveries.map(({ body }) => JSON.parse(body) as Sent)).toEqual([
      expect.objectContaining({ type: 'substituteWanted' }),
    ]);
    expect(receiver.deliveries[0]?.body).not.toMatch(/990|250947/);
  });

  it('is told by a message that it acknowledges, and of nothing that a hospital’s message causes (P3)', async () => {
    await server.rows(`update organisation set sor = '999999999000999' where id = $1`, [pharmacy]);
    expect(
      (await record({ kind: 'careCommunication', address: receiver.url, from: '2026-03-02' }, pharmacy)).status,
    ).toBe(201);
    const key = await notify('substituteWanted', pharmacy);
    await settled(key, 'sent');
    const [bundle] = sent();
    if (!bundle) throw new Error('Expected a message');
    expect(part(bundle, 'MessageHeader')).toMatchObject({
      destination: [{ endpoint: 'https://sor2.sum.dsdn.dk/#id=999999999000999' }],
    });
    await comesBack(acknowledgementOf(bundle, 'ok', '999999999000999'));
    expect(await delivery(key)).toMatchObject({ status: 'delivered', way: 'acknowledged' });

    const refused = await settled(await notify('holdReviewOverdue', pharmacy), 'failed');
    expect(refused.lastError).toMatch('legal basis');
    expect(sent()).toHaveLength(1);
  });
});
