import type { Text } from '../definition.ts';
import { isNotWanted, openDuty, restingDuty } from '../duty.ts';
import type { Setting } from '../hospital-stay/messages.ts';
import { settings } from '../hospital-stay/messages.ts';
import { base } from './base.ts';
import { tellCovers } from './stays.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});
const asTold = settings.map((setting) => ({ guard: { type: 'isAt', params: { setting } }, target: setting }) as const);
const unlessMoved = (setting: Setting) =>
  ({ guard: { type: 'isNotAt', params: { setting } }, target: 'placing' }) as const;

/** Where the citizen is: the most that the stays say. It shows and steers questions; it decides nothing about packing. */
export const careSettingRegion = base.createStateConfig({
  initial: 'placing',
  meta: title('opholdssted', 'care setting', true),
  // What a discharge's questions go by may be moved by almost any message: it is looked at after each.
  always: { guard: 'isCoverUntold', actions: tellCovers },
  states: {
    placing: { meta: title('placeres', 'being placed', true), always: asTold },
    home: { meta: title('hjemme', 'at home'), always: unlessMoved('home') },
    acuteAmbulant: { meta: title('akut ambulant', 'acute ambulant'), always: unlessMoved('acuteAmbulant') },
    onLeave: { meta: title('på orlov fra sygehus', 'on leave from hospital'), always: unlessMoved('onLeave') },
    inpatient: { meta: title('indlagt', 'inpatient'), always: unlessMoved('inpatient') },
  },
});

/** A dose prescription removed during a stay needs a professional reason (R67). */
export const removalRegion = base.createStateConfig({
  initial: 'none',
  meta: title('fjernede dosisrecepter', 'removed dose prescriptions', true),
  on: { withdrawRemovalReason: { guard: 'isReasonGiven', actions: 'withdrawReason' } },
  states: {
    ...restingDuty('removalReason', 'open'),
    open: {
      ...openDuty({
        name: 'removalReason',
        task: {
          da: 'En dosisrecept er fjernet under indlæggelse: spørg sygehuset om den faglige grund',
          en: 'A dose prescription was removed during a stay: ask the hospital for the professional reason',
        },
        deadline: 'followUp',
        basis: 'hospitalNotification',
        notice: 'removalReasonOverdue',
      }),
      on: { giveRemovalReason: { actions: 'giveReason' } },
    },
  },
});

/** A hold without an end is looked at again; one that outlives the hospital stay at once (C4). */
export const holdReviewRegion = base.createStateConfig({
  initial: 'none',
  meta: title('opfølgning på bero', 'hold review', true),
  on: { reopenHoldReview: { guard: 'isHoldKept', target: '.open' } },
  states: {
    ...restingDuty('holdReview', 'watching'),
    watching: {
      meta: title('i bero indtil videre', 'on hold until further notice', true),
      after: { holdWatch: 'open' },
      always: [
        { guard: 'atRest', target: 'none' },
        { guard: isNotWanted('holdReview'), target: 'none' },
        { guard: 'isHoldAfterStay', target: 'open' },
      ],
    },
    open: {
      ...openDuty({
        name: 'holdReview',
        task: {
          da: 'Skal dosispakningen stadig være i bero?',
          en: 'Is the hold still needed?',
        },
        deadline: 'urgent',
        basis: 'hospitalNotification',
        notice: 'holdReviewOverdue',
      }),
      on: { keepHold: 'none' },
    },
  },
});

/** After a hold: the days until the next roll must be covered by something (§8.1.10). */
export const daysWithoutRollRegion = base.createStateConfig({
  initial: 'none',
  meta: title('dage uden dosisrulle', 'days without a roll', true),
  on: { reopenDaysPlanned: { guard: 'areDaysPlanned', actions: 'missRolls' } },
  states: {
    ...restingDuty('daysWithoutRoll', 'open'),
    open: {
      ...openDuty({
        name: 'daysWithoutRoll',
        task: {
          da: 'Dosispakningen er taget ud af bero: planlæg dagene, til næste dosisrulle kommer',
          en: 'The hold is lifted: plan the days until the next roll comes',
        },
        deadline: 'urgent',
        basis: 'fmk',
        notice: 'daysWithoutRollOverdue',
      }),
      on: { confirmDaysPlanned: { actions: 'planDays' } },
    },
  },
});
