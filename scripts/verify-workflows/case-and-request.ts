import { v5 as uuidv5 } from 'uuid';
import type { CaseContext, JsonObject, Message, WorkflowName } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { prescriptionRequestV1 } from '../../workflows/prescription-request/prescription-request.v1.ts';
import { C1, C2, C7, C8, C9, P3 } from './guarantees.ts';
import { message, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { rollTold } from './period-facts.ts';
import { requestEssence } from './prescription-request.ts';
import { requestOf, requestTold } from './request-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Move } from './walk.ts';
import { rootId, startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const told = (name: string, fact: Message): Move => ({ name, target: requestOf(fact), message: fact });
const does = (type: string, data: JsonObject = { reason: 'because' }): Move => toCase('command', type, at, data);
const ofRequest = (type: string, data: JsonObject = { reason: 'because' }): Move => ({
  name: type,
  target: { kind: 'case', caseId: uuidv5('prescription-request:r', rootId) },
  message: message('command', type, at, data),
});
const renewal = (name: string, status: string, n: number): Move =>
  toCase(
    'fact',
    'dosePrescriptionObserved',
    day(n),
    { prescriptionId: 'new', drugId: 'd', status, validTo: '2030-01-01T00:00:00Z' },
    name,
  );
const death = (name: string, n: number, withdrawn: boolean, reportId: string): Move =>
  toCase('fact', 'deathReportObserved', day(n), { reportId, source: 'CPR', withdrawn }, name);
const kmd = { careRecord: 'kmdNexus' };

const toGp = told('asked of the GP', requestTold('unhandled', day(1)));
const toWest = told('asked of the West', requestTold('unhandled', day(1), { to: ['west'], ...kmd }));
const toEast = told('asked of the East', requestTold('unhandled', day(1), { to: ['east'], ...kmd }));
const rejected = told(
  'rejected',
  requestTold('cancelled', day(3), { to: ['west'], ...kmd }, { cancellationReason: 'Behandlingen er afsluttet' }),
);
const prescribed = told('prescribed', requestTold('prescribed', day(9)));
const [renewed, lost] = [renewal('renewed', 'open', 4), renewal('the renewal taken back', 'cancelled', 6)];
/** Its days reach beyond the prescription's end. */
const roll: Move = {
  ...toCase('internal', 'periodChanged', at),
  name: 'the next roll',
  message: rollTold('b', at, {
    startDate: '2023-03-25',
    endDate: '2023-04-07',
    changeCutOffAt: '2023-03-24T14:30:00.000Z',
    drugs: ['d'],
  }),
};

const alphabets = {
  'a request rejected in the West': of(
    toWest,
    rejected,
    prescribed,
    ofRequest('noteRejection'),
    ofRequest('reopenRequest'),
    roll,
  ),
  'a renewal that comes and goes': of(
    toGp,
    renewed,
    lost,
    ...['closeRequest', 'reopenRequest'].map((type) => ofRequest(type)),
    does('settleAlarm'),
    roll,
  ),
  'a death while a request lies in a pool': of(
    ...[toEast, death('dead', 10, false, 'c'), death('alive', 11, true, 'c')],
    does('dismissDeathReport'),
  ),
  'a case opened by mistake': of(
    toEast,
    ofRequest('recordForwarding', { to: 'ownGp' }),
    ...['voidCase', 'restoreVoided'].map((type) => does(type)),
  ),
};

/** The other regions of the case fire their timers in walks of their own. */
const concerned =
  /prescription-request\.(answer\.(watching|open\.(unanswered|pooled))|rejection\.open\.unseen)\b|dose-dispensing\.(planning\.open\.prescriptionExpiring|death\.reported)\b/;

function of(...moves: readonly Move[]): Alphabet {
  return {
    moves,
    timers: { fire: (key) => concerned.test(key), words: 'those that a request and a reported death bring about' },
  };
}

function essence(context: CaseContext, now: string): unknown {
  if ('requestId' in context) return requestEssence(context, now);
  const {
    env: _,
    planningReviewAt: __,
    planningReviewArmed: ___,
    services: ____,
    endedBeforeVoid,
    ...rest
  } = context as DoseContext;
  return [rest, rest.closed && endedBeforeVoid];
}

function broken(
  breaks: string,
  damage: string,
  chart: WorkflowName,
  alphabet: keyof typeof alphabets,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  return { breaks, damage, chart, make, alphabet, sentence, path };
}

export const caseAndRequest: Subject = {
  name: 'case and request',
  about: 'A citizen’s case with one prescription request, which talk to each other.',
  charts: [doseDispensingV1, prescriptionRequestV1],
  start: (root) =>
    startWith(root, at, {
      prescriptions: [{ prescriptionId: 'old', drugId: 'd', validTo: '2023-04-05T00:00:00Z' }],
    }),
  alphabets,
  guarantees: [C1, C2, C7, C8, C9, P3],
  death: { report: death('dead of another', 12, false, 'e'), withdrawal: death('alive after all', 13, true, 'e') },
  essence,
  maxStates: 1500,
  mutations: [
    broken(
      'C7',
      'the case does not hear how far a request is',
      'dose-dispensing',
      'a request rejected in the West',
      (chart) => {
        const on = chart['on'] as Record<string, { actions: unknown }>;
        if (on['requestChanged']) on['requestChanged'].actions = [];
      },
      'Expected the case to know that the request is awaitingAnswer, but it knows of none',
      ['asked of the West'],
    ),
    broken(
      'C7',
      'a request does not hear that its renewal was taken back',
      'dose-dispensing',
      'a renewal that comes and goes',
      (chart) => {
        const on = chart['on'] as Record<string, { actions: unknown }>;
        if (on['dosePrescriptionObserved']) on['dosePrescriptionObserved'].actions = 'observePrescription';
      },
      'Expected a prescription, a cancellation with a reason or a person to have closed the request',
      ['renewed', 'asked of the GP', 'the renewal taken back'],
    ),
    broken(
      'C8',
      'a request goes on asking about a citizen reported dead',
      'prescription-request',
      'a death while a request lies in a pool',
      (chart) => (stateAt(chart, 'answer.open')['always'] as unknown[]).shift(),
      'Expected a reported death to stop the task prescription-request.answer.open.pooled.due, but it is open',
      ['asked of the East', 'the timer answer.prescription-request.answer.watching'],
    ),
  ],
};
