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

/** A case, and the step of its round that comes next. */
export interface Turn {
  caseId: string;
  step: number;
}

/**
 * Goes through the cases lap after lap, giving each the next step of its round. As the cases begin at different steps, any
 * messages in a row, be they few or many, are of the whole round in equal parts. One case more than whole rounds: then the
 * next lap begins with the step after the one that the last ended with.
 */
export class Rounds {
  readonly #turns: readonly Turn[];
  readonly #round: readonly Step[];
  #given = 0;

  constructor(turns: readonly Turn[], round: readonly Step[]) {
    this.#turns = turns.slice(0, turns.length - ((turns.length - 1) % round.length));
    this.#round = round;
  }

  next(): { caseId: string; n: number; step: Step } {
    const turn = this.#turns[this.#given % this.#turns.length];
    if (!turn) throw new Error('Expected cases');
    const n = (turn.step + Math.floor(this.#given / this.#turns.length)) % this.#round.length;
    const step = this.#round[n];
    if (!step) throw new Error('Expected a round');
    this.#given += 1;
    return { caseId: turn.caseId, n, step };
  }

  async send(engine: Engine): Promise<void> {
    const { caseId, step } = this.next();
    expectAccepted(await engine.handle(requestOf(caseId, step)));
  }
}
