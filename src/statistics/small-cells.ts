import { isSmall } from '../kernel/small-cells.ts';

/** Null where the number could be a few citizens’. */
export const shown = (count: number): number | null => (isSmall(count) ? null : count);

export interface Bands {
  usersAll: number;
  users65: number;
  users75: number;
}
export type ShownBands = { [Band in keyof Bands]: number | null };

/** Each band holds the next: one is hidden also where what it has beside the next shown one is a few citizens. */
export function shownBands({ usersAll, users65, users75 }: Bands): ShownBands {
  const aged75 = shown(users75);
  const aged65 = isSmall(users65 - (aged75 ?? users65)) ? null : shown(users65);
  const within = aged65 ?? aged75;
  return {
    usersAll: isSmall(usersAll - (within ?? usersAll)) ? null : shown(usersAll),
    users65: aged65,
    users75: aged75,
  };
}

/** The sum of what is shown: a hidden cell cannot be found by taking the others from it. Null where nothing is shown. */
export function sumOfShown(counts: readonly (number | null)[]): number | null {
  const seen = counts.filter((count) => count !== null);
  return seen.length === 0 && counts.length > 0 ? null : seen.reduce((sum, count) => sum + count, 0);
}

/** Null as soon as one month has a few: ranges that differ by that month would tell of them. */
export const sumOfMonths = (counts: readonly number[]): number | null =>
  counts.some(isSmall) ? null : counts.reduce((sum, count) => sum + count, 0);
