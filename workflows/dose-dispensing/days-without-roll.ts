import type { Text } from '../definition.ts';
import { openDuty, restingDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string): { title: Text; quiet: true } => ({ title: { da, en }, quiet: true });

/** After a hold: the days until the next roll must be covered by something (§8.1.10). */
export const daysWithoutRollRegion = base.createStateConfig({
  initial: 'none',
  meta: title('dage uden dosisrulle', 'days without a roll'),
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
