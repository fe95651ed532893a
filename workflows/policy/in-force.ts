import { danishDate } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { current } from './current.ts';
import type { PolicySet } from './policy-set.ts';

/** Every policy set shipped, oldest first. */
export const policySets: readonly PolicySet[] = [current];

/** The set in force on the Danish date of this instant; before the first one, the first one. */
export function policyInForce(at: Instant, sets: readonly PolicySet[] = policySets): PolicySet {
  const date = danishDate(at);
  const inForce = sets.findLast((set) => set.validFrom <= date) ?? sets[0];
  if (!inForce) throw new Error('Expected at least one policy set');
  return inForce;
}
