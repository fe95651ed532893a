import type { Text } from '../definition.ts';
import { isWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

/** Answers that a person may give while nobody has assessed, and after. Each leads to `none`, which looks at what is known. */
const answers = {
  stateStability: { guard: 'isOpen', actions: 'note' },
  withdrawStability: { guard: 'isStabilityStated', actions: 'note' },
  assessSuited: { guard: 'isSuitedByStatement', target: 'none', actions: 'note' },
  assessNotSuited: { guard: 'isOpen', target: 'none', actions: 'note' },
} as const;
const takenBack = { reopenSuitability: { guard: 'isOpen', target: 'none', actions: 'note' } } as const;

/**
 * Whether the citizen is suited: what persons state and assess, and FMK's registrations of "not suited", which count while
 * they are valid. At rest it costs nothing: only what concerns it moves it.
 */
export const suitabilityRegion = base.createStateConfig({
  initial: 'none',
  meta: title('egnethedsvurdering', 'the suitability assessment', true),
  on: {
    notSuitedObserved: { guard: 'isNewsOfNotSuited', target: '.none', actions: 'note' },
    recordDrug: { guard: 'isOpen', actions: 'noteDrug' },
    removeDrug: { guard: 'isOpen', actions: 'noteDrug' },
  },
  states: {
    stopped: restingDuty('suitability', 'open').stopped,
    none: {
      meta: title('ikke aktuel', 'not needed', true),
      entry: 'settle',
      always: [
        { guard: 'isRegisteredNotSuited', target: 'registered' },
        { guard: isWanted('suitability'), target: 'open' },
        { guard: 'isNotSuitedAhead', target: 'registeredAhead' },
        { guard: 'isSuited', target: 'suited' },
        { guard: 'isNotSuited', target: 'notSuited' },
        { guard: 'isTakenOver', target: 'unknown' },
      ],
    },
    unknown: { meta: title('egnethed ukendt', 'suitability unknown', true), on: answers },
    open: {
      ...openDuty({
        name: 'suitability',
        task: { da: 'Lav egnethedsvurdering', en: 'Assess the suitability' },
        deadline: 'suitability',
        basis: 'municipal',
        routed: 'suitability',
        notice: 'suitabilityOverdue',
      }),
      on: answers,
    },
    suited: { meta: title('egnet', 'suited', true), on: { ...answers, ...takenBack } },
    notSuited: { meta: title('ikke egnet', 'not suited'), on: { ...answers, ...takenBack } },
    registeredAhead: {
      meta: title('FMK: ikke egnet fra en senere dag', 'FMK: not suited from a later day'),
      after: { notSuitedStart: 'none' },
      on: { ...answers, ...takenBack },
    },
    registered: {
      meta: title('FMK: ikke egnet', 'FMK: not suited'),
      after: { notSuitedEnd: { target: 'none', actions: 'lookAgain' } },
      on: { ...answers, ...takenBack },
    },
  },
});
