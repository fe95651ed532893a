/** The published command, beside processes that take commands and messages all the while: nobody is turned away. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentAccounts, developmentSubject } from '../../src/auth/development-accounts.ts';
import { openDevelopmentIssuer } from '../../src/auth/development-issuer.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { createTestDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { complete, freePort, startMain } from '../support/processes.ts';
import type { Running } from '../support/processes.ts';
import { eventually } from '../support/runtime.ts';

const [old, fresh] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
let database: TestDatabase;
let dataFolder: string;
let running: Running[];

beforeEach(async () => {
  database = await createTestDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), 'dosisflow-rotate-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.kill('SIGKILL')));
  await database.drop();
  await rm(dataFolder, { recursive: true, force: true });
});

const settings = (masterKey: string, other?: string): Record<string, string> => ({
  DATABASE_URL: database.url,
  DOSISFLOW_DATA: dataFolder,
  DOSISFLOW_MASTER_KEY: masterKey,
  ...(other && { DOSISFLOW_OTHER_MASTER_KEY: other }),
});

interface Served {
  address: string;
  process: Running;
}

async function serve(masterKey: string, other?: string): Promise<Served> {
  const port = await freePort();
  const main = await startMain({ ...settings(masterKey, other), PORT: port });
  running.push(main);
  return { address: `http://127.0.0.1:${port}`, process: main };
}

async function asker() {
  const issuer = await openDevelopmentIssuer(dataFolder, 'dosisflow');
  return async (
    { address }: Served,
    who: string,
    path: string,
    body?: object | string | Uint8Array,
    contentType = 'application/json',
  ): Promise<{ status: number; text: string }> => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const answer = await fetch(address + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${await issuer.sign(developmentSubject(who), developmentAccounts[who] ?? [])}`,
        ...(body !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text() };
  };
}

it('changes the master key while commands and messages go in, and the old one is needed no more', async () => {
  const ask = await asker();
  let to = await serve(old, fresh);
  const opened: { id: string; name: string }[] = [];
  const unreadable: string[] = [];
  const turnedAway: string[] = [];
  const stop = new AbortController();

  const say = async (what: string, expected: number, asked: ReturnType<typeof ask>): Promise<string> => {
    const { status, text } = await asked;
    if (status !== expected) turnedAway.push(`${what}: ${status} ${text}`);
    return text;
  };
  /** A citizen with a case, a command, a fact from FMK, a hospital's message, and one that cannot be read. */
  const oneCitizen = async (n: number): Promise<void> => {
    const cpr = `250947${String(3_000 + n)}`;
    const name = `Testborger ${n}`;
    const here = to;
    const data = { cpr, name, entry: 'identified', gpPractice: directoryId('organisation', 'laegehuset-eksempel') };
    const text = await say('case', 201, ask(here, 'nurse', '/api/cases', { workflow: 'dose-dispensing', data }));
    const { id } = JSON.parse(text) as { id: string };
    opened.push({ id, name });
    const command = { type: 'assessNotSuited', data: { reason: `Grund ${n}` } };
    await say('command', 200, ask(to, 'nurse', `/api/cases/${id}/commands`, command));
    const fact = {
      specversion: '1.0',
      id: `hold-${n}`,
      source: 'urn:test:fmk',
      type: 'dk.dosisflow.fmk.holdObserved.v1',
      time: '2026-03-02T07:00:00Z',
      data: { cpr, registrationId: 'r1', change: 'created', from: '2026-03-02T07:00:00Z' },
    };
    const told = await say('event', 200, ask(to, 'adapter', '/api/integration/events', fact));
    if (/"invalid"|"faulted"|"unmatched"/.test(told)) turnedAway.push(told);
    const [body, contentType] = bodyOf(buildNotification({ code: 'STIN', cpr }), 'json');
    const answer = await say('message', 200, ask(to, 'adapter', '/fhir/$process-message', body, contentType));
    if (!answer.includes('"ok"')) turnedAway.push(answer);
    const wrong = `unreadable ${n}`;
    unreadable.push(wrong);
    await say('unreadable', 400, ask(to, 'adapter', '/fhir/$process-message', wrong, 'application/fhir+json'));
  };
  let begun = 0;
  const load = Promise.all(
    [0, 1].map(async () => {
      while (!stop.signal.aborted) await oneCitizen((begun += 1));
    }),
  );
  const more = async (by: number): Promise<void> => {
    const from = opened.length;
    await eventually(
      async () => turnedAway[0] ?? opened.length - from,
      (n) => typeof n === 'string' || n >= by,
      60_000,
    );
  };
  /** Gives what comes from now on to another process; the one before ends when it has answered what it had. */
  const change = async (next: Served): Promise<void> => {
    const before = to;
    to = next;
    await more(3);
    await before.process.kill('SIGTERM');
  };

  await more(5);
  await change(await serve(fresh, old));
  const from = opened.length;
  const rotated = await complete('scripts/rotate-keys.js', [], settings(fresh, old));
  expect(rotated).toMatchObject({ code: 0, output: expect.stringMatching(/citizens: [1-9]\d* wrapped anew/) });
  expect(opened.length).toBeGreaterThan(from);
  await change(await serve(fresh));
  await more(3);
  stop.abort();
  await load;
  expect(turnedAway).toEqual([]);

  for (const { id, name } of opened) {
    const { status, text } = await ask(to, 'nurse', `/api/cases/${id}`);
    expect([status, text.includes(name)]).toEqual([200, true]);
  }
  const contents = async (who: string, reason: string, where: string): Promise<string[]> => {
    const { rows } = await database.pool.query<{ id: string }>(`select id from inbox where ${where}`);
    const texts: string[] = [];
    for (const { id } of rows) {
      const { text } = await ask(to, who, `/api/inbox/${id}/raw`, { reason });
      texts.push((JSON.parse(text) as { text: string }).text);
    }
    return texts;
  };
  // Sealed with the key of a day, and each with its citizen's own.
  const ofDays = await contents('administrator', 'faultFinding', `status = 'unreadable'`);
  expect(ofDays.toSorted()).toEqual(unreadable.toSorted());
  const ofCitizens = await contents('nurse', 'treatment', `source = 'medcom' and status = 'handled'`);
  expect(ofCitizens.map((text) => (JSON.parse(text) as { resourceType: string }).resourceType)).toEqual(
    opened.map(() => 'Bundle'),
  );
  // Nothing opens with the old key any more: whoever has it and the database has nothing.
  expect(await complete('src/main.js', [], { ...settings(old), PORT: await freePort() })).toMatchObject({
    code: 1,
    output: expect.stringContaining('sealed with another master key'),
  });
}, 240_000);
