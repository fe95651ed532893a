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
import { Citizen } from '../../test/support/citizen.ts';
import { readyMeansReady } from '../../test/support/guarantee-ready.ts';
import type { Chart } from '../../test/support/mutant.ts';
import { mutant, stateAt } from '../../test/support/mutant.ts';
import type { Check, Move, Report, World } from '../../test/support/walk.ts';
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
const drugId = '28100009555';
const consent = { answeredBy: 'citizen', form: 'spoken', scope: 'dosePacking', on: '2023-03-20' };
const data: Record<string, JsonObject> = {
  stateStability: { stableBackward: true, stableForward: true, changePlanned: false },
  assessNotSuited: reason,
  reopenSuitability: reason,
  recordDrug: { drugId, isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' },
  removeDrug: { drugId },
  giveConsent: consent,
  declineConsent: { answeredBy: 'relative', reason: 'doseFee' },
  reopenConsent: reason,
  agreePayer: { payer: 'citizen' },
  agreeDeliveryPayer: { payer: 'citizen' },
  reopenPayer: reason,
  recordSubsidy: { orderedBy: 'gp' },
  askForPrescriptions: { prescriber: 'gp' },
  declinePrescribing: reason,
  recordRePrescription: { drugId },
  withdrawRePrescription: { drugId },
  countStock: { lastsUntil: '2023-04-10' },
  agreeStart: { startsOn: '2023-04-11' },
  withdrawStarted: reason,
  giveUpStart: { reason: 'citizenDeclines' },
  acceptDiscrepancy: reason,
  medicationChanged: { drugId, kind: 'increase', from: '2023-03-20', acute: true },
  decideMedicationChange: { drugId, decision: 'acute' },
  withdrawMedicationChange: { drugId, ...reason },
  endSideDosing: { drugId },
  resumeSideDosing: { drugId },
  moveMunicipality: { organisationId: '0461', from: '2023-04-01' },
  cancelMove: reason,
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
const byPharmacist = ['recordRePrescription', 'withdrawRePrescription'];
const command = (type: string, more: JsonObject = {}, name = type): Move => {
  const each = move('command', name, type, at, { ...data[type], ...more });
  if (!byPharmacist.includes(type)) return each;
  return { ...each, message: { ...each.message, by: { ...each.message.by, role: 'prescribingPharmacist' } } };
};
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
    drugId,
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

const notSuited = (name: string, n: number, change: string): Move =>
  move('fact', name, 'notSuitedObserved', day(n), { registrationId: 'n1', from: day(3), to: day(25), change });
const markedNotSuited = notSuited('FMK: not suited', 3, 'created');
const unmarked = notSuited('FMK: not suited removed', 9, 'removed');
const running = prescription('opened until the 25th', 'open', 6, { validTo: day(25) });
const rollThatFits = (): Move =>
  rollAt('roll that fits', {
    changeCutOffAt: day(24),
    startDate: '2023-03-27',
    endDate: '2023-04-09',
    stage: 'planned',
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
  const { env: _, holds, hold, holdAhead, holdKeptAfter, endedBeforeVoid, ...others } = context as DoseContext;
  const { notSuited, start, ...rest } = others;
  const phases = [...holds, ...notSuited].map((each) => {
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
    Boolean(start.startsOn),
    Object.values(rest.prescriptions).map(({ validTo }) => Boolean(validTo && validTo <= now)),
    Object.values(rest.medicationChanges).map(({ sideDosing }) => (sideDosing?.until ?? now) <= now),
  ];
}

const checks = (definition: WorkflowDefinition): Check[] => [
  hospitalNeverMovesTheCourse,
  nothingStopsInSilence,
  hospitalTasksAreMunicipal,
  everythingCanBeCorrected,
  prescriptionsSurviveTheStay,
  catalogueIsUnderstood(definition),
  readyMeansReady,
  deathStopsTasks(() => definition, diedInHospital, aliveAgain),
];

const alphabets = {
  'holds and stays': [held, lifted, admitted, discharged, cancelled, ...only(/Hold$|^confirmDays/)],
  'ending and mistakes': only(
    /Ending$|^confirmEnded|OrdinaryPrescriptions$|PharmacyTold$|FeeStopped$|^reopen$|[vV]oid/,
  ),
  'death, ending and mistakes': [
    diedInHospital,
    aliveAgain,
    ...only(/^planEnding|^confirmEnded|^confirmOrdinary|^confirmPharmacy|^confirmFee|^reopen$|[vV]oid|Death/),
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

const identified = new Citizen(at, { entry: 'identified' });
const prepared = (): Citizen => {
  const citizen = new Citizen(at, { entry: 'identified' });
  for (const type of ['stateStability', 'assessSuited', 'giveConsent', 'agreePayer', 'recordDrug'])
    citizen.does(type, data[type]);
  return citizen;
};

/** From the first word to the first roll, and what may happen beside: each with the timers of its own region. */
const paths: Record<string, { start?: World; moves: readonly Move[]; timers: RegExp }> = {
  suitability: {
    start: identified.world,
    moves: [
      ...only(/Stability$|^assess|^reopenSuitability|^removeDrug|^recordDrug/),
      ...[markedNotSuited, unmarked, diedInHospital, aliveAgain],
    ],
    timers: /\.suitability\./,
  },
  consent: {
    start: identified.world,
    moves: [...only(/Consent$|^confirmEnded|^confirmDeath|^dismissDeath/), diedInHospital, aliveAgain, currentRoll],
    timers: /\.consent\./,
  },
  payment: {
    start: identified.world,
    moves: [...only(/Payer$|Subsidy$|^giveUpStart|^reopen$/), diedInHospital, aliveAgain],
    timers: /\.fee\./,
  },
  prescribing: {
    start: prepared().world,
    moves: [
      ...only(/^askFor|^declinePrescribing|^withdrawPrescriptionsAsked|RePrescription$|^giveUpStart|^reopen$|[vV]oid/),
      command('askForPrescriptions', { prescriber: 'prescribingPharmacist' }, 'ask the pharmacist'),
      ...[removed, opened, diedInHospital, aliveAgain],
    ],
    timers: /\.prescribing\./,
  },
  'the start': {
    start: prepared().world,
    moves: [
      ...only(/Started$|^countStock|^agreeStart|Discrepancy$|^giveUpStart|^reopen$/),
      ...[running, removed, currentRoll, markedNotSuited, unmarked],
    ],
    timers: /\.(course|foundation\.open|firstRoll|suitability)\./,
  },
  'all that makes ready': {
    start: identified.world,
    moves: [
      ...only(/^stateStability|^assess|^reopenSuitability|^giveConsent|^withdrawConsent|Drug$|^confirmStarted/),
      ...[opened, removed],
    ],
    timers: /^$/,
  },
  'known contradictions of a citizen taken over': {
    moves: [
      ...only(/^assessNotSuited|^reopenSuitability|^withdrawConsent|^reopenConsent|Discrepancy$|^cancelEnding/),
      ...[markedNotSuited, unmarked],
    ],
    timers: /\.foundation\./,
  },
  'acute changes': {
    moves: [
      ...only(/MedicationChange|^medicationChanged|SideDosing$/),
      ...[rollThatFits(), diedInHospital, aliveAgain],
    ],
    timers: /\.medicationChange\./,
  },
  'stops after the cut-off': {
    moves: [
      command('medicationChanged', { kind: 'stop', acute: false }, 'a drug is stopped'),
      ...only(/^decideMedicationChange|^withdrawMedicationChange|RollsDiscarded$|PrescriptionTidied$/),
      ...[opened, removed, diedInHospital, aliveAgain],
    ],
    timers: /\.medicationChange\./,
  },
  moving: { moves: only(/Move$|Municipality$|[vV]oid/), timers: /\.residence\./ },
};

/** With `only`, the chart is known to break that guarantee. */
function walked(
  definition: WorkflowDefinition,
  moves: readonly Move[],
  only?: string,
  { start = startWith(definition, at, {}), timers }: { start?: World; timers?: RegExp } = {},
): Report {
  const all = checks(definition);
  return walk(
    {
      start,
      definitions: [definition],
      moves,
      ...(timers && { leaveOut: (key: string) => !timers.test(key) }),
      essence,
      maxStates: 4000,
      stopAtFailure: Boolean(only),
    },
    only ? all.filter(({ name }) => name === only) : all,
  );
}

it('keeps its guarantees whatever facts, commands and timers come, in any order', () => {
  const reports = [
    ...Object.entries(alphabets).map(([name, moves]) => ({ name, ...walked(doseDispensingV1, moves) })),
    ...Object.entries(paths).map(([name, { moves, ...options }]) => ({
      name,
      ...walked(doseDispensingV1, moves, undefined, options),
    })),
  ];
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
      path: ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'],
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

it.each<[string, (chart: Chart) => void, { sentence: string; path: string[] }]>([
  [
    'a citizen is ready from the first word',
    (chart) => {
      stateAt(chart, 'course.starting.identified')['always'] = { target: 'ready' };
      delete stateAt(chart, 'course.starting.ready')['always'];
    },
    { sentence: 'Expected a citizen who is ready to have an assessment as suited and consent', path: [] },
  ],
  [
    'a ready citizen loses what readiness rests on and stays ready',
    (chart) => delete stateAt(chart, 'course.starting.ready')['always'],
    {
      sentence: 'Expected a citizen who is ready to have a dose prescription, but it is missing',
      path: ['stateStability', 'assessSuited', 'recordDrug', 'giveConsent', 'opened again', 'removed'],
    },
  ],
  [
    'what is missing while dose packing runs is not asked about',
    (chart) => (stateAt(chart, 'foundation.none')['always'] as unknown[]).pop(),
    {
      sentence: 'Expected someone to be asked about an assessment as suited and consent and a drug to pack',
      path: ['the current roll'],
    },
  ],
])('finds a chart where %s (C3)', (_, damage, { sentence, path }) => {
  const wrong = mutant(doseDispensingV1, damage);
  const moves = [
    ...only(/^stateStability|^assessSuited|^giveConsent|^recordDrug/),
    ...[opened, prescription('removed', 'cancelled', 8), currentRoll],
  ];
  const start = startWith(wrong, at, { entry: 'identified' });
  const { failures } = walked(wrong, moves, 'C3', { start, timers: /^$/ });
  expect(failures).toEqual([{ check: 'C3', sentence: expect.stringContaining(sentence), path }]);
});

function finalise(state: Chart): void {
  for (const part of ['on', 'always', 'entry', 'exit']) delete state[part];
  state['type'] = 'final';
}
