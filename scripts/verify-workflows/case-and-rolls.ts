import { v5 as uuidv5 } from 'uuid';
import type { CaseContext, JsonObject, Message, WorkflowName } from '../../workflows/definition.ts';
import type { PeriodContext } from '../../workflows/dispensing-period/base.ts';
import { dispensingPeriodV1 } from '../../workflows/dispensing-period/dispensing-period.v1.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { C1, C2, C4, C8 } from './guarantees.ts';
import { message, toCase } from './moves.ts';
import { stateAt } from './mutant.ts';
import { deletion, period, rollOf } from './period-facts.ts';
import type { Alphabet, Mutation, Subject } from './subject.ts';
import type { Move } from './walk.ts';
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
  'a hold over a roll': of(
    ...[planned, notDispensed, hold('on hold', day(2), 'created'), hold('hold removed', day(9), 'removed')],
    does('confirmDaysPlanned'),
  ),
  'a death while a roll comes': of(
    ...[planned, dispensed, death('dead', 10, false, 'c'), death('alive', 11, true, 'c')],
    does('dismissDeathReport'),
  ),
  'a case opened by mistake': of(...[planned, dispensed], ...['voidCase', 'restoreVoided'].map((type) => does(type))),
};

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
      course: { onHold, isClosed, holds },
      ...rest
    } = context as PeriodContext;
    return [rest, known, Boolean(receivedAt), onHold, isClosed, holds.map(({ to }) => Boolean(to))];
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
  start: (root) =>
    startWith(root, at, { prescriptions: [{ prescriptionId: 'p', drugId: 'd', validTo: '2030-01-01T00:00:00Z' }] }),
  alphabets,
  guarantees: [C1, C2, C4, C8],
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
