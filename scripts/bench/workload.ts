/** What the measured cases are asked to do: FMK's facts and people's commands, on the clinical chart. */
import { randomUUID } from 'node:crypto';
import type { Engine, Handled, Request } from '../../src/engine/engine.ts';
import type { Actor, JsonObject, Message } from '../../workflows/definition.ts';

const nurse: Actor = { kind: 'person', id: 'bench', role: 'municipalNurse' };
const adapter: Actor = { kind: 'client', id: 'bench', role: 'client' };

export interface Step {
  kind: 'command' | 'fact';
  type: string;
  data: JsonObject;
}

const command = (type: string, data: JsonObject = {}): Step => ({ kind: 'command', type, data });
const hold = (change: 'created' | 'removed'): Step => ({
  kind: 'fact',
  type: 'holdObserved',
  data: { registrationId: '3141592653', from: '2026-01-05T08:00:00Z', change },
});
const prescriptions = Array.from({ length: 8 }, (_, n) => ({
  prescriptionId: `27182818284${n}`,
  drugId: `2810000000${n}`,
  validTo: '2028-01-05T08:00:00Z',
}));

/** A citizen with eight drugs, whose days after a hold are still unplanned: one open task, one armed timer. */
export const opening = command('open', { since: '2025-03-03', prescriptions });
export const preparation: readonly Step[] = [hold('created'), hold('removed')];

/** Commands that bring a case round to where it was. Each is accepted, however often, and nothing grows. */
export const commandRound: readonly Step[] = [
  command('planEnding', { reason: 'citizenDeclines', text: 'Vil selv dosere', lastDay: '2027-01-31' }),
  command('confirmPharmacyTold', { remark: 'Ringet' }),
  command('cancelEnding', { reason: 'Har ombestemt sig' }),
];

/** The same with FMK's facts between them. */
export const fullRound: readonly Step[] = [
  hold('created'),
  {
    kind: 'fact',
    type: 'dosePrescriptionObserved',
    data: { ...prescriptions[3], status: 'open', validTo: '2028-02-05T08:00:00Z' },
  },
  hold('removed'),
  ...commandRound,
  { kind: 'fact', type: 'dosePrescriptionObserved', data: { ...prescriptions[3], status: 'open' } },
];

export function messageOf(step: Step): Message {
  const by = step.kind === 'command' ? nurse : adapter;
  return { ...step, occurredAt: new Date().toISOString(), by, key: randomUUID() };
}

export function requestOf(caseId: string, step: Step): Request {
  return { to: 'case', caseId, scope: 'bench', message: messageOf(step) };
}

export function expectAccepted(handled: Handled): string {
  if (handled.kind === 'done' && handled.answer.outcome === 'accepted') return handled.answer.caseId;
  throw new Error(`Expected the message to be accepted, but got ${JSON.stringify(handled)}`);
}

/** Goes through the cases lap after lap, giving each the next step of its round. */
export class Rounds {
  readonly #caseIds: readonly string[];
  readonly #round: readonly Step[];
  #given = 0;

  constructor(caseIds: readonly string[], round: readonly Step[]) {
    this.#caseIds = caseIds;
    this.#round = round;
  }

  next(): { caseId: string; n: number; step: Step } {
    const n = Math.floor(this.#given / this.#caseIds.length) % this.#round.length;
    const caseId = this.#caseIds[this.#given % this.#caseIds.length];
    const step = this.#round[n];
    if (!caseId || !step) throw new Error('Expected cases and a round');
    this.#given += 1;
    return { caseId, n, step };
  }

  async send(engine: Engine): Promise<void> {
    const { caseId, step } = this.next();
    expectAccepted(await engine.handle(requestOf(caseId, step)));
  }
}
