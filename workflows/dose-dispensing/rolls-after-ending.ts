import type { Text } from '../definition.ts';
import { isNotWanted, isWanted, openDuty } from '../duty.ts';
import { base } from './base.ts';

const title = (da: string, en: string, quiet?: true): { title: Text; quiet?: true } => ({
  title: { da, en },
  ...(quiet && { quiet }),
});

const duty = openDuty({
  name: 'rollsAfterEnding',
  task: {
    da: 'FMK viser en dosisrulle, selv om forløbet er ophørt: få den stoppet, eller genoptag forløbet',
    en: 'FMK shows a roll although the case has ended: have it stopped, or reopen the case',
  },
  deadline: 'followUp',
  basis: 'fmk',
  notice: 'rollAfterEnding',
});

/**
 * What FMK shows is never refused (C3): a roll after the ending is asked about, though every other task of the case rests. Also
 * while a death stands: of a citizen reported dead nobody else would have the roll stopped, as an ended case confirms nothing.
 */
export const rollsAfterEndingRegion = base.createStateConfig({
  initial: 'none',
  meta: title('dosisruller efter ophør', 'rolls after the ending', true),
  on: { reopenRollsAfterEnding: { guard: 'isRollAfterEndingSettled', actions: 'reopenRollsAfterEnding' } },
  states: {
    none: {
      meta: title('ingen', 'none', true),
      always: { guard: isWanted('rollsAfterEnding'), target: 'open' },
    },
    open: {
      ...duty,
      always: { guard: isNotWanted('rollsAfterEnding'), target: 'none' },
      on: { settleRollsAfterEnding: { actions: 'settleRollsAfterEnding' } },
    },
  },
});
