/** A fault of ours while a message is handled: the sender hears that it may send again, and the message is not lost (E6). */
import { Engine } from '../../src/engine/engine.ts';
import { resumeInbox } from '../../src/intake/resume-inbox.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { expectSound } from '../support/expect-sound.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { send, view } from '../support/hospital-notification/send.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  // Without a worker: the inbox is taken up when the test says so.
  server = await startServer({ DOSISFLOW_ROLE: 'http' });
});
afterAll(() => server.close());

/** From now on PostgreSQL itself refuses what the engine writes, with this SQLSTATE. */
async function journalFailsWith(code: string): Promise<void> {
  await server.rows(
    `create function fault() returns trigger language plpgsql as
     $$ begin raise exception using errcode = '${code}', message = 'a fault'; end $$`,
  );
  await server.rows('create trigger fault before insert on journal for each row execute function fault()');
}
const mend = (): Promise<unknown> => server.rows('drop function fault() cascade');

/** Takes up what lies in the inbox, as the sweep does once its time has come. */
async function takeUp(): Promise<void> {
  await server.rows(`update inbox set created_at = created_at - interval '1 minute', retry_at = clock_timestamp()`);
  await resumeInbox({ store: server.store, engine: server.app.get(Engine), definitions: definitionOf });
}

interface Kept {
  id: string;
  status: string;
  kept: boolean;
}
const inboxOf = (bundleId: string | undefined): Promise<Kept[]> =>
  server.rows(
    `select id, status, sealed is not null as kept from inbox where bundle_id = $1 or bundle_id is null order by received_at`,
    [bundleId],
  );
const incidents = (): Promise<object[]> => server.rows('select kind, subject, status from incident');

const stages = async (caseId: string): Promise<(string | undefined)[]> =>
  (await view(server, caseId)).children.map(({ state }) => state['stay']);

it('keeps a message that met a passing fault, and takes it up again', async () => {
  const cpr = '2509475001';
  const caseId = await openActiveCase(server, cpr);
  const bundle = buildNotification({ code: 'STIN', cpr });
  // Too many connections.
  await journalFailsWith('53300');
  const told = await send(server, ...bodyOf(bundle, 'json'));
  await mend();
  expect([told.status, told.code, told.stay]).toEqual([200, 'transient-error', null]);
  expect(told.text).toContain('MSG_Mailbox_Out_Of_Operation');
  expect(await stages(caseId)).toEqual([]);
  const [row, ...others] = await inboxOf(bundle.id);
  expect([row, others]).toEqual([{ id: row?.id, status: 'received', kept: true }, []]);

  await takeUp();
  expect(await stages(caseId)).toEqual(['inpatient']);
  expect(await inboxOf(bundle.id)).toEqual([{ id: row?.id, status: 'handled', kept: true }]);
  expect(await incidents()).toEqual([]);

  // The sender did as it was told: the message has its effect once.
  expect((await send(server, ...bodyOf(bundle, 'json'))).code).toBe('ok');
  const accepted = await server.rows(
    `select j.seq from journal j join "case" c on c.id = j.case_id where c.family_id = $1 and j.kind = 'fact' and j.outcome = 'accepted' and c.id <> $1`,
    [caseId],
  );
  expect(accepted).toHaveLength(1);
});

it('puts a message aside that meets a lasting fault, shows a person, and takes it up when the fault is mended', async () => {
  const cpr = '2509475002';
  const caseId = await openActiveCase(server, cpr);
  const bundle = buildNotification({ code: 'STIN', cpr });
  await journalFailsWith('P0001');
  const told = await send(server, ...bodyOf(bundle, 'json'));
  expect([told.status, told.code, told.stay]).toEqual([200, 'transient-error', null]);
  expect(told.text).not.toContain('a fault');
  const [row, ...others] = await inboxOf(bundle.id);
  expect([row, others]).toEqual([{ id: row?.id, status: 'faulted', kept: true }, []]);
  const incident = { kind: 'inbox', subject: row?.id };
  expect(await incidents()).toEqual([{ ...incident, status: 'open' }]);

  await takeUp();
  expect(await stages(caseId)).toEqual([]);
  expect(await incidents()).toEqual([{ ...incident, status: 'open' }]);

  await mend();
  await takeUp();
  expect(await stages(caseId)).toEqual(['inpatient']);
  expect(await inboxOf(bundle.id)).toEqual([{ id: row?.id, status: 'handled', kept: true }]);
  expect(await incidents()).toEqual([{ ...incident, status: 'resolved' }]);
});

it('leaves a ledger without discrepancies', () => expectSound(server));
