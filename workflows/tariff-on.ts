import type { Tariff } from './policy/tariff.ts';

/** The tariff in force on this Danish date; before the first one, the first one. Of two from the same day the later listed. */
export function tariffOn(date: string, all: readonly Tariff[]): Tariff {
  const dated = all.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0));
  const inForce = dated.findLast(({ validFrom }) => validFrom <= date) ?? dated[0];
  if (!inForce) throw new Error('Expected at least one tariff');
  return inForce;
}
