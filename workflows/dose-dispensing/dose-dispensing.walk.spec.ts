import { prescriptionsSurviveTheStay } from '../../test/support/guarantee-covered.ts';
import {
  catalogueIsUnderstood,
  deathStopsTasks,
  everythingCanBeCorrected,
  hospitalNeverMovesTheCourse,
  hospitalTasksAreMunicipal,
  message,
  neverAccepted,
  nothingStopsInSilence,
} from '../../test/support/guarantees.ts';
import type { Chart } from '../../test/support/mutant.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import type { Check, Move, Report } from '../../test/support/walk.ts';
import { rootId, startWith, summary, walk } from '../../test/support/walk.ts';
import type { CaseContext, JsonObject, MessageKind, WorkflowDefinition } from '../definition.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { StayChanged } from '../hospital-stay/messages.ts';
import type { DoseContext } from './base.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';
import { endOf } from './facts.ts';
import { doseDispensingMessages } from './messages.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const target = { kind: 'case', caseId: rootId } as const;
const move = (kind: MessageKind, name: string, type: string, occurredAt: string, data: JsonObject = {}): Move => ({
  name,
  target,
  message: message(kind, type, occurredAt, data),
});

const reason = { reason: 'because' };
const data: Record<string, JsonObject> = {
  recordHold: { ...reason, from: '2023-03-25', to: '2023-03-27' },
  keepHold: reason,
  planEnding: { reason: 'citizenDeclines' },
  cancelEnding: reason,
  reopen: reason,
  voidCase: reason,
  restoreVoided: reason,
  reportDeath: { source: 'the family' },
  dismissDeathReport: reason,
  giveRemovalReason: { prescriptionId: 'p1', reason: 'switched' },
  withdrawRemovalReason: { prescriptionId: 'p1' },
  settleAlarm: reason,
};
const command = (type: string): Move => move('command', type, type, at, data[type]);
const commands = Object.entries(doseDispensingMessages).flatMap(([type, { kind }]) =>
  kind === 'command' ? [command(type)] : [],
);
const only = (pattern: RegExp): Move[] => commands.filter(({ name }) => pattern.test(name));

const stay: StayChanged = {
  stay: 'sor|a',
  setting: 'inpatient',
  departments: [{ from: day(2), provider: '265161000016000' }],
  admittedAt: day(2),
  wasInpatient: true,
  cancelled: false,
};
const told = (name: string, change: Partial<StayChanged>): Move =>
  move('internal', name, 'stayChanged', at, { ...stay, ...change });
const admitted = told('admitted', {});
const discharged = told('discharged', { setting: 'home', dischargedAt: day(7) });
const cancelled = told('stay cancelled', { setting: 'home', cancelled: true });
const acute = told('acute visit', { setting: 'acuteAmbulant', wasInpatient: false });
const onLeave = told('on leave', { setting: 'onLeave' });
const held = move('fact', 'FMK: on hold', 'holdObserved', day(3), {
  registrationId: 'r1',
  from: day(3),
  change: 'created',
});
const lifted = move('fact', 'FMK: hold removed', 'holdObserved', day(9), {
  registrationId: 'r1',
  from: day(3),
  change: 'removed',
});
const prescription = (name: string, status: string, n: number, more: JsonObject = {}): Move =>
  move('fact', name, 'dosePrescriptionObserved', day(n), {
    prescriptionId: 'p1',
    drugId: '28100009555',
    status,
    ...more,
  });
const removed = prescription('removed', 'cancelled', 4);
const opened = prescription('opened again', 'open', 6);
const removedWithReason = prescription('removed with a reason', 'cancelled', 5, reason);
const removedLate = move(
  'fact',
  'removed after the discharge',
  'dosePrescriptionObserved',
  '2023-03-07T15:00:00.000Z',
  {
    prescriptionId: 'p1',
    drugId: '28100009555',
    status: 'cancelled',
  },
);
const diedInHospital = move('internal', 'MORS', 'deathReported', at, { stay: 'sor|a' });
const aliveAgain = move('internal', 'AN_MORS', 'deathReportWithdrawn', at, { stay: 'sor|a' });
const otherReport = move('fact', 'CPR: dead', 'deathReportObserved', at, {
  reportId: 'cpr',
  source: 'CPR',
  withdrawn: false,
});
const otherWithdrawn = move('fact', 'CPR: alive', 'deathReportObserved', day(21), {
  reportId: 'cpr',
  source: 'CPR',
  withdrawn: true,
});

const rollAt = (name: string, roll: Partial<Roll> | null): Move =>
  move('internal', name, 'periodChanged', at, {
    period: name.endsWith('next roll') ? 'b' : 'a',
    roll: roll && {
      card: 'k',
      startDate: '2023-03-11',
      endDate: '2023-03-24',
      stage: 'dispensed',
      isAcute: false,
      changeCutOffAt: day(8),
      derivation: 'absolute',
      ...roll,
    },
    citizenDead: false,
    course: { onHold: false, isClosed: false, holds: [] },
  });
const currentRoll = rollAt('the current roll', {});
const nextRoll = rollAt('the next roll', {
  startDate: '2023-03-25',
  endDate: '2023-04-07',
  stage: 'planned',
  changeCutOffAt: '2023-03-22T14:30:00.000Z',
});
const noNextRoll = rollAt('no next roll', null);
const warnings = [
  prescription('expiring', 'open', 7, { validTo: '2023-03-30T11:00:00.000Z' }),
  move('fact', 'an order ends', 'drugMedicationObserved', day(7), {
    drugMedicationId: 'o',
    drugId: '28100009555',
    endDate: '2023-04-01',
  }),
  move('fact', 'D mark lost', 'productChanged', day(8), { drugId: '28100009555', change: 'dMarkLost' }),
];

/** Holds differ by where the moment lies between their ends, not by their dates; what was before a void, only under it. */
function essence(context: CaseContext, now: string): unknown {
  const { env: _, holds, hold, holdAhead, holdKeptAfter, endedBeforeVoid, ...rest } = context as DoseContext;
  const phases = holds.map((each) => {
    const end = endOf(each);
    if (end && end <= now) return `${each.id} over`;
    return `${each.id} ${each.from > now ? 'ahead' : 'now'} ${end ? 'ending' : 'open'}`;
  });
  return [
    rest,
    rest.closed && endedBeforeVoid,
    [...new Set(phases)].toSorted(),
    hold && Boolean(endOf(hold)),
    Boolean(holdAhead),
    Boolean(holdKeptAfter),
  ];
}

const checks = (definition: WorkflowDefinition): Check[] => [
  hospitalNeverMovesTheCourse,
  nothingStopsInSilence,
  hospitalTasksAreMunicipal,
  everythingCanBeCorrected,
  prescriptionsSurviveTheStay,
  catalogueIsUnderstood(definition),
  deathStopsTasks(() => definition, diedInHospital, aliveAgain),
];

const alphabets = {
  'holds and stays': [held, lifted, admitted, discharged, cancelled, ...only(/Hold$|^confirmDays/)],
  'ending and mistakes': only(/Ending$|^confirmEnded|OrdinaryPrescriptions$|PharmacyTold$|^reopen$|[vV]oid/),
  'death, ending and mistakes': [
    diedInHospital,
    aliveAgain,
    ...only(/^planEnding|^confirmEnded|^confirmOrdinary|^confirmPharmacy|^reopen$|[vV]oid|Death/),
  ],
  'deaths told by several': [diedInHospital, aliveAgain, otherReport, otherWithdrawn, ...only(/Death|^confirmEnded/)],
  'planning of rolls': [
    currentRoll,
    nextRoll,
    noNextRoll,
    diedInHospital,
    aliveAgain,
    ...only(/Alarms?$|^dismissDeath/),
  ],
  'what the next roll needs': [nextRoll, ...warnings, ...only(/^settleAlarm/)],
  'prescriptions, stays and death': [
    ...[admitted, discharged, cancelled, acute, onLeave],
    ...[removed, opened, removedWithReason, ...only(/Removal/)],
    ...[diedInHospital, aliveAgain],
  ],
  'prescriptions from before a stay': [opened, admitted, discharged, cancelled, removedLate, ...only(/Removal/)],
};

/** With `only`, the chart is known to break that guarantee. */
function walked(definition: WorkflowDefinition, moves: readonly Move[], only?: string): Report {
  const all = checks(definition);
  return walk(
    {
      start: startWith(definition, at, {}),
      definitions: [definition],
      moves,
      essence,
      maxStates: 4000,
      stopAtFailure: Boolean(only),
    },
    only ? all.filter(({ name }) => name === only) : all,
  );
}

it('keeps its guarantees whatever facts, commands and timers come, in any order', () => {
  const reports = Object.entries(alphabets).map(([name, moves]) => ({ name, ...walked(doseDispensingV1, moves) }));
  console.log(reports.map((report) => summary(`dose-dispensing, ${report.name}`, report)).join('\n'));
  expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
  expect(reports.every(({ complete }) => complete)).toBe(true);
  expect(neverAccepted(doseDispensingV1, reports)).toEqual([]);
});

it.each<[string, string, keyof typeof alphabets, (chart: Chart) => void, { sentence: RegExp; path: string[] }]>([
  [
    'an admission puts the course on its way out',
    'C1',
    'holds and stays',
    (chart) => Object.assign(stateAt(chart, 'course.active')['on'] as object, { stayChanged: 'ending' }),
    { sentence: /Expected stayChanged to leave the course alone/, path: ['admitted'] },
  ],
  [
    'a death told ends the course at once',
    'C1',
    'deaths told by several',
    (chart) => (stateAt(chart, 'course.active')['always'] = { guard: 'isDeathReported', target: 'ended' }),
    { sentence: /Expected deathReported to leave the course alone/, path: ['MORS'] },
  ],
  [
    'a task waits without a timer',
    'C2',
    'holds and stays',
    (chart) => delete stateAt(chart, 'daysWithoutRoll.open.due')['after'],
    {
      sentence: /Expected the task dose-dispensing.daysWithoutRoll.open.due to end at a deadline, but no timer waits/,
      path: ['FMK: on hold', 'FMK: hold removed'],
    },
  ],
  [
    'a timer that does nothing',
    'C2',
    'holds and stays',
    (chart) => (stateAt(chart, 'holdReview.open.overdue')['after'] = { escalation: { actions: 'planDays' } }),
    {
      sentence: /Expected the timer escalation.dose-dispensing.holdReview.open.overdue to move the case or wait again/,
      path: [
        'FMK: on hold',
        'discharged',
        'the timer urgent.dose-dispensing.holdReview.open.due',
        'the timer escalation.dose-dispensing.holdReview.open.overdue',
      ],
    },
  ],
  [
    'a task that a death leaves open',
    'C8',
    'prescriptions, stays and death',
    (chart) => (stateAt(chart, 'removal.open')['always'] as unknown[]).shift(),
    {
      sentence: /Expected a reported death to stop the task dose-dispensing.removal.open.due/,
      path: ['admitted', 'removed'],
    },
  ],
  [
    'a task that comes back as if it had never been overdue',
    'C8',
    'prescriptions, stays and death',
    (chart) => (stateAt(chart, 'removal.stopped')['always'] = { guard: 'isOpen', target: 'none' }),
    {
      sentence: /Expected a death told and taken back to leave/,
      path: ['admitted', 'removed', 'the timer followUp.dose-dispensing.removal.open.due'],
    },
  ],
  [
    'an alarm that a death leaves open',
    'C8',
    'planning of rolls',
    (chart) => (stateAt(chart, 'planning.open')['always'] as unknown[]).shift(),
    {
      sentence: /Expected a reported death to stop the task dose-dispensing.planning.open.noNextPeriod.due/,
      path: ['the current roll'],
    },
  ],
  [
    'a removal at discharge that nobody is asked about',
    'C4',
    'prescriptions from before a stay',
    (chart) => delete stateAt(chart, 'removal.none')['always'],
    {
      sentence: /Expected p1 from before the stay to be valid, gone with a reason, or asked about/,
      path: ['opened again', 'admitted', 'discharged', 'removed after the discharge'],
    },
  ],
  [
    'an ending for good',
    'C9',
    'ending and mistakes',
    (chart) => finalise(stateAt(chart, 'course.ended')),
    {
      sentence: /Expected a correction to lead back from {"course":"ended"/,
      path: ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmEnded'],
    },
  ],
  [
    'a fact that no state knows',
    'catalogue',
    'holds and stays',
    (chart) => delete (chart['on'] as Record<string, unknown>)['dosePrescriptionObserved'],
    { sentence: /Expected dosePrescriptionObserved to be handled or listed as ignored/, path: [] },
  ],
])('finds a chart where there is %s (%s)', (_, name, alphabet, damage, expected) => {
  const { failures } = walked(mutant(doseDispensingV1, damage), alphabets[alphabet], name);
  expect(failures).toEqual([{ check: name, sentence: expect.stringMatching(expected.sentence), path: expected.path }]);
});

function finalise(state: Chart): void {
  for (const part of ['on', 'always', 'entry', 'exit']) delete state[part];
  state['type'] = 'final';
}
