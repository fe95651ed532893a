import type { Text } from '../definition.ts';
import { isNotWanted, openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string): { title: Text; quiet: true } => ({ title: { da, en }, quiet: true });

/** A hold without an end is looked at again; one that outlives the hospital stay at once (C4). */
export const holdReviewRegion = base.createStateConfig({
  initial: 'none',
  meta: title('opfølgning på bero', 'hold review'),
  on: { reopenHoldReview: { guard: 'isHoldKept', target: '.open' } },
  states: {
    ...restingDuty('holdReview', 'watching'),
    watching: {
      meta: title('i bero indtil videre', 'on hold until further notice'),
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
