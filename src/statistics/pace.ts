/** Users of a month, `2025-09`. */
export interface Point {
  month: string;
  users: number;
}

export interface Pace {
  /** From when to when it is reckoned. */
  from: string;
  to: string;
  perMonth: number;
  /** What it would take each month from now on; null without a target ahead. */
  neededPerMonth: number | null;
  /** Users in the target's month at today's pace. */
  projected: number | null;
  /** How many that is below the target; negative above it. */
  short: number | null;
}

const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
/** A year is compared with the year before: a summer is not taken for a trend. */
const year = 12;

/**
 * How fast the number of users grows over the last twelve months known, and where that leads (R74–R79). Undefined with fewer
 * than two months to compare.
 */
export function paceOf(points: readonly Point[], target: { users: number; month: string } | null): Pace | undefined {
  const sorted = points.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const last = sorted.at(-1);
  if (!last) return undefined;
  const earlier = sorted.filter(({ month }) => monthNumber(last.month) - monthNumber(month) >= year);
  const first = earlier.at(-1) ?? sorted[0];
  const months = first ? monthNumber(last.month) - monthNumber(first.month) : 0;
  if (!first || months <= 0) return undefined;
  const perMonth = (last.users - first.users) / months;
  const ahead = target ? monthNumber(target.month) - monthNumber(last.month) : 0;
  if (!target || ahead <= 0)
    return { from: first.month, to: last.month, perMonth, neededPerMonth: null, projected: null, short: null };
  const projected = Math.round(last.users + perMonth * ahead);
  return {
    from: first.month,
    to: last.month,
    perMonth,
    neededPerMonth: (target.users - last.users) / ahead,
    projected,
    short: target.users - projected,
  };
}
