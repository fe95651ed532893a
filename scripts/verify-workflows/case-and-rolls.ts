import { v5 as uuidv5 } from 'uuid';
import { danishDate, plusHours, shiftDay } from '../../workflows/calendar.ts';
import type { CaseContext, JsonObject, Message, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import type { PeriodContext } from '../../workflows/dispensing-period/base.ts';
import { dispensingPeriodV1 } from '../../workflows/dispensing-period/dispensing-period.v1.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { current as today } from '../../workflows/policy/current.ts';
import { combined } from '../../workflows/policy/in-force.ts';
import { caseCanBeCorrected, isOpenAfter } from './checks.ts';
import { aliveAgain, diedInHospital, from } from './dose-dispensing-moves.ts';
import { C1, C2, C3, C4, C6, C8, C9, P3 } from './guarantees.ts';
import { having, message, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { deletion, period, rollOf } from './period-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Check, Move, World } from './walk.ts';
import { rootId, startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const told = (name: string, fact: Message): Move => ({ name, target: rollOf(fact), message: fact });
const next = (status: string, n: number, more: JsonObject = {}): Move =>
  told(
    `next: ${status}`,
    period(status, day(n), { periodId: 'b', startDate: '2023-03-25', endDate: '2023-04-07', ...more }),
  );
const does = (type: string, data: JsonObject = { reason: 'because' }): Move => toCase('command', type, at, data);
const ofNext = (type: string): Move => ({
  name: type,
  target: { kind: 'case', caseId: uuidv5('dispensing-period:b', rootId) },
  message: message('command', type, at),
});
const hold = (name: string, on: string, change: string): Move =>
  toCase('fact', 'holdObserved', on, { registrationId: 'r', from: day(2), change }, name);
const heldBriefly = toCase(
  'fact',
  'holdObserved',
  day(2),
  { registrationId: 'r', from: '2023-03-23T11:00:00.000Z', to: '2023-03-24T11:00:00.000Z', change: 'created' },
  'on hold from the 23rd to the 24th',
);
const death = (name: string, n: number, withdrawn: boolean, reportId: string): Move =>
  toCase('fact', 'deathReportObserved', day(n), { reportId, source: 'CPR', withdrawn }, name);

const current = told(
  'current: Ekspederet',
  period('Ekspederet', day(1), { startDate: '2023-03-11', endDate: '2023-03-24' }),
);
const [planned, dispensed, notDispensed] = [
  next('Planlagt', 2),
  next('Ekspederet', 4),
  next('Ekspederes ikke', 5),
] as const;

const ended: readonly Move[] = [
  ...['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'],
].map((type) => does(type, { reason: 'citizenDeclines' }));

/** FMK shows the roll again, later than all that the walk has of it. */
const laterReading: Check = caseCanBeCorrected((world, child) => {
  const { periodId } = child.state.snapshot.context as PeriodContext;
  const [startDate, endDate] = [shiftDay(danishDate(world.at), 7), shiftDay(danishDate(world.at), 20)];
  const planned = period('Planlagt', plusHours(world.at, 1000), { periodId, startDate, endDate });
  return isOpenAfter(world, child, [{ name: 'later', target: { kind: 'case', caseId: child.id }, message: planned }]);
});

const alphabets = {
  'a roll that comes, late or not': of(
    ...[planned, dispensed, told('next: deleted', deletion(day(7), 'b'))],
    ...['confirmRollReceived', 'confirmPharmacyAsked'].map(ofNext),
    does('settleAlarm'),
  ),
  'a roll that does not come': of(
    ...[planned, notDispensed, next('Kasseres', 6, { discardReason: 'Fejl' })],
    ofNext('confirmReplacement'),
  ),
  'a hold over a roll': {
    ...of(
      ...[planned, notDispensed, hold('on hold', day(2), 'created'), hold('hold removed', day(9), 'removed')],
      does('confirmDaysPlanned'),
    ),
    timers: {
      fire: (key: string) => concerned.test(key) && !key.includes('planning.open'),
      words: 'those that a roll and a hold bring about, but of the alarms that no roll follows',
    },
  },
  'a hold that comes and goes by itself, as dose packing ends': {
    ...of(planned, heldBriefly),
    start: (root: WorkflowDefinition) => having(begun(root), ended.slice(0, -1)),
    timers: {
      fire: (key: string) => /planningClock|daysWithoutRoll|dispensing-period\.dispensing/.test(key),
      words: 'those of `planningClock`, `daysWithoutRoll` and the roll’s `dispensing`',
    },
  },
  'a death while a roll comes': of(
    ...[planned, dispensed, death('dead', 10, false, 'c'), death('alive', 11, true, 'c')],
    does('dismissDeathReport'),
  ),
  'a death in hospital while a roll comes': of(planned, dispensed, diedInHospital, aliveAgain),
  'a roll before all is there that dose packing rests on': {
    ...of(
      ...[planned, dispensed, from(today), from(combined(['option-no-consent']))],
      ...['acceptDiscrepancy', 'reopenDiscrepancy'].map((type) => does(type)),
    ),
    start: (root: WorkflowDefinition) => startWith(root, at, { entry: 'identified' }),
    timers: { fire: (key: string) => key.includes('.foundation.open.'), words: 'those of `foundation.open`' },
  },
  'a roll after the ending': {
    ...of(
      ...[planned, dispensed, told('next: deleted', deletion(day(7), 'b'))],
      ...['settleRollsAfterEnding', 'reopenRollsAfterEnding', 'reopen'].map((type) => does(type)),
    ),
    start: (root: WorkflowDefinition) => having(begun(root), ended),
    timers: { fire: (key: string) => key.includes('.rollsAfterEnding.'), words: 'those of `rollsAfterEnding`' },
  },
  'a roll handed out as payment and its legal basis change': {
    ...of(
      ...[planned, dispensed, next('Pakning afsluttet', 5)],
      ...['municipality', 'citizen'].map((payer) =>
        toCase('command', 'agreePayer', at, { payer }, `the ${payer} pays`),
      ),
      ...[from(today), from(combined(['proposed-2024-ministry', 'option-delivery-fee']))],
    ),
    timers: { fire: () => false, words: 'none, as they fire in the other walks' },
  },
  'a case opened by mistake': of(...[planned, dispensed], ...['voidCase', 'restoreVoided'].map((type) => does(type))),
};

function begun(root: WorkflowDefinition): World {
  return startWith(root, at, {
    prescriptions: [{ prescriptionId: 'p', drugId: 'd', validTo: '2030-01-01T00:00:00Z' }],
  });
}

/** The other regions of the case, and what FMK may say of a roll besides, fire their timers in walks of their own. */
const concerned =
  /dose-dispensing\.(planning\.open\.noNextPeriod|planningClock|daysWithoutRoll|holdReview|death\.reported)\b|dispensing-period\.(dispensing|receipt|replacement|roll\.(planned|dispensed|received|discarded|notDispensed))\b/;

function of(...moves: readonly Move[]): Alphabet {
  return {
    moves: [current, ...moves],
    timers: { fire: (key) => concerned.test(key), words: 'those that a roll, a hold and a reported death bring about' },
  };
}

/** Dates count by the phase they lie in, which the charts tell. */
function essence(context: CaseContext): unknown {
  if ('periodId' in context) {
    const {
      env: _,
      period: { seen: __, receivedAt, ...known },
      heardAt: ___,
      unexpected: ____,
      charge,
      course: { onHold, isClosed, holds },
      ...rest
    } = context as PeriodContext;
    // What is charged steers nothing; that the municipality is charged is looked at.
    const charged = (charge?.payers.municipality ?? 0) > 0;
    return [rest, charged, known, Boolean(receivedAt), onHold, isClosed, holds.map(({ to }) => Boolean(to))];
  }
  const {
    env: _,
    holds,
    hold: inForce,
    courseTold: __,
    planningReviewAt: ___,
    planningReviewArmed: ____,
    ...rest
  } = context as DoseContext;
  return [rest, holds.map(({ endedAt }) => Boolean(endedAt)), Boolean(inForce)];
}

function broken(
  breaks: string,
  damage: string,
  chart: WorkflowName,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  const alphabet: keyof typeof alphabets = 'a roll that comes, late or not';
  return { breaks, damage, chart, make, alphabet, sentence, path };
}

export const caseAndRolls: Subject = {
  name: 'case and rolls',
  about: 'A citizen’s case with the roll in use and the next one, which talk to each other.',
  charts: [doseDispensingV1, dispensingPeriodV1],
  start: begun,
  alphabets,
  guarantees: [C1, C2, C3, C4, C6, C8, { ...C9, check: () => laterReading }, P3],
  silent: {
    C5: 'The warning is a product’s, and none is in this family.',
    C7: 'No prescription request is in this family.',
  },
  looksAt: ['consentRequired', 'deliveryFeeCovered', 'municipalPayerAllowed'],
  death: {
    report: death('dead of another', 12, false, 'd'),
    withdrawal: death('alive after all', 13, true, 'd'),
  },
  essence,
  maxStates: 1500,
  mutations: [
    broken(
      'C4',
      'nobody is asked when no roll follows',
      'dose-dispensing',
      (chart) => delete stateAt(chart, 'planning.none')['always'],
      'Expected someone to be asked about 2023-03-25, on which no medicine is there',
      ['current: Ekspederet'],
    ),
    broken(
      'C4',
      'nobody is asked when a roll is not dispensed',
      'dispensing-period',
      (chart) => delete stateAt(chart, 'dispensing.none')['always'],
      'Expected someone to be asked about 2023-03-25, on which no medicine is there',
      ['current: Ekspederet', 'the timer periodEnd.dispensing-period.roll.dispensed', 'next: Planlagt'],
    ),
    {
      ...broken(
        'C1',
        'a death told by a hospital ends the course at once',
        'dose-dispensing',
        (chart) => (stateAt(chart, 'course.active')['always'] = { guard: 'isDeathReported', target: 'ended' }),
        'Expected deathReported to leave the course alone',
        ['MORS'],
      ),
      alphabet: 'a death in hospital while a roll comes' satisfies keyof typeof alphabets,
    },
    {
      ...broken(
        'C3',
        'nobody is asked about what is missing when a roll is handed out before it',
        'dose-dispensing',
        (chart) => (stateAt(chart, 'foundation.none')['always'] as unknown[]).pop(),
        'Expected someone to be asked about an assessment as suited and consent and a drug to pack',
        ['current: Ekspederet'],
      ),
      alphabet: 'a roll before all is there that dose packing rests on' satisfies keyof typeof alphabets,
    },
    {
      ...broken(
        'C3',
        'nobody is asked about a roll after the ending',
        'dose-dispensing',
        (chart) => delete stateAt(chart, 'rollsAfterEnding.none')['always'],
        'Expected someone to be asked about a roll after the ending',
        ['next: Planlagt'],
      ),
      alphabet: 'a roll after the ending' satisfies keyof typeof alphabets,
    },
    {
      ...broken(
        'C6',
        'the municipality pays whatever the rules say',
        'dose-dispensing',
        (chart) =>
          Object.assign(stateAt(chart, 'fee.unknown')['on'] as object, {
            agreePayer: { target: 'agreed', actions: 'note' },
          }),
        'Expected the municipality pays to leave the dose-packing fee with the citizen',
        ['the municipality pays'],
      ),
      alphabet: 'a roll handed out as payment and its legal basis change' satisfies keyof typeof alphabets,
    },
    broken(
      'C9',
      'a roll is over for good',
      'dispensing-period',
      (chart) => {
        const over = stateAt(chart, 'roll.over');
        delete over['always'];
        over['on'] = { dispensingPeriodObserved: {}, dispensingPeriodDeleted: {} };
      },
      'Expected a later word to reopen dispensing-period, but it stays {"roll":"over"',
      ['current: Ekspederet', 'the timer periodEnd.dispensing-period.roll.dispensed'],
    ),
    {
      breaks: 'C4',
      damage: 'the rolls do not hear of a hold that begins as dose packing ends',
      chart: 'dose-dispensing',
      make: (chart) => {
        stateAt(chart, 'planningClock.ticking')['entry'] = 'armReview';
        delete stateAt(chart, 'planningClock.still')['entry'];
      },
      alphabet: 'a hold that comes and goes by itself, as dose packing ends' satisfies keyof typeof alphabets,
      sentence: 'Expected no roll to be asked for under a hold, but one is',
      path: [
        'next: Planlagt',
        'on hold from the 23rd to the 24th',
        'the timer dispenseBy.dispensing-period.dispensing.waiting',
        'the timer planningReview.dose-dispensing.planningClock.ticking',
      ],
    },
    broken(
      'C2',
      'an alarm waits without a timer',
      'dose-dispensing',
      (chart) => (stateAt(chart, 'planning.open.noNextPeriod.due')['after'] = {}),
      'Expected the task dose-dispensing.planning.open.noNextPeriod.due to end at a deadline, but no timer waits for it',
      ['current: Ekspederet'],
    ),
    broken(
      'C8',
      'a roll goes on asking about a citizen reported dead',
      'dispensing-period',
      (chart) => (stateAt(chart, 'receipt.open')['always'] as unknown[]).shift(),
      'Expected a reported death to stop the task dispensing-period.receipt.open.due, but it is open',
      ['next: Ekspederet'],
    ),
  ],
};
