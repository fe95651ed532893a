/** What people and adapters send while something breaks: each thing under a name of its own, again until it is taken. */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bundle } from '../../../src/integration/medcom/fhir-types.ts';
import { relationResponse } from '../fmk/build-message.ts';
import { bodyOf } from '../hospital-notification/body-of.ts';
import { buildNotification } from '../hospital-notification/build-notification.ts';
import { eventually } from '../runtime.ts';

/** Ends a request that is never answered; says nothing of how fast one should be. */
export const hangMs = 45_000;

export type Caller = 'nurse' | 'adapter' | 'administrator';
export type Post = (as: Caller, path: string, body: string | Uint8Array, headers: object) => Promise<Response>;

export const cprOf = (n: number): string => `250947${4001 + n}`;

/** A case for each of the citizens `cprOf(from)` and those that follow. */
export async function openCases(post: Post, count: number, from = 0): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const data = { cpr: cprOf(from + n), name: 'Testborger Prøve' };
      const headers = { 'idempotency-key': randomUUID() };
      const asked = JSON.stringify({ workflow: 'dose-dispensing', data });
      for (;;) {
        const response = await post('nurse', '/api/cases', asked, headers);
        const body = (await response.json()) as { id: string };
        if (response.status === 201) return body.id;
        // Too busy: the same again under the same key, as the answer says.
        if (response.status !== 503)
          throw new Error(`Expected a case, but got ${response.status}: ${JSON.stringify(body)}`);
        await pause(500);
      }
    }),
  );
}

/** What was done of something sent: the answer names the revision, unless it is MedCom's. */
export interface Taken {
  caseId: string;
  revision?: number;
  /** A message of FMK's, which the journal knows by its bytes. */
  fmk?: string;
}

/** Something sent under a name of its own, to be sent again until it is taken. */
export interface Sending {
  key: string;
  /** What was done, where it was taken; undefined where it must be sent again. Throws where no repeat can help. */
  send(): Promise<Taken | undefined>;
}

/** A command that a case takes however often it comes. */
export function commandFor(post: Post, caseId: string, n: number): Sending {
  const key = randomUUID();
  const command =
    n % 2 === 0
      ? { type: 'reportDeath', data: { source: 'Hjemmeplejen' } }
      : { type: 'recordHold', data: { reason: 'Udrejse', from: '2026-01-05', to: '2026-01-12' } };
  return {
    key,
    send: async () => {
      const response = await post('nurse', `/api/cases/${caseId}/commands`, JSON.stringify(command), {
        'idempotency-key': key,
      });
      const text = await response.text();
      if (response.status >= 500) return undefined;
      if (response.status !== 200)
        throw new Error(`Expected ${command.type} to be taken or put off, but got ${response.status}: ${text}`);
      const { revision } = JSON.parse(text) as { revision: number };
      return { caseId, revision };
    },
  };
}

/** A new stay of the citizen. */
export const admissionOf = (post: Post, cpr: string): Sending =>
  notification(post, buildNotification({ cpr, episode: randomUUID() }));

export function notification(post: Post, bundle: Bundle): Sending {
  const [body, contentType] = bodyOf(bundle);
  return {
    key: bundle.id,
    send: async () => {
      const response = await post('adapter', '/fhir/$process-message', new Uint8Array(body), {
        'content-type': contentType,
      });
      const text = await response.text();
      if (response.status >= 500 || text.includes('"transient-error"')) return undefined;
      if (response.status !== 200 || !text.includes('"ok"'))
        throw new Error(`Expected the message to be taken or put off, but got ${response.status}: ${text}`);
      return { caseId: response.headers.get('dosisflow-case') ?? '' };
    },
  };
}

/** What an adapter tells of a citizen's ties to organisations, as a CloudEvent; each is another one. */
export function relationEvent(post: Post, cpr: string): Sending {
  const id = randomUUID();
  const source = '/fmk-adapter';
  const event = {
    specversion: '1.0',
    id,
    source,
    type: 'dk.dosisflow.fmk.relationObserved.v1',
    time: '2026-01-05T08:00:00Z',
    data: { cpr, relationId: id, relation: relationType, change: 'registered' },
  };
  return {
    key: journalKey(source, id),
    send: async () => factOf(await post('adapter', '/api/integration/events', JSON.stringify(event), {})),
  };
}

/** The same, as FMK's own message of one relation. */
export function relationMessage(post: Post, cpr: string): Sending {
  const key = randomUUID();
  const fmk = relationResponse({ cpr }, [{ id: key, type: relationType, created: '2026-01-05T08:00:00Z' }]);
  return {
    key,
    send: async () => {
      const taken = await factOf(
        await post('adapter', '/api/integration/fmk', fmk, { 'content-type': 'application/xml' }),
      );
      return taken && { ...taken, fmk };
    },
  };
}

const relationType = 'Foretrukket apotek';

/** Under which key the journal has a fact that an adapter told. */
export const journalKey = (source: string, id: string): string =>
  createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest('hex');

interface FactAnswer {
  results?: { result: string; caseId?: string; revision?: number }[];
}

/** What became of the one fact that was told. */
async function factOf(response: Response): Promise<Taken | undefined> {
  const text = await response.text();
  if (response.status >= 500) return undefined;
  const { results = [] } = JSON.parse(text) as FactAnswer;
  const [fact, ...others] = results;
  if (fact?.result === 'faulted') return undefined;
  if (response.status !== 200 || !fact || !['accepted', 'ignored'].includes(fact.result) || others.length > 0)
    throw new Error(`Expected one fact to be taken or put off, but got ${response.status}: ${text}`);
  const { caseId = '', revision } = fact;
  return { caseId, ...(revision !== undefined && { revision }) };
}

export interface Load {
  taken: Map<string, Taken>;
  /** Messages that were refused or are about nobody here, each put away once. */
  refused: number;
  /** Sent, perhaps more than once, and never answered by the time the load ended. */
  open: Sending[];
}

/** Each client sends one thing after another, and each again until it is taken. A client ends when told to. */
export async function sendUntil(ended: () => boolean, clients: readonly (() => Sending)[], load: Load): Promise<void> {
  await Promise.all(
    clients.map(async (next) => {
      while (!ended()) await sendOne(next(), load, ended);
    }),
  );
}

/** Again until it is taken, or nobody asks for it any more: then it stays open. */
export async function sendOne(sending: Sending, load: Load, ended = (): boolean => false): Promise<void> {
  load.open.push(sending);
  while (!ended() && !(await attempt(sending, load))) await pause(20);
}

async function attempt(sending: Sending, load: Load): Promise<boolean> {
  const done = await sending.send().catch((error: unknown) => {
    // A connection that breaks is like no answer; a request without any end, or with a wrong one, is a fault. By name:
    // the test's own classes are not those of `fetch`.
    if ((error as Error).name === 'TypeError') return undefined;
    throw error;
  });
  if (!done) return false;
  load.taken.set(sending.key, done);
  load.open.splice(load.open.indexOf(sending), 1);
  return true;
}

/** Sends what is open to a server that is well: all of it is taken. */
export async function sendTheOpen(load: Load): Promise<void> {
  for (const sending of [...load.open]) {
    await eventually(
      () => attempt(sending, load),
      (done) => done,
      60_000,
    );
  }
}
