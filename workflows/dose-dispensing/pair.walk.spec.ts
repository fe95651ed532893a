import { v5 as uuidv5 } from 'uuid';
import type { AnyStateNode } from 'xstate';
import { Citizen } from '../../test/support/citizen.ts';
import {
  deathStopsTasks,
  everythingCanBeCorrected,
  hospitalNeverMovesTheCourse,
  hospitalTasksAreMunicipal,
  message,
  nothingStopsInSilence,
} from '../../test/support/guarantees.ts';
import type { Chart } from '../../test/support/mutant.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import { fact } from '../../test/support/stay-facts.ts';
import { told, toCase } from '../../test/support/walk-moves.ts';
import type { Move, Report } from '../../test/support/walk.ts';
import { rootId, startWith, summary, walk } from '../../test/support/walk.ts';
import type { CaseContext, JsonObject, WorkflowDefinition } from '../definition.ts';
import { hospitalStayV1 } from '../hospital-stay/hospital-stay.v1.ts';
import type { DoseContext } from './base.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';

/** A citizen's case with one hospital stay, and every timer of both: all that they can come to together. */
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
  does('planEnding', { reason: 'citizenDeclines' }),
  ...[
    'confirmOrdinaryPrescriptions',
    'confirmPharmacyTold',
    'confirmFeeStopped',
    'confirmEnded',
    'reopen',
    'confirmDaysPlanned',
  ].map((type) => does(type)),
  does('giveRemovalReason', { prescriptionId: 'p', reason: 'because' }),
  ...['reviewAdmission', 'confirmStillAdmitted', 'confirmHoldLifted', 'dismissStay', 'restoreStay'].map(ofStay),
];

/**
 * Each is walked to its end, and in each state C8 tells of a death and takes it back besides. One item of the discharge checklist stands for all six. A death told by others than the
 * hospital is left out of where the first word of the stay may be a correction: see the test that fails below.
 */
const alphabets = {
  'the duties of a stay': [
    ...['STIN', 'SLHJ', 'AN_SLHJ', 'reviewAdmission', 'confirmStillAdmitted', 'confirmHoldLifted'],
    ...['MORS', 'AN_MORS', 'dismissDeathReport'],
  ],
  'a death, confirmed and taken back': [
    ...['STIN', 'MORS', 'AN_MORS', 'confirmDeath', 'dismissDeathReport'],
    ...['voidCase', 'restoreVoided', 'confirmEnded'],
  ],
  'a death that the hospital does not take back': [
    ...['STIN', 'SLHJ', 'MORS', 'reportDeath', 'confirmDeath', 'dismissDeathReport', 'confirmEnded'],
  ],
  'an ending and mistakes': [
    ...['STIN', 'planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped'],
    ...['confirmEnded', 'reopen'],
    ...['voidCase', 'restoreVoided'],
  ],
  'acute visits and a dismissed stay': [
    ...['STAA', 'AN_STAA', 'another STAA', 'SLHJ', 'AN_SLHJ', 'dismissStay', 'restoreStay'],
    ...['voidCase', 'restoreVoided'],
  ],
  'a prescription removed during the stay': ['STIN', 'prescription removed', 'giveRemovalReason', 'MORS', 'AN_MORS'],
  'a hold during the stay': ['STIN', 'SLHJ', 'on hold', 'hold removed', 'confirmDaysPlanned'],
};

/** One item stands for all of the checklist; of the rolls and their planning, see roll.walk.spec.ts. */
const otherItems = /(planning|prescriptionsAccounted|newDrugs|currentRoll|nextPeriod|homeInformed)/;
/** Regions that no stay talks to: the case's own walk goes through them. */
const newPath = /dose-dispensing\.(course\.starting|suitability|consent|fee|foundation|medicationChange|residence)\./;
const isTimer = (name: string): boolean => name.startsWith('the timer ');

/** What was before a void counts only under it. */
function essence(context: CaseContext): unknown {
  const { env: _, endedBeforeVoid, ...rest } = context as DoseContext;
  return [rest, rest.closed && endedBeforeVoid];
}

/** With `only`, a chart is known to break that guarantee. */
function walked(
  names: readonly string[],
  charts: { case?: WorkflowDefinition; stay?: WorkflowDefinition } = {},
  only?: string,
): Report {
  const { case: caseChart = doseDispensingV1, stay: stayChart = hospitalStayV1 } = charts;
  const of = (name: string): WorkflowDefinition => (name === caseChart.name ? caseChart : stayChart);
  const checks = [
    hospitalNeverMovesTheCourse,
    nothingStopsInSilence,
    hospitalTasksAreMunicipal,
    everythingCanBeCorrected,
    deathStopsTasks(of, death, alive),
  ];
  return walk(
    {
      start: startWith(caseChart, at, {}),
      definitions: [caseChart, stayChart],
      moves: moves.filter(({ name }) => names.includes(name)),
      leaveOut: (key) => otherItems.test(key) || newPath.test(key),
      essence,
      maxStates: 2000,
      stopAtFailure: only !== undefined,
    },
    only ? checks.filter(({ name }) => name === only) : checks,
  );
}

it('keeps the guarantees of a case and its stay, whatever facts, commands and timers come, in any order', () => {
  const reports = Object.entries(alphabets).map(([name, names]) => ({ name, names, ...walked(names) }));
  console.log(reports.map((report) => summary(`a case and its stay, ${report.name}`, report)).join('\n'));
  expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
  // Everything reachable was reached, and every letter of each alphabet did something somewhere.
  expect(reports.map(({ name, complete }) => [name, complete])).toEqual(
    Object.keys(alphabets).map((name) => [name, true]),
  );
  for (const { names, moved } of reports)
    expect([...moved].filter((name) => !isTimer(name)).toSorted()).toEqual(names.toSorted());
  // Of all timers of both charts only those of dated holds never fired: no message of these alphabets arms them.
  const fired = new Set(reports.flatMap(({ moved }) => [...moved].filter(isTimer)));
  expect([doseDispensingV1, hospitalStayV1].flatMap(timersIn).filter((name) => !fired.has(name))).toEqual([
    'the timer holdStart.dose-dispensing.course.active.holdAhead',
    'the timer holdEnd.dose-dispensing.course.onHold.untilEnd',
  ]);
});

function timersIn({ machine }: WorkflowDefinition): string[] {
  const below = (node: AnyStateNode): string[] => [
    ...(node.after as { eventType: string }[]).map(({ eventType }) => eventType),
    ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(below),
  ];
  return below(machine.root)
    .filter((key) => !otherItems.test(key) && !newPath.test(key))
    .map((key) => `the timer ${key.replace('xstate.after.', '')}`);
}

const damagedCase = (damage: (chart: Chart) => unknown) => ({ case: mutant(doseDispensingV1, damage) });
const damagedStay = (damage: (chart: Chart) => unknown) => ({ stay: mutant(hospitalStayV1, damage) });
const commandsOf = (chart: Chart, path: string) => stateAt(chart, path)['on'] as Record<string, unknown>;

it.each<[string, string, string[], Parameters<typeof walked>[1], { sentence: string; path: string[] }]>([
  [
    'a stay waits for its admission without a timer',
    'C2',
    alphabets['the duties of a stay'],
    damagedStay((chart) => delete stateAt(chart, 'unknownAdmission.waiting')['after']),
    {
      sentence: 'Expected someone or some timer to move hospital-stay on, but it is {"stay":"awaitingAdmission"',
      path: ['AN_SLHJ'],
    },
  ],
  [
    'a stay waits for its discharge without a timer',
    'C2',
    alphabets['the duties of a stay'],
    damagedStay((chart) => delete stateAt(chart, 'missingDischarge.watching')['after']),
    {
      sentence: 'Expected someone or some timer to move hospital-stay on, but it is {"stay":"inpatient"',
      path: ['STIN', 'reviewAdmission'],
    },
  ],
  [
    'a stay waits for its discharge with a timer that does not ask',
    'C2',
    alphabets['the duties of a stay'],
    damagedStay(
      (chart) => (stateAt(chart, 'missingDischarge.watching')['after'] = { missingDischarge: { actions: 'wake' } }),
    ),
    {
      sentence:
        'Expected the timer missingDischarge.hospital-stay.missingDischarge.watching to move the case or wait again',
      path: ['STIN', 'the timer missingDischarge.hospital-stay.missingDischarge.watching'],
    },
  ],
  [
    'a stay rests for a death that its case does not ask about',
    'C2',
    alphabets['a death that the hospital does not take back'],
    damagedCase((chart) => delete stateAt(chart, 'death.reported.unasked')['always']),
    {
      sentence: 'Expected the case to ask about the death, but hospital-stay rests and no one is asked',
      path: ['STIN', 'reportDeath'],
    },
  ],
  [
    'an ended case cannot be reopened',
    'C9',
    alphabets['an ending and mistakes'].filter((name) => !/void/i.test(name)),
    damagedCase((chart) => delete commandsOf(chart, 'course.ended')['reopen']),
    {
      sentence: 'Expected a correction to lead back from {"course":"ended"',
      path: ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'],
    },
  ],
  [
    'a voided case cannot be restored',
    'C9',
    ['STIN', 'SLHJ', 'voidCase', 'restoreVoided'],
    damagedCase((chart) => delete commandsOf(chart, 'course.voided')['restoreVoided']),
    { sentence: 'Expected a correction to lead back from {"course":"voided"', path: ['voidCase'] },
  ],
  [
    'a dismissed death leaves the stay closed',
    'C9',
    alphabets['a death that the hospital does not take back'],
    damagedStay((chart) => delete (chart['on'] as Record<string, unknown>)['deathDismissed']),
    { sentence: 'Expected a correction to lead back from {"course":{"active":"unheld"}', path: ['MORS'] },
  ],
])('finds a pair where %s (%s)', (_, name, names, charts, { sentence, path }) => {
  expect(walked(names, charts, name).failures).toEqual([
    { check: name, sentence: expect.stringContaining(sentence), path },
  ]);
});

// A stay that a correction alone has told of says nothing to its case, so the case does not know that it must rest.
it('lets a stay rest whose first word is a correction, when others tell of a death', () => {
  const citizen = new Citizen(at).hears(fact('SLHJ', day(6), { change: 'cancelled' }));
  citizen.does('reportDeath', { source: 'the family' }).waitsUntil('2023-04-20T10:00:00.000Z');
  expect(citizen.open.filter((key) => !key.startsWith('dose-dispensing.death.'))).toEqual([]);
});
