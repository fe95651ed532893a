import type { Text } from '../definition.ts';
import { isNotWanted, openDuty, restingDuty } from '../duty.ts';
import { base, tellStayChanged } from './base.ts';
import type { Stage } from './derive-stay.ts';
import { stages } from './derive-stay.ts';

const asDerived = stages.map((stage) => ({ guard: { type: 'isStage', params: { stage } }, target: stage }) as const);
const unlessMoved = (stage: Stage) =>
  ({ guard: { type: 'isNotStage', params: { stage } }, target: 'placing' }) as const;
const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** Where the stay stands, as its facts in order say: the chart follows, it does not count events. */
export const stayRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('opholdet', 'the stay', true),
  on: { withdrawAdmission: { guard: 'isAdmittedByPerson', actions: ['withdrawAdmission', tellStayChanged] } },
  states: {
    placing: { meta: title('placeres', 'being placed'), always: asDerived },
    awaitingAdmission: {
      meta: title('uden kendt indlæggelse', 'without a known admission'),
      always: unlessMoved('awaitingAdmission'),
    },
    acuteAmbulant: { meta: title('akut ambulant', 'acute ambulant'), always: unlessMoved('acuteAmbulant') },
    inpatient: { meta: title('indlagt', 'inpatient'), always: unlessMoved('inpatient') },
    onLeave: { meta: title('på orlov', 'on leave'), always: unlessMoved('onLeave') },
    discharged: {
      initial: 'followUp',
      meta: title('udskrevet', 'discharged'),
      always: unlessMoved('discharged'),
      on: { withdrawDischarge: { guard: 'isDischargedByPerson', actions: ['withdrawDischarge', tellStayChanged] } },
      states: {
        followUp: {
          meta: title('følges op', 'being followed up', true),
          always: { guard: 'isFollowedUp', target: 'settled' },
        },
        settled: {
          tags: 'closed',
          meta: title('afsluttet', 'settled'),
          always: { guard: 'isNotFollowedUp', target: 'followUp' },
        },
      },
    },
    deceased: {
      tags: 'closed',
      meta: title('død på sygehus', 'died in hospital'),
      always: unlessMoved('deceased'),
    },
    cancelled: {
      tags: 'closed',
      meta: title('annulleret', 'cancelled'),
      always: unlessMoved('cancelled'),
      on: { restoreStay: { guard: 'isDismissed', actions: ['restore', tellStayChanged] } },
    },
  },
});

/** A discharge, correction or cancellation whose admission no one has told: it may be late, or lost. */
export const unknownAdmissionRegion = base.createStateConfig({
  initial: 'none',
  meta: title('ukendt indlæggelse', 'unknown admission', true),
  states: {
    ...restingDuty('unknownAdmission', 'waiting'),
    waiting: {
      meta: title('afventer indlæggelsen', 'awaiting the admission'),
      after: { unknownAdmission: 'open' },
      always: [
        { guard: 'atRest', target: 'none' },
        { guard: isNotWanted('unknownAdmission'), target: 'none' },
      ],
    },
    open: {
      ...openDuty({
        name: 'unknownAdmission',
        task: {
          da: 'Sygehuset har meldt noget om et ophold uden indlæggelse: hvad er der sket?',
          en: 'The hospital told of a stay without an admission: what has happened?',
        },
        deadline: 'followUp',
        basis: 'hospitalNotification',
        notice: 'unknownAdmissionOverdue',
      }),
      on: {
        recordAdmission: { actions: ['recordAdmission', tellStayChanged] },
        dismissStay: { actions: ['dismiss', tellStayChanged] },
      },
    },
  },
});

/** What an admission means for the next cut-off, and whether a hold is needed. Asked once a stay: not at transfer or leave. */
export const admissionReviewRegion = base.createStateConfig({
  initial: 'none',
  meta: title('gennemgang af indlæggelse', 'admission review', true),
  states: {
    ...restingDuty('admissionReview', 'open'),
    open: {
      ...openDuty({
        name: 'admissionReview',
        task: {
          da: 'Borgeren er indlagt: tjek næste tidsfrist for ændringer, og om dosispakningen skal i bero',
          en: 'The citizen is admitted: check the next cut-off, and whether a hold is needed',
        },
        deadline: 'admissionReview',
        basis: 'hospitalNotification',
        notice: 'admissionReviewOverdue',
      }),
      on: { reviewAdmission: 'done' },
    },
    done: { meta: title('gennemgået', 'reviewed', true), on: { reopenAdmissionReview: 'none' } },
  },
});

/** A missing discharge is a task, not a truth (§7.2 no 10): a person says whether the citizen is still there. */
export const missingDischargeRegion = base.createStateConfig({
  initial: 'none',
  meta: title('manglende udskrivning', 'missing discharge', true),
  states: {
    ...restingDuty('missingDischarge', 'watching'),
    watching: {
      meta: title('afventer udskrivning', 'awaiting discharge', true),
      after: { missingDischarge: 'open' },
      always: [
        { guard: 'atRest', target: 'none' },
        { guard: isNotWanted('missingDischarge'), target: 'none' },
      ],
      on: { recordDischarge: { actions: ['recordDischarge', tellStayChanged] } },
    },
    open: {
      ...openDuty({
        name: 'missingDischarge',
        task: { da: 'Er borgeren stadig på sygehuset?', en: 'Is the citizen still in hospital?' },
        deadline: 'followUp',
        basis: 'hospitalNotification',
        notice: 'missingDischargeOverdue',
      }),
      on: {
        confirmStillAdmitted: 'watching',
        recordDischarge: { actions: ['recordDischarge', tellStayChanged] },
      },
    },
  },
});
