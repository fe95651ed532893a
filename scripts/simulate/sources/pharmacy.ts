import type { FatedRoll } from '../fate.ts';
import { fact, toRoll } from '../happening.ts';
import type { Happening } from '../happening.ts';
import type { Source } from '../sources.ts';

/** FMK's dispensing periods as the pharmacy moves them. What lies before the case was opened is read when it is. */
export const pharmacy: Source = ({ rolls, opensAt }) =>
  rolls.flatMap((roll) =>
    roll.told.map((told) => {
      const said = periodAs(roll, told);
      return said.at < opensAt ? { ...said, at: opensAt } : said;
    }),
  );

/** The period as FMK shows it from this instant. */
export function periodAs(
  { periodId, startDate, endDate, drugIds }: FatedRoll,
  { status, at, more }: FatedRoll['told'][number],
): Happening {
  const data = { periodId, cardId: 'card', startDate, endDate, status, drugIds, ...more };
  const object = `period:${periodId}`;
  return { ...fact('pharmacy', toRoll(periodId), 'dispensingPeriodObserved', data, at, `${object}:${status}`), object };
}
