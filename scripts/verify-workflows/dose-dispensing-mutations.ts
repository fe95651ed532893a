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
    'C9',
    'a withdrawal taken back leaves the ending planned',
    'known contradictions of a citizen taken over',
    (chart) => delete (stateAt(chart, 'course.ending')['on'] as Record<string, unknown>)['reopenConsent'],
    'Expected a withdrawal taken back to leave {"course":{"active":"unheld"}',
    ['withdrawConsent'],
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
    'P3',
    'the GP is asked because of a stay',
    'prescribing',
    (chart) => {
      const asked = stateAt(chart, 'foundation.underway.prescribing.open.askedGp');
      Object.assign((asked['meta'] as { task: object }).task, { basis: 'hospitalNotification' });
    },
    'Expected the task dose-dispensing.foundation.underway.prescribing.open.askedGp to be the municipality',
    ['askForPrescriptions'],
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
    'C4',
    'nobody is asked where no roll is known',
    'planning of rolls',
    (chart) => delete stateAt(chart, 'planning.none')['always'],
    'Expected someone to be asked about rolls, as none is known',
    ['the timer planningReview.dose-dispensing.planningClock.ticking'],
  ),
  broken(
    'C4',
    'nobody is asked about a drug that the next roll lacks',
    'a roll that lacks one of two drugs',
    (chart) => {
      const choosing = stateAt(chart, 'planning.open.choosing');
      choosing['always'] = (choosing['always'] as { target: string }[]).filter(
        ({ target }) => target !== 'drugMissing',
      );
    },
    'Expected someone to be asked about 2023-03-25, on which no medicine is there',
    ['the current roll of two drugs', 'the next roll of one drug'],
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
    'a roll after the ending is seen by nobody',
    'a roll after the ending',
    (chart) => delete stateAt(chart, 'rollsAfterEnding.none')['always'],
    'Expected someone to be asked about a roll after the ending',
    ['the next roll'],
  ),
  broken(
    'C3',
    'a death silences the question about a roll after the ending',
    'a roll after the ending',
    (chart) => {
      (stateAt(chart, 'rollsAfterEnding')['states'] as Record<string, object>)['quiet'] = {};
      const open = stateAt(chart, 'rollsAfterEnding.open');
      open['always'] = [{ guard: 'isDeathReported', target: 'quiet' }, open['always']];
    },
    'Expected someone to be asked about a roll after the ending',
    ['the next roll', 'MORS'],
  ),
  broken(
    'C9',
    'a void taken back forgets when the case had ended',
    'a roll after the ending',
    (chart) => {
      const { restoreVoided } = stateAt(chart, 'course.voided')['on'] as { restoreVoided: { actions: unknown }[] };
      if (restoreVoided[0]) restoreVoided[0].actions = 'unmerge';
    },
    'Expected a void taken back to ask about the rolls ["b"], but it asks about []',
    ['the next roll', 'voidCase'],
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
