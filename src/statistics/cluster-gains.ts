import type { ClusterCount } from './cluster-uptake.query.ts';
import { hiddenCells } from '../kernel/small-cells.ts';
import { sumOfShown } from './small-cells.ts';

export interface ClusterUptake extends Omit<ClusterCount, 'users'> {
  users: number | null;
  /** How many more users it would have with as many to a practice as all clusters have; those that would gain most first. */
  couldGain: number;
}

/**
 * Counts with few hidden, and with one of few alone the smallest other: the sum of all is known from elsewhere. A hidden count weighs as none, in the mean and in the gain: what is
 * shown must not tell it.
 */
export function clusterGains(counts: readonly ClusterCount[]): ClusterUptake[] {
  const hidden = hiddenCells(
    counts,
    ({ users }) => users,
    () => ['all'],
  );
  const seen = counts.map((count) => ({ ...count, users: hidden.has(count) ? null : count.users }));
  const practices = counts.reduce((sum, each) => sum + each.practices, 0);
  const mean = practices > 0 ? (sumOfShown(seen.map(({ users }) => users)) ?? 0) / practices : 0;
  return seen
    .map((each) => ({ ...each, couldGain: Math.max(0, Math.round(each.practices * mean) - (each.users ?? 0)) }))
    .toSorted((a, b) => b.couldGain - a.couldGain || a.name.localeCompare(b.name, 'da'));
}
