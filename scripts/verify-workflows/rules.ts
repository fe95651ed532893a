/** Which rules a walk depends on: seen by who looks at them, not by reading the charts. */
import { current } from '../../workflows/policy/current.ts';
import { combined, policyChanges } from '../../workflows/policy/in-force.ts';
import type { PolicyChange, PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Alphabet, Subject } from './subject.ts';
import type { World } from './walk.ts';

/** A rule that some set of those shipped changes; every other one is the same under all of them. */
export type Rule = keyof PolicySet;

const changedRules: readonly Rule[] = [
  ...new Set(policyChanges.flatMap(({ rules }) => Object.keys(rules) as Rule[])),
].toSorted();

let noting: Set<Rule> | undefined;

/** Notes every changed rule that is looked at while this is done. */
export function noteRules<Result>(into: Set<Rule>, decide: () => Result): Result {
  noting = into;
  try {
    return decide();
  } finally {
    noting = undefined;
  }
}

const watched = new WeakMap<PolicySet, PolicySet>();

/** The same rules, for an environment that charts are given. */
export function watch(policy: PolicySet): PolicySet {
  let seen = watched.get(policy);
  if (!seen) {
    seen = new Proxy(policy, {
      get: (set, rule: Rule): unknown => {
        if (noting && changedRules.includes(rule)) noting.add(rule);
        return set[rule];
      },
    });
    watched.set(policy, seen);
  }
  return seen;
}

/** Whether all these rules say the same in both. */
export function areAlike(a: PolicySet, b: PolicySet, rules: ReadonlySet<Rule>): boolean {
  return a === b || [...rules].every((rule) => a[rule] === b[rule]);
}

/** The sets shipped, each beside what is in force today. */
export const shippedSets: readonly PolicySet[] = policyChanges.map(({ id }) => combined([id]));

/** Whether a walk goes by rules of its own, and not by whichever are in force. */
export function hasOwnRules({ moves }: Alphabet, { policy }: World): boolean {
  return (policy ?? current) !== current || moves.some((move) => move.policy);
}

/** Rules of this set that some walk of these charts looks at: such a walk is made again under the set. */
export function looksAtOf(charts: readonly Subject[], set: PolicyChange): Rule[] {
  const seen = new Set(charts.flatMap(({ looksAt = [] }) => looksAt));
  return (Object.keys(set.rules) as Rule[]).filter((rule) => seen.has(rule));
}

/** Sentences about rules that no walk of any chart looks at: no walk shows then what a set that changes one of them does. */
export function unshown(subjects: readonly Subject[]): string[] {
  const unseen = changedRules.filter((rule) => !subjects.some(({ looksAt = [] }) => looksAt.includes(rule)));
  return unseen.map((rule) => `Expected some walk to look at ${rule}, but none does`);
}

/** Subjects of the same charts, under the name of the first. */
export function byCharts(subjects: readonly Subject[]): { name: string; group: Subject[] }[] {
  const groups = new Map<string, { name: string; group: Subject[] }>();
  for (const subject of subjects) {
    const key = subject.charts.map(({ name }) => name).join();
    const known = groups.get(key);
    if (known) known.group.push(subject);
    else groups.set(key, { name: subject.name, group: [subject] });
  }
  return [...groups.values()];
}
