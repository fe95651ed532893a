import { noDayUncoveredUnseen } from '../../test/support/guarantee-covered.ts';
import { deathStopsTasks, hospitalNeverMovesTheCourse, nothingStopsInSilence } from '../../test/support/guarantees.ts';
import type { Chart } from '../../test/support/mutant.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import { deletion, period, rollOf } from '../../test/support/period-facts.ts';
import { toCase } from '../../test/support/walk-moves.ts';
import type { Move, Report } from '../../test/support/walk.ts';
import { rootId, startWith, summary, walk } from '../../test/support/walk.ts';
import { v5 as uuidv5 } from 'uuid';
import { message } from '../../test/support/guarantees.ts';
import type { CaseContext, JsonObject, Message, WorkflowDefinition } from '../definition.ts';
import type { PeriodContext } from '../dispensing-period/base.ts';
import { dispensingPeriodV1 } from '../dispensing-period/dispensing-period.v1.ts';
import type { DoseContext } from './base.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';

/** A citizen's case with the roll in use and the next one, which talk to each other. */
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
const report = (name: string, n: number, withdrawn: boolean, reportId: string): Move =>
  toCase('fact', 'deathReportObserved', day(n), { reportId, source: 'CPR', withdrawn }, name);

const current = told(
  'current: Ekspederet',
  period('Ekspederet', day(1), { startDate: '2023-03-11', endDate: '2023-03-24' }),
);
const moves: readonly Move[] = [
  current,
  next('Planlagt', 2),
  next('Ekspederet', 4),
  next('Ekspederes ikke', 5),
  next('Kasseres', 6, { discardReason: 'Fejl' }),
  told('next: deleted', deletion(day(7), 'b')),
  hold('on hold', day(2), 'created'),
  hold('hold removed', day(9), 'removed'),
  report('dead', 10, false, 'c'),
  report('alive', 11, true, 'c'),
  ...['confirmRollReceived', 'confirmPharmacyAsked', 'confirmReplacement'].map(ofNext),
  ...[
    'confirmDaysPlanned',
    'settleAlarm',
    'reopenAlarms',
    'confirmDeath',
    'dismissDeathReport',
    'endHold',
    'voidCase',
    'restoreVoided',
  ].map((type) => does(type)),
];

const alphabets = {
  'a roll that comes, late or not': [
    ...['next: Planlagt', 'next: Ekspederet', 'next: deleted', 'confirmRollReceived', 'confirmPharmacyAsked'],
    'settleAlarm',
  ],
  'a roll that does not come': ['next: Planlagt', 'next: Ekspederes ikke', 'next: Kasseres', 'confirmReplacement'],
  'a hold over a roll': ['next: Planlagt', 'next: Ekspederes ikke', 'on hold', 'hold removed', 'confirmDaysPlanned'],
  'a death while a roll comes': ['next: Planlagt', 'next: Ekspederet', 'dead', 'alive', 'dismissDeathReport'],
  'a case opened by mistake': ['next: Planlagt', 'next: Ekspederet', 'voidCase', 'restoreVoided'],
};

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
    hold,
    courseTold: __,
    planningReviewAt: ___,
    planningReviewArmed: ____,
    ...rest
  } = context as DoseContext;
  return [rest, holds.map(({ endedAt }) => Boolean(endedAt)), Boolean(hold)];
}

const death = report('dead of another', 12, false, 'd');
const alive = report('alive after all', 13, true, 'd');

function walked(
  names: readonly string[],
  charts: { case?: WorkflowDefinition; roll?: WorkflowDefinition } = {},
  only?: string,
): Report {
  const { case: caseChart = doseDispensingV1, roll: rollChart = dispensingPeriodV1 } = charts;
  const definitions = [caseChart, rollChart];
  const of = (name: string): WorkflowDefinition => (name === caseChart.name ? caseChart : rollChart);
  const checks = [
    hospitalNeverMovesTheCourse,
    nothingStopsInSilence,
    noDayUncoveredUnseen,
    deathStopsTasks(of, death, alive),
  ];
  const start = startWith(caseChart, at, {
    prescriptions: [{ prescriptionId: 'p', drugId: 'd', validTo: '2030-01-01T00:00:00Z' }],
  });
  return walk(
    {
      start,
      definitions,
      moves: moves.filter(({ name }) => name === current.name || names.includes(name)),
      essence,
      maxStates: 1500,
      stopAtFailure: only !== undefined,
    },
    only ? checks.filter(({ name }) => name === only) : checks,
  );
}

it('keeps the guarantees of a case and its rolls, whatever facts, commands and timers come, in any order', () => {
  const reports = Object.entries(alphabets).map(([name, names]) => ({ name, ...walked(names) }));
  console.log(reports.map((each) => summary(`a case and its rolls, ${each.name}`, each)).join('\n'));
  expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
  expect(reports.filter(({ complete }) => !complete).map(({ name }) => name)).toEqual([]);
});

const damagedCase = (damage: (chart: Chart) => unknown) => ({ case: mutant(doseDispensingV1, damage) });
const damagedRoll = (damage: (chart: Chart) => unknown) => ({ roll: mutant(dispensingPeriodV1, damage) });

it.each<[string, string, keyof typeof alphabets, Parameters<typeof walked>[1], RegExp, string[]]>([
  [
    'nobody is asked when no roll follows',
    'C4',
    'a roll that comes, late or not',
    damagedCase((chart) => delete stateAt(chart, 'planning.none')['always']),
    /Expected someone to be asked about 2023-03-25, on which no medicine is there/,
    ['current: Ekspederet'],
  ],
  [
    'nobody is asked when a roll is not dispensed',
    'C4',
    'a roll that comes, late or not',
    damagedRoll((chart) => delete stateAt(chart, 'dispensing.none')['always']),
    /Expected someone to be asked about 2023-03-25, on which no medicine is there/,
    ['current: Ekspederet', 'the timer periodEnd.dispensing-period.roll.dispensed', 'next: Planlagt'],
  ],
  [
    'an alarm waits without a timer',
    'C2',
    'a roll that comes, late or not',
    damagedCase((chart) => (stateAt(chart, 'planning.open.noNextPeriod.due')['after'] = {})),
    /Expected the task dose-dispensing.planning.open.noNextPeriod.due to end at a deadline, but no timer waits for it/,
    ['current: Ekspederet'],
  ],
  [
    'a roll goes on asking about a citizen reported dead',
    'C8',
    'a roll that comes, late or not',
    damagedRoll((chart) => (stateAt(chart, 'receipt.open')['always'] as unknown[]).shift()),
    /Expected a reported death to stop the task dispensing-period.receipt.open.due, but it is open/,
    ['next: Ekspederet'],
  ],
])('finds a pair where %s (%s)', (_, name, alphabet, charts, sentence, path) => {
  const { failures } = walked(alphabets[alphabet], charts, name);
  expect(failures).toEqual([{ check: name, sentence: expect.stringMatching(sentence), path }]);
});
