/** What no system should send, and some do: each of these is refused, or is about nobody here, and lies in the inbox once. */
import { buildNotification } from '../hospital-notification/build-notification.ts';
import { bodyOf } from '../hospital-notification/body-of.ts';
import { relationResponse } from '../fmk/build-message.ts';
import type { Post } from './load.ts';

/** A citizen of whom no case here is. */
const stranger = '2509479989';
const noNumber = '3102479989';

type Poison = (n: number) => { path: string; type: string; body: string; answer: RegExp };

const medcom = (body: string, answer: RegExp): ReturnType<Poison> => ({
  path: '/fhir/$process-message',
  type: 'application/fhir+json',
  body,
  answer,
});
const event = (more: object): ReturnType<Poison> => ({
  path: '/api/integration/events',
  type: 'application/json',
  body: JSON.stringify({ specversion: '1.0', source: '/poison', time: '2026-01-05T08:00:00Z', ...more }),
  answer: /"result":"(invalid|unmatched)"/,
});
const fmk = (body: string, answer: RegExp): ReturnType<Poison> => ({
  path: '/api/integration/fmk',
  type: 'application/xml',
  body,
  answer,
});
const notification = (n: number, cpr = stranger): string =>
  bodyOf(buildNotification({ cpr, episode: `poison-${n}` }))[0].toString();
const relation = (n: number, cpr = stranger): string =>
  relationResponse({ cpr }, [{ id: `${n}`, type: 'Foretrukket apotek', created: '2026-01-05T08:00:00Z' }]);
const outcome = /"OperationOutcome"/;
const fatal = /"fatal-error"/;
const rejected = /"faults":\[/;

const poisons: readonly Poison[] = [
  (n) => medcom(`not JSON ${n}`, outcome),
  (n) => medcom(`{"resourceType":"Patient","id":"${n}"}`, outcome),
  (n) => medcom(`{"resourceType":"Bundle","type":"message","id":"${n}","entry":[]}`, outcome),
  (n) => medcom(notification(n).slice(0, -n % 500 || -1), outcome),
  (n) => medcom(notification(n).replaceAll('"admit-inpatient"', '"admit-nowhere"'), fatal),
  (n) => medcom(notification(n, noNumber), fatal),
  (n) => medcom(notification(n), /"AcknowledgementMessage|"ok"/),
  (n) => event({ id: `${n}`, type: 'dk.dosisflow.fmk.nobodyKnows.v1', data: { cpr: stranger } }),
  (n) => event({ id: `${n}`, type: 'dk.dosisflow.fmk.relationObserved.v1', data: { cpr: noNumber } }),
  (n) => event({ id: `${n}`, type: 'dk.dosisflow.fmk.relationObserved.v1', data: { cpr: stranger, relation: n } }),
  (n) =>
    event({
      id: `${n}`,
      type: 'dk.dosisflow.fmk.relationObserved.v1',
      data: { cpr: stranger, relationId: `${n}`, relation: 'Foretrukket apotek', change: 'registered' },
    }),
  (n) => fmk(`<not closed ${n}`, rejected),
  (n) => fmk(`<!DOCTYPE a [<!ENTITY e "${n}">]><a>&e;</a>`, rejected),
  (n) => fmk(relation(n).replace('2026-01-05T', '2026-13-45T'), rejected),
  (n) => fmk(relation(n, noNumber), rejected),
  (n) => fmk(relation(n), /"result":"unmatched"/),
];

const clients = 8;

/** Sends so many of them, several at a time; throws where one is not answered as the thing it is. */
export async function sendPoison(post: Post, count: number): Promise<void> {
  let sent = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let n = sent++; n < count; n = sent++) await sendOne(post, n);
    }),
  );
}

async function sendOne(post: Post, n: number): Promise<void> {
  const kind = n % poisons.length;
  const poison = poisons[kind]?.(n);
  if (!poison) return;
  const response = await post('adapter', poison.path, poison.body, { 'content-type': poison.type });
  const text = await response.text();
  if (response.status >= 500 || !poison.answer.test(text))
    throw new Error(`Expected poison ${kind} to be refused, but got ${response.status}: ${text}`);
}
