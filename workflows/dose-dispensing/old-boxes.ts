import { openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

/**
 * What the first roll holds and the boxes still at home would be the same medicine twice: the municipality removes or returns
 * them at a visit, a duty of its own (§3.6 step 5, §8.2). A citizen taken over began before anyone here could.
 */
export const oldBoxesRegion = base.createStateConfig({
  initial: 'none',
  meta: { title: { da: 'gamle æsker i hjemmet', en: 'old boxes at home' }, quiet: true },
  on: { reopenOldBoxes: { guard: 'areOldBoxesRemoved', actions: 'reopenOldBoxes' } },
  states: {
    ...restingDuty('oldBoxes', 'open'),
    open: {
      ...openDuty({
        name: 'oldBoxes',
        task: {
          da: 'Fjern eller returnér de gamle æsker med det, der nu ligger i dosisrullen',
          en: 'Remove or return the old boxes of what the roll now holds',
        },
        deadline: 'oldBoxes',
        basis: 'municipal',
        notice: 'oldBoxesOverdue',
      }),
      on: { confirmOldBoxesRemoved: { actions: 'noteOldBoxesRemoved' } },
    },
  },
});
