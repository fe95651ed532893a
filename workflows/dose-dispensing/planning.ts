import type { TaskMeta, Text } from '../definition.ts';
import { isNotWanted, restingDuty } from '../duty.ts';
import type { MunicipalAlarmKind } from './alarms.ts';
import { municipalAlarmKinds } from './alarms.ts';
import { base } from './base.ts';
import { tellCourse } from './rolls.ts';

const title = (da: string, en: string): { title: Text; quiet: true } => ({ title: { da, en }, quiet: true });

export const questions = {
  noNextPeriod: {
    da: 'Der er ingen dosisrulle efter den nuværende: ring til apoteket',
    en: 'No roll follows the current one: phone the pharmacy',
  },
  noRollKnown: {
    da: 'Det er ikke kendt, hvilken dosisrulle borgeren bruger nu: se i FMK, eller ring til apoteket',
    en: 'It is not known which roll the citizen uses now: look in FMK, or phone the pharmacy',
  },
  holdEndsWithoutPeriod: {
    da: 'Dosispakningen er snart ikke længere i bero, og ingen dosisrulle er planlagt: ring til apoteket',
    en: 'The hold ends soon, and no roll is planned: phone the pharmacy',
  },
  drugMissing: {
    da: 'Et lægemiddel mangler i dosisrullerne: få apoteket til at pakke det, eller sørg for æsker',
    en: 'A drug is missing in the rolls: have the pharmacy pack it, or get boxes',
  },
  holdStandsAtFmk: {
    da: 'Bero er ophævet her, men FMK viser den stadig: få den fjernet i FMK, så apoteket pakker',
    en: 'The hold is ended here, but FMK still shows it: have it removed at FMK, so that the pharmacy packs',
  },
  wrongPharmacy: {
    da: 'Dosiskortet ligger hos et andet apotek end borgerens: ring til apoteket, og få kortet flyttet, eller registrér skift af apotek',
    en: 'The dose card is made out to another pharmacy than the citizen’s: phone the pharmacy, and have the card moved, or record a change of pharmacy',
  },
  packedWithoutPrescription: {
    da: 'Et lægemiddel uden gyldig dosisrecept ligger stadig i dosisrullen: ring til apoteket',
    en: 'A drug without a valid dose prescription is still in the roll: phone the pharmacy',
  },
  prescriptionExpiring: {
    da: 'En dosisrecept udløber, før næste dosisrulle er brugt: bed lægen om en ny',
    en: 'A dose prescription expires before the next roll is used: ask the GP for a new one',
  },
  cardExpiring: {
    da: 'Dosiskortet er snart to år gammelt og gælder ikke længere: bed apoteket om et nyt',
    en: 'The dose card is soon two years old and no longer valid: ask the pharmacy for a new one',
  },
  productNotDosePackable: {
    da: 'Et lægemiddel kan ikke længere dosispakkes: aftal med lægen og apoteket, hvad borgeren får i stedet',
    en: 'A drug can no longer be dose packed: agree with GP and pharmacy what the citizen gets instead',
  },
  substituteLeftGroup: {
    da: 'Et lægemiddel i dosisrullen må efter ny takst ikke længere erstatte det ordinerede: ring til apoteket',
    en: 'By the new price list a drug in the roll may no longer replace the one prescribed: phone the pharmacy',
  },
  cardsMisaligned: {
    da: 'Borgerens dosisruller slutter ikke samme dag: bed apoteket om at samle dem',
    en: 'The citizen’s rolls do not end on the same day: ask the pharmacy to align them',
  },
  periodsOverlap: {
    da: 'To dosisruller dækker de samme dage: ring til apoteket, så borgeren ikke får medicinen to gange',
    en: 'Two rolls cover the same days: phone the pharmacy, so that nothing is taken twice',
  },
} as const satisfies Record<MunicipalAlarmKind, Text>;

const isFirst = (kind: MunicipalAlarmKind) => ({ type: 'isFirstAlarm', params: { kind } }) as const;
const isNotFirst = (kind: MunicipalAlarmKind) => ({ type: 'isNotFirstAlarm', params: { kind } }) as const;

/** Due until its deadline, then overdue and told again each day, as every duty (workflows/duty.ts). */
function alarm(kind: MunicipalAlarmKind) {
  const task = (title: Text, deadline: string): TaskMeta => ({
    title,
    deadline,
    basis: kind === 'productNotDosePackable' || kind === 'substituteLeftGroup' ? 'product' : 'fmk',
  });
  const question: Text = questions[kind];
  const late: Text = { da: `Overskredet: ${question.da}`, en: `Overdue: ${question.en}` };
  return {
    initial: 'due',
    meta: { title: question, quiet: true },
    always: { guard: isNotFirst(kind), target: 'choosing' },
    states: {
      due: {
        entry: 'askAlarm',
        meta: { title: question, task: { ...task(question, 'planning'), routed: 'planning' } },
        after: { planning: 'overdue' },
      },
      overdue: {
        entry: { type: 'effect', params: { kind: 'notice', party: 'municipality', code: 'planningOverdue' } },
        meta: { title: late, task: task(late, 'escalation') },
        after: { escalation: { target: 'overdue', reenter: true } },
      },
    },
  } as const;
}

/**
 * What is about to go wrong with the rolls to come (A1, A3, A5–A7, a drug that they lack, overlaps): the most urgent alarm is
 * the task, the others stand with it (about-task.ts) and come when it is settled, each with a deadline of its own. One region
 * for all, as they are one telephone call, and every message pays for each region (decision 0044). A2 is the GP's
 * (`gp-list.ts`), A4 the roll's own (`dispensing-period`), A8 the substitution's.
 */
export const planningRegion = base.createStateConfig({
  initial: 'none',
  meta: title('planlægning af dosisruller', 'planning of rolls'),
  on: { reopenAlarms: { guard: 'hasSettledAlarms', actions: 'reopenAlarms' } },
  states: {
    ...restingDuty('planning', 'open'),
    open: {
      initial: 'choosing',
      meta: title('kræver handling', 'needs action'),
      always: [
        { guard: 'atRest', target: 'stopped' },
        { guard: isNotWanted('planning'), target: 'none' },
      ],
      on: { settleAlarm: { actions: 'settleAlarm' } },
      states: {
        choosing: {
          meta: title('vælges', 'being chosen'),
          always: municipalAlarmKinds.map((kind) => ({ guard: isFirst(kind), target: kind }) as const),
        },
        noNextPeriod: alarm('noNextPeriod'),
        noRollKnown: alarm('noRollKnown'),
        holdEndsWithoutPeriod: alarm('holdEndsWithoutPeriod'),
        drugMissing: alarm('drugMissing'),
        holdStandsAtFmk: alarm('holdStandsAtFmk'),
        wrongPharmacy: alarm('wrongPharmacy'),
        packedWithoutPrescription: alarm('packedWithoutPrescription'),
        prescriptionExpiring: alarm('prescriptionExpiring'),
        cardExpiring: alarm('cardExpiring'),
        productNotDosePackable: alarm('productNotDosePackable'),
        substituteLeftGroup: alarm('substituteLeftGroup'),
        cardsMisaligned: alarm('cardsMisaligned'),
        periodsOverlap: alarm('periodsOverlap'),
        before: { type: 'history', history: 'deep' },
      },
    },
  },
});

/** Alarms and cut-offs come nearer, and holds beside the course come and go, by time alone: looked at again when the next does. */
export const planningClockRegion = base.createStateConfig({
  initial: 'still',
  meta: title('næste kig på planlægningen', 'next look at the planning'),
  states: {
    still: {
      meta: title('intet at vente på', 'nothing to wait for'),
      entry: tellCourse,
      always: { guard: 'isReviewAhead', target: 'ticking' },
    },
    ticking: {
      meta: title('venter på næste dato', 'waiting for the next date'),
      entry: ['armReview', tellCourse],
      always: [
        { guard: 'isNoReviewAhead', target: 'still' },
        { guard: 'isReviewMoved', target: 'ticking', reenter: true },
      ],
      after: { planningReview: { target: 'ticking', reenter: true, actions: 'review' } },
    },
  },
});
