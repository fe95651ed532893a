import { current } from '../../workflows/policy/current.ts';
import { combined, policyChanges } from '../../workflows/policy/in-force.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';

export const policyIds: readonly string[] = [current.id, ...policyChanges.map(({ id }) => id)];

/** The rules of today, or with shipped proposals in force throughout: `current`, an id, or several joined by `+`. */
export function policyNamed(given: string): PolicySet {
  return combined(given.split('+').filter((id) => id !== current.id));
}
