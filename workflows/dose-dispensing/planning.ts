import type { TaskMeta, Text } from '../definition.ts';
import { isNotWanted, restingDuty } from '../duty.ts';
import type { AlarmKind } from './alarms.ts';
import { alarmKinds } from './alarms.ts';
import { base } from './base.ts';

const title = (da: string, en: string): { title: Text; quiet: true } => ({ title: { da, en }, quiet: true });

const questions = {
  noNextPeriod: {
    da: 'Der er ingen dosisrulle efter den nuværende: ring til apoteket',
    en: 'No roll follows the current one: phone the pharmacy',
  },
  holdEndsWithoutPeriod: {
    da: 'Dosispakningen er snart ikke længere i bero, og ingen dosisrulle er planlagt: ring til apoteket',
    en: 'The hold ends soon, and no roll is planned: phone the pharmacy',
  },
  prescriptionExpiring: {
    da: 'En dosisrecept udløber, før næste dosisrulle er brugt: bed lægen om en ny',
    en: 'A dose prescription expires before the next roll is used: ask the GP for a new one',
  },
  productNotDosePackable: {
    da: 'Et lægemiddel kan ikke længere dosispakkes: aftal med lægen og apoteket, hvad borgeren får i stedet',
    en: 'A drug can no longer be dose packed: agree with GP and pharmacy what the citizen gets instead',
  },
  orderEnding: {
    da: 'En ordination slutter midt i næste dosisrulle: spørg lægen, om den skal fortsætte',
    en: 'An order ends inside the next roll: ask the GP whether it goes on',
  },
  cardsMisaligned: {
    da: 'Borgerens dosisruller slutter ikke samme dag: bed apoteket om at samle dem',
    en: 'The citizen’s rolls do not end on the same day: ask the pharmacy to align them',
  },
  periodsOverlap: {
    da: 'To dosisruller dækker de samme dage: ring til apoteket, så borgeren ikke får medicinen to gange',
    en: 'Two rolls cover the same days: phone the pharmacy, so that nothing is taken twice',
  },
} as const satisfies Record<AlarmKind, Text>;

const isFirst = (kind: AlarmKind) => ({ type: 'isFirstAlarm', params: { kind } }) as const;
const isNotFirst = (kind: AlarmKind) => ({ type: 'isNotFirstAlarm', params: { kind } }) as const;

/** Due until its deadline, then overdue and told again each day, as every duty (workflows/duty.ts). */
function alarm(kind: AlarmKind) {
  const task = (title: Text, deadline: string): TaskMeta => ({
    title,
    role: 'municipalNurse',
    party: 'municipality',
    deadline,
    basis: kind === 'productNotDosePackable' ? 'product' : 'fmk',
  });
  const question: Text = questions[kind];
  const late: Text = { da: `Overskredet: ${question.da}`, en: `Overdue: ${question.en}` };
  return {
    initial: 'due',
    meta: { title: question, quiet: true },
    always: { guard: isNotFirst(kind), target: 'choosing' },
    states: {
      due: {
        meta: { title: question, task: task(question, 'planning') },
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
 * What is about to go wrong with the rolls to come (A1–A3, A5–A7, overlaps): the most urgent alarm is the task, all of them lie in
 * context. One region and not six, for every message pays for each.
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
          always: alarmKinds.map((kind) => ({ guard: isFirst(kind), target: kind }) as const),
        },
        noNextPeriod: alarm('noNextPeriod'),
        holdEndsWithoutPeriod: alarm('holdEndsWithoutPeriod'),
        prescriptionExpiring: alarm('prescriptionExpiring'),
        productNotDosePackable: alarm('productNotDosePackable'),
        orderEnding: alarm('orderEnding'),
        cardsMisaligned: alarm('cardsMisaligned'),
        periodsOverlap: alarm('periodsOverlap'),
        before: { type: 'history', history: 'deep' },
      },
    },
  },
});

/** Alarms and cut-offs come nearer by time alone: looked at again when the next of them does. */
export const planningClockRegion = base.createStateConfig({
  initial: 'still',
  meta: title('næste kig på planlægningen', 'next look at the planning'),
  states: {
    still: {
      meta: title('intet at vente på', 'nothing to wait for'),
      always: { guard: 'isReviewAhead', target: 'ticking' },
    },
    ticking: {
      meta: title('venter på næste dato', 'waiting for the next date'),
      entry: 'armReview',
      always: [
        { guard: 'isNoReviewAhead', target: 'still' },
        { guard: 'isReviewMoved', target: 'ticking', reenter: true },
      ],
      after: { planningReview: { target: 'ticking', reenter: true, actions: 'review' } },
    },
  },
});
