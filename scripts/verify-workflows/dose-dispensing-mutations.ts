/** Damage to the chart of a citizen's case, and how each guarantee finds it out. */
import type { Chart } from './mutant.ts';
import { stateAt } from './mutant.ts';
import type { Mutation } from './subject.ts';

function broken(
  breaks: string,
  damage: string,
  alphabet: string,
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

export const doseDispensingMutations: readonly Mutation[] = [
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
    (chart) => {
      const [, comesBack] = stateAt(chart, 'removal.stopped')['always'] as { target: string }[];
      if (comesBack) comesBack.target = 'open';
    },
    'Expected a death told and taken back to leave',
    ['admitted', 'removed', 'the timer followUp.dose-dispensing.removal.open.due'],
  ),
  broken(
    'C9',
    'an ending is for good',
    'ending and mistakes',
    (chart) => finalise(stateAt(chart, 'course.ended')),
    'Expected a correction to lead back from {"course":"ended"',
    ['planEnding', 'confirmOrdinaryPrescriptions', 'confirmPharmacyTold', 'confirmFeeStopped', 'confirmEnded'],
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
  broken(
    'C8',
    'a death leaves an alarm open',
    'planning of rolls',
    (chart) => (stateAt(chart, 'planning.open')['always'] as unknown[]).shift(),
    'Expected a reported death to stop the task dose-dispensing.planning.open.noNextPeriod.due',
    ['the current roll'],
  ),
  broken(
    'C4',
    'nobody is asked about a removal at discharge',
    'prescriptions from before a stay',
    (chart) => delete stateAt(chart, 'removal.none')['always'],
    'Expected p1 from before the stay to be valid, gone with a reason, or asked about',
    ['opened again', 'admitted', 'discharged', 'removed after the discharge'],
  ),
  broken(
    'C3',
    'a citizen is ready from the first word',
    'ready, or a roll before that',
    (chart) => {
      stateAt(chart, 'course.starting.identified')['always'] = { target: 'ready' };
      delete stateAt(chart, 'course.starting.ready')['always'];
    },
    'Expected a citizen who is ready to have an assessment as suited and consent',
    [],
  ),
  broken(
    'C3',
    'a ready citizen loses what readiness rests on and stays ready',
    'ready, or a roll before that',
    (chart) => delete stateAt(chart, 'course.starting.ready')['always'],
    'Expected a citizen who is ready to have a dose prescription, but it is missing',
    ['stateStability', 'assessSuited', 'recordDrug', 'giveConsent', 'opened again', 'removed after all'],
  ),
  broken(
    'C3',
    'what is missing while dose packing runs is not asked about',
    'ready, or a roll before that',
    (chart) => (stateAt(chart, 'foundation.none')['always'] as unknown[]).pop(),
    'Expected someone to be asked about an assessment as suited and consent and a drug to pack',
    ['the current roll'],
  ),
];
