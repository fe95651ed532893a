import type { CaseContext, JsonObject, MessageKind } from '../../workflows/definition.ts';
import type { DoseContext } from '../../workflows/dose-dispensing/base.ts';
import { doseDispensingV1 } from '../../workflows/dose-dispensing/dose-dispensing.v1.ts';
import { endOf } from '../../workflows/dose-dispensing/facts.ts';
import { doseDispensingMessages } from '../../workflows/dose-dispensing/messages.ts';
import type { StayChanged } from '../../workflows/hospital-stay/messages.ts';
import { C1, C2, C8, C9, P3, catalogue } from './guarantees.ts';
import { toCase } from './moves.ts';
import type { Chart } from './mutant.ts';
import { stateAt } from './mutant.ts';
import type { Mutation, Subject } from './subject.ts';
import type { Move } from './walk.ts';
import { startWith } from './walk.ts';

const at = '2023-03-20T10:00:00.000Z';
const day = (n: number): string => `2023-03-${String(n).padStart(2, '0')}T11:00:00.000Z`;
const move = (kind: MessageKind, name: string, type: string, occurredAt: string, data: JsonObject = {}): Move =>
  toCase(kind, type, occurredAt, data, name);

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
};
const commands = Object.entries(doseDispensingMessages).flatMap(([type, { kind }]) =>
  kind === 'command' ? [move('command', type, type, at, data[type])] : [],
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
const hold = (name: string, on: string, change: string): Move =>
  move('fact', name, 'holdObserved', on, { registrationId: 'r1', from: day(3), change });
const held = hold('FMK: on hold', day(3), 'created');
const lifted = hold('FMK: hold removed', day(9), 'removed');
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
const diedInHospital = move('internal', 'MORS', 'deathReported', at, { stay: 'sor|a' });
const aliveAgain = move('internal', 'AN_MORS', 'deathReportWithdrawn', at, { stay: 'sor|a' });
const register = (name: string, on: string, withdrawn: boolean): Move =>
  move('fact', name, 'deathReportObserved', on, { reportId: 'cpr', source: 'CPR', withdrawn });
const otherReport = register('CPR: dead', at, false);
const otherWithdrawn = register('CPR: alive', day(21), true);

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

const alphabets = {
  'holds and stays': { moves: [held, lifted, admitted, discharged, cancelled, ...only(/Hold$|^confirmDays/)] },
  'ending and mistakes': {
    moves: only(/Ending$|^confirmEnded|OrdinaryPrescriptions$|PharmacyTold$|^reopen$|[vV]oid/),
  },
  'death, ending and mistakes': {
    moves: [
      ...[diedInHospital, aliveAgain],
      ...only(/^planEnding|^confirmEnded|^confirmOrdinary|^confirmPharmacy|^reopen$|[vV]oid|Death/),
    ],
  },
  'deaths told by several': {
    moves: [diedInHospital, aliveAgain, otherReport, otherWithdrawn, ...only(/Death|^confirmEnded/)],
  },
  'prescriptions, stays and death': {
    moves: [
      ...[admitted, discharged, cancelled, acute, onLeave],
      ...[removed, opened, removedWithReason, ...only(/Removal/)],
      ...[diedInHospital, aliveAgain],
    ],
  },
};

function broken(
  breaks: string,
  damage: string,
  alphabet: keyof typeof alphabets,
  make: Mutation['make'],
  sentence: string,
  path: readonly string[],
): Mutation {
  return { breaks, damage, chart: 'dose-dispensing', alphabet, make, sentence, path };
}

function finalise(state: Chart): void {
  for (const part of ['on', 'always', 'entry', 'exit']) delete state[part];
  state['type'] = 'final';
}

export const doseDispensing: Subject = {
  name: 'dose-dispensing',
  about: 'A citizen’s case, told by its stays, by FMK and by persons.',
  charts: [doseDispensingV1],
  start: (chart) => startWith(chart, at, {}),
  alphabets,
  guarantees: [C1, C2, C8, C9, P3, catalogue],
  death: { report: diedInHospital, withdrawal: aliveAgain },
  essence,
  maxStates: 4000,
  mutations: [
    broken(
      'C1',
      'an admission puts the course on its way out',
      'holds and stays',
      (chart) => Object.assign(stateAt(chart, 'course.active')['on'] as object, { stayChanged: 'ending' }),
      'Expected stayChanged to leave the course alone',
      ['admitted'],
    ),
    broken(
      'C1',
      'a death told ends the course at once',
      'deaths told by several',
      (chart) => (stateAt(chart, 'course.active')['always'] = { guard: 'isDeathReported', target: 'ended' }),
      'Expected deathReported to leave the course alone',
      ['MORS'],
    ),
    broken(
      'C2',
      'a task waits without a timer',
      'holds and stays',
      (chart) => delete stateAt(chart, 'daysWithoutRoll.open.due')['after'],
      'Expected the task dose-dispensing.daysWithoutRoll.open.due to end at a deadline, but no timer waits',
      ['FMK: on hold', 'FMK: hold removed'],
    ),
    broken(
      'C2',
      'a timer does nothing',
      'holds and stays',
      (chart) => (stateAt(chart, 'holdReview.open.overdue')['after'] = { escalation: { actions: 'planDays' } }),
      'Expected the timer escalation.dose-dispensing.holdReview.open.overdue to move the case or wait again',
      [
        'FMK: on hold',
        'discharged',
        'the timer urgent.dose-dispensing.holdReview.open.due',
        'the timer escalation.dose-dispensing.holdReview.open.overdue',
      ],
    ),
    broken(
      'C8',
      'a death leaves a task open',
      'prescriptions, stays and death',
      (chart) => (stateAt(chart, 'removal.open')['always'] as unknown[]).shift(),
      'Expected a reported death to stop the task dose-dispensing.removal.open.due',
      ['admitted', 'removed'],
    ),
    broken(
      'C8',
      'a task comes back as if it had never been overdue',
      'prescriptions, stays and death',
      (chart) => (stateAt(chart, 'removal.stopped')['always'] = { guard: 'isOpen', target: 'none' }),
      'Expected a death told and taken back to leave',
      ['admitted', 'removed', 'the timer followUp.dose-dispensing.removal.open.due'],
    ),
    broken(
      'C9',
      'an ending is for good',
      'ending and mistakes',
      (chart) => finalise(stateAt(chart, 'course.ended')),
      'Expected a correction to lead back from {"course":"ended"',
      ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmEnded'],
    ),
    broken(
      'catalogue',
      'no state knows a prescription',
      'holds and stays',
      (chart) => delete (chart['on'] as Record<string, unknown>)['dosePrescriptionObserved'],
      'Expected dosePrescriptionObserved to be handled or listed as ignored',
      [],
    ),
    broken(
      'catalogue',
      'a command is refused without a reason',
      'holds and stays',
      (chart) =>
        Object.assign(stateAt(chart, 'course.active')['on'] as object, {
          voidCase: { guard: 'isDeathReported', target: 'voided' },
        }),
      'Expected voidCase to be refused with a reason',
      [],
    ),
  ],
};
