import { v5 as uuidv5 } from 'uuid';
import type { CaseContext, JsonObject, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { hospitalStayV1 } from '../../workflows/hospital-stay/hospital-stay.v1.ts';
import { combined } from '../../workflows/policy/in-force.ts';
import { C1, C2, C4, C8, C9, P3 } from './guarantees.ts';
import { having, message, toCase, told } from './moves.ts';
import type { Chart } from './mutant.ts';
import { stateAt } from './mutant.ts';
import { rollForYears, rollTold } from './period-facts.ts';
import { fact } from './stay-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Move, World } from './walk.ts';
import { rootId, startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const does = (type: string, data: JsonObject = { reason: 'because' }): Move => toCase('command', type, at, data);
const hold = (name: string, on: string, change: string): Move =>
  toCase('fact', 'holdObserved', on, { registrationId: 'r', from: day(2), change }, name);
/** Of the stay that the first message about it opens. */
const stayId = uuidv5('hospital-stay:sor|a', rootId);
const ofStay = (type: string): Move => ({
  name: type,
  target: { kind: 'case', caseId: stayId },
  message: message('command', type, at),
});

const death = told(fact('MORS', day(15)));
const alive = told(fact('MORS', day(16), { change: 'cancelled' }));
const endingExplained = toCase(
  ...([
    'command',
    'planEnding',
    at,
    { reason: 'citizenDeclines', text: 'because' },
    'planEnding with a reason',
  ] as const),
);
/** Dated so that corrections follow what they correct. */
const moves: readonly Move[] = [
  told(fact('STAA', day(1))),
  told(fact('STIN', day(1))),
  told(fact('SLHJ', day(5))),
  told(fact('SLHJ', day(6), { change: 'cancelled' })),
  told(fact('STAA', day(7), { change: 'cancelled' })),
  { ...told(fact('STAA', day(14))), name: 'another STAA' },
  death,
  alive,
  hold('on hold', day(2), 'created'),
  hold('hold removed', day(9), 'removed'),
  toCase(
    'fact',
    'dosePrescriptionObserved',
    day(3),
    { prescriptionId: 'p', drugId: '28100009555', status: 'cancelled' },
    'prescription removed',
  ),
  ...['reportDeath', 'confirmDeath', 'dismissDeathReport', 'voidCase', 'restoreVoided'].map((type) => does(type)),
  { ...does('planEnding', { reason: 'citizenDeclines' }), under: { rule: 'firstChoice', move: endingExplained } },
  endingExplained,
  ...['confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded', 'reopen'].map(
    (type) => does(type),
  ),
  does('confirmDaysPlanned'),
  does('giveRemovalReason', { prescriptionId: 'p', reason: 'because' }),
  ...['reviewAdmission', 'confirmStillAdmitted', 'confirmHoldLifted', 'dismissStay', 'restoreStay'].map(ofStay),
];

/** One item of the discharge checklist stands for all six, one step of an ending for three; of the planning of rolls, see “case and rolls”. */
const otherItems =
  /(planning|prescriptionsAccounted|newDrugs|currentRoll|nextPeriod|homeInformed|pharmacyTold|feeStopped)/;
/** Regions that no stay talks to: the case's own walks go through them. */
const ownRegions =
  /dose-dispensing\.(course\.starting|suitability|consent|fee|foundation|oldBoxes|medicationChange|residence|pharmacy|gp|referral|gpWord|renewal|orderEnd|rollsAfterEnding|careMessages|awaitedReply)\./;

function started(root: WorkflowDefinition): World {
  const roll = { name: 'a roll', target: { kind: 'case', caseId: rootId }, message: rollForYears(at) } as const;
  return having(startWith(root, at, {}), [roll]);
}

const known = { prescriptionId: 'p', drugId: '28100009555', validTo: '2033-03-24T00:00:00Z' };
const rollInUse = (name: string, on: string, stage: 'dispensed' | 'discarded'): Move => ({
  name,
  target: { kind: 'case', caseId: rootId },
  message: rollTold('years', on, { endDate: '2033-03-24', stage, drugs: ['28100009555'] }),
});

function of(...names: string[]): Alphabet {
  const unknown = names.find((name) => !moves.some((move) => move.name === name));
  if (unknown) throw new Error(`Expected a move named ${unknown}, but there is none`);
  return {
    moves: moves.filter(({ name }) => names.includes(name)),
    timers: {
      fire: (key) => !otherItems.test(key) && !ownRegions.test(key),
      words:
        'those that a stay may bring about, and those of one item of the checklist for all six, of one step of an ending for three',
    },
  };
}

const alphabets = {
  'the duties of a stay': of(
    ...['STIN', 'SLHJ', 'AN_SLHJ', 'reviewAdmission', 'confirmStillAdmitted', 'confirmHoldLifted'],
    ...['MORS', 'AN_MORS', 'dismissDeathReport'],
  ),
  'a death, confirmed and taken back': of(
    ...['STIN', 'MORS', 'AN_MORS', 'confirmDeath', 'dismissDeathReport'],
    ...['voidCase', 'restoreVoided', 'confirmEnded'],
  ),
  'a death that the hospital does not take back': of(
    ...['STIN', 'SLHJ', 'MORS', 'reportDeath', 'confirmDeath', 'dismissDeathReport', 'confirmEnded'],
  ),
  'an ending and mistakes': of(
    ...['STIN', 'planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped'],
    ...['confirmEnded', 'reopen', 'voidCase', 'restoreVoided'],
  ),
  'an ending where dose packing is the first choice': {
    ...of('STIN', 'SLHJ', 'planEnding with a reason'),
    forbidden: moves.filter(({ name }) => name === 'planEnding'),
    start: (root: WorkflowDefinition) => ({ ...started(root), policy: combined(['option-first-choice']) }),
  },
  'acute visits and a dismissed stay': of(
    ...['STAA', 'AN_STAA', 'another STAA', 'SLHJ', 'AN_SLHJ', 'dismissStay', 'restoreStay'],
    ...['voidCase', 'restoreVoided'],
  ),
  'a prescription removed during the stay': of(
    ...['STIN', 'prescription removed', 'giveRemovalReason', 'MORS', 'AN_MORS'],
  ),
  'what moves the first day without medicine after the discharge': {
    start: (root: WorkflowDefinition) =>
      having(startWith(root, at, { prescriptions: [known] }), [
        rollInUse('a roll in use', at, 'dispensed'),
        told(fact('STIN', day(1))),
      ]),
    moves: [
      ...moves.filter(({ name }) => ['SLHJ', 'AN_SLHJ', 'confirmHoldLifted'].includes(name)),
      rollInUse('the roll is discarded', day(21), 'discarded'),
      rollInUse('the roll is there again', day(22), 'dispensed'),
      does('recordDrug', {
        drugId: known.drugId,
        isDoseDispensable: true,
        hasStructuredDosage: true,
        dosing: 'beside',
      }),
    ],
    timers: { fire: () => false, words: 'none, as they fire in the other walks' },
  },
  'a hold during the stay': of('STIN', 'SLHJ', 'on hold', 'hold removed', 'confirmDaysPlanned'),
};

/** What was before a void counts only under it. */
function essence(context: CaseContext): unknown {
  const { env: _, endedBeforeVoid, ...rest } = context as DoseContext;
  return [rest, rest.closed && endedBeforeVoid];
}

function broken(
  breaks: string,
  damage: string,
  chart: WorkflowName,
  make: Mutation['make'],
  alphabet: keyof typeof alphabets,
  sentence: string,
  path: readonly string[],
): Mutation {
  return { breaks, damage, chart, make, alphabet, sentence, path };
}
const commandsOf = (chart: Chart, path: string) => stateAt(chart, path)['on'] as Record<string, unknown>;

export const caseAndStay: Subject = {
  name: 'case and stay',
  about: 'A citizen’s case with one hospital stay and every timer of both: all that they can come to together.',
  charts: [doseDispensingV1, hospitalStayV1],
  start: started,
  alphabets,
  guarantees: [C1, C2, C4, C8, C9, P3],
  silent: {
    C3: 'What a stay tells its case is among the messages of “dose-dispensing”, which is walked for it.',
    C5: 'The warning is a product’s, and none is in this family.',
    C6: 'A stay uses no power that rules give or take; those of the case are walked under “dose-dispensing”.',
    C7: 'No prescription request is in this family.',
  },
  looksAt: ['firstChoice'],
  death: { report: death, withdrawal: alive },
  essence,
  maxStates: 2000,
  unarmed: [
    'xstate.after.holdStart.dose-dispensing.course.active.holdAhead',
    'xstate.after.holdEnd.dose-dispensing.course.onHold.untilEnd',
  ],
  mutations: [
    broken(
      'C4',
      'a stay does not hear of rolls told of after its discharge',
      'dose-dispensing',
      (chart) => delete stateAt(chart, 'careSetting')['always'],
      'what moves the first day without medicine after the discharge',
      'Expected the stay to know of 2023-03-20 as the first without medicine',
      ['SLHJ', 'the roll is discarded'],
    ),
    broken(
      'C2',
      'a stay waits for its admission without a timer',
      'hospital-stay',
      (chart) => delete stateAt(chart, 'unknownAdmission.waiting')['after'],
      'the duties of a stay',
      'Expected someone or some timer to move hospital-stay on, but it is {"stay":"awaitingAdmission"',
      ['AN_SLHJ'],
    ),
    broken(
      'C2',
      'a stay waits for its discharge without a timer',
      'hospital-stay',
      (chart) => delete stateAt(chart, 'missingDischarge.watching')['after'],
      'the duties of a stay',
      'Expected someone or some timer to move hospital-stay on, but it is {"stay":"inpatient"',
      ['STIN', 'reviewAdmission'],
    ),
    broken(
      'C2',
      'a stay waits for its discharge with a timer that does not ask',
      'hospital-stay',
      (chart) => (stateAt(chart, 'missingDischarge.watching')['after'] = { missingDischarge: { actions: 'wake' } }),
      'the duties of a stay',
      'Expected the timer missingDischarge.hospital-stay.missingDischarge.watching to move the case or wait again',
      ['STIN', 'the timer missingDischarge.hospital-stay.missingDischarge.watching'],
    ),
    broken(
      'C2',
      'a stay rests for a death that its case does not ask about',
      'dose-dispensing',
      (chart) => delete stateAt(chart, 'death.reported.unasked')['always'],
      'a death that the hospital does not take back',
      'Expected the case to ask about the death, but hospital-stay rests and no one is asked',
      ['STIN', 'reportDeath'],
    ),
    {
      ...broken(
        'C9',
        'an ended case cannot be reopened',
        'dose-dispensing',
        (chart) => delete commandsOf(chart, 'course.ended')['reopen'],
        'an ending and mistakes',
        'Expected a correction to lead back from {"course":"ended"',
        ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'],
      ),
      letters: [
        'STIN',
        'planEnding',
        'confirmOrdinaryPrescriptions',
        'confirmPharmacyTold',
        'confirmFeeStopped',
        'confirmEnded',
      ],
    },
    {
      ...broken(
        'C9',
        'a voided case cannot be restored',
        'dose-dispensing',
        (chart) => delete commandsOf(chart, 'course.voided')['restoreVoided'],
        'an ending and mistakes',
        'Expected a correction to lead back from {"course":"voided"',
        ['voidCase'],
      ),
      letters: ['STIN', 'voidCase', 'restoreVoided'],
    },
    {
      ...broken(
        'C9',
        'a dismissed death leaves the stay closed',
        'hospital-stay',
        (chart) => delete (chart['on'] as Record<string, unknown>)['deathDismissed'],
        'a death that the hospital does not take back',
        'Expected a correction to lead back from {"course":{"active":"unheld"}',
        ['MORS'],
      ),
      letters: ['STIN', 'MORS', 'confirmDeath', 'dismissDeathReport'],
    },
  ],
};
