import { v5 as uuidv5 } from 'uuid';
import type { CaseContext, JsonObject, Message, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { prescriptionRequestV1 } from '../../workflows/prescription-request/prescription-request.v1.ts';
import { current } from '../../workflows/policy/current.ts';
import { combined } from '../../workflows/policy/in-force.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { admitted, aliveAgain, diedInHospital, discharged } from './dose-dispensing-moves.ts';
import { C1, C2, C3, C4, C6, C7, C8, C9, P3 } from './guarantees.ts';
import { having, message, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { rollTold } from './period-facts.ts';
import { requestEssence } from './prescription-request.ts';
import { requestOf, requestTold } from './request-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Move, World } from './walk.ts';
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
const removed = toCase(
  'fact',
  'dosePrescriptionObserved',
  day(3),
  { prescriptionId: 'old', drugId: 'd', status: 'cancelled' },
  'the old prescription removed',
);
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

const currentRoll: Move = {
  ...roll,
  name: 'the current roll',
  message: rollTold('a', at, { stage: 'dispensed', drugs: ['d', 'f'] }),
};
const rollWithout: Move = {
  ...roll,
  name: 'the next roll lacks the drug',
  message: rollTold('b', at, {
    startDate: '2023-03-25',
    endDate: '2023-04-07',
    changeCutOffAt: '2023-03-24T14:30:00.000Z',
    drugs: ['f'],
  }),
};
const drug: JsonObject = { drugId: 'd', isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' };
const recorded = toCase('command', 'recordDrug', at, drug);
const byPharmacist = (type: string): Move => {
  const move = toCase('command', type, at, { drugId: 'd' });
  return { ...move, message: { ...move.message, by: { ...move.message.by, role: 'prescribingPharmacist' } } };
};
/** The rules change, and the next to be decided by them moves nothing. */
const from = (policy: PolicySet): Move => ({ ...recorded, name: `from now on ${policy.id}`, policy });
const begun =
  (validTo: string) =>
  (root: WorkflowDefinition): World =>
    startWith(root, at, { prescriptions: [{ prescriptionId: 'old', drugId: 'd', validTo }] });
const withDrug = (root: WorkflowDefinition): World => having(begun('2030-01-01T00:00:00Z')(root), [recorded]);

const ofFoundation: NonNullable<Alphabet['timers']> = {
  fire: (key) => key.includes('.foundation.open.'),
  words: 'those of `foundation.open`',
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
  'a drug that the next roll lacks': {
    ...of(toGp, removed, renewed, currentRoll, rollWithout),
    start: withDrug,
    timers: ofFoundation,
  },
  'a prescription gone over a stay': {
    ...of(toGp, removed, renewed, lost, admitted, discharged),
    start: withDrug,
    timers: ofFoundation,
  },
  'the pharmacist re-prescribes what is asked for, as rules change': {
    ...of(
      ...[toGp, renewed, byPharmacist('recordRePrescription'), byPharmacist('withdrawRePrescription')],
      ...[from(current), from(combined(['proposed-2024-ministry']))],
    ),
    start: withDrug,
    timers: { fire: () => false, words: 'none, as they fire in the other walks' },
  },
  'a death while a request lies in a pool': of(
    ...[toEast, diedInHospital, aliveAgain, death('dead', 10, false, 'c'), death('alive', 11, true, 'c')],
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
  start: begun('2023-04-05T00:00:00Z'),
  alphabets,
  guarantees: [C1, C2, C3, C4, C6, C7, C8, C9, P3],
  silent: { C5: 'The warning is a product’s, and none is in this family.' },
  looksAt: ['maxRePrescriptions'],
  death: { report: death('dead of another', 12, false, 'e'), withdrawal: death('alive after all', 13, true, 'e') },
  essence,
  maxStates: 1500,
  mutations: [
    broken(
      'C1',
      'an admission puts the course on its way out',
      'dose-dispensing',
      'a prescription gone over a stay',
      (chart) => Object.assign(stateAt(chart, 'course.active')['on'] as object, { stayChanged: 'ending' }),
      'Expected stayChanged to leave the course alone',
      ['admitted'],
    ),
    broken(
      'C3',
      'nobody is asked about a dose prescription that is gone',
      'dose-dispensing',
      'a prescription gone over a stay',
      (chart) => (stateAt(chart, 'foundation.none')['always'] as unknown[]).pop(),
      'Expected someone to be asked about a dose prescription',
      ['the old prescription removed'],
    ),
    broken(
      'C4',
      'nobody is asked about the drug that the next roll lacks',
      'dose-dispensing',
      'a drug that the next roll lacks',
      (chart) => {
        const choosing = stateAt(chart, 'planning.open.choosing');
        choosing['always'] = (choosing['always'] as { target: string }[]).filter(
          ({ target }) => target !== 'drugMissing',
        );
      },
      'Expected someone to be asked about 2023-03-25, on which no medicine is there',
      ['the current roll', 'the next roll lacks the drug'],
    ),
    broken(
      'C6',
      'the pharmacist re-prescribes without a limit',
      'dose-dispensing',
      'the pharmacist re-prescribes what is asked for, as rules change',
      (chart) =>
        Object.assign(stateAt(chart, 'foundation')['on'] as object, { recordRePrescription: { actions: 'note' } }),
      'Expected recordRePrescription to be refused',
      ['recordRePrescription', 'recordRePrescription'],
    ),
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
