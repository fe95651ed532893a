/** Which rules a walk depends on: seen by who looks at them, not by reading the charts. */
import { current } from '../../workflows/policy/current.ts';
import { policyChanges } from '../../workflows/policy/in-force.ts';
import type { PolicyChange, PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Alphabet, Subject } from './subject.ts';

/** A rule that some set of those shipped changes; every other one is the same under all of them. */
export type Rule = keyof PolicySet;

const changedRules: readonly Rule[] = [
  ...new Set(policyChanges.flatMap(({ rules }) => Object.keys(rules) as Rule[])),
].toSorted();

let noting: Set<Rule> | undefined;

/** Notes every changed rule that is looked at while this is done. What a check looks at afterwards says nothing of the charts. */
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

/** How the guarantees of these charts are shown under a set of those shipped. */
export interface Shown {
  set: string;
  /** Its rules that the charts look at; where there are none, all is as under today's. */
  rules: readonly Rule[];
  /** The walks in which each of those is as the set has it, named as on the page. */
  walks: readonly string[];
  /** Rules that no walk has so. */
  missing: readonly Rule[];
}

/** Of each set, over all subjects of the same charts. */
export function shownUnder(charts: readonly Subject[]): Shown[] {
  const rulesSeen = new Set(charts.flatMap(({ looksAt = [] }) => looksAt));
  return policyChanges.map(({ id, rules: changes }) => {
    const rules = (Object.keys(changes) as Rule[]).filter((rule) => rulesSeen.has(rule));
    const walks = charts.flatMap((subject) =>
      Object.entries(subject.alphabets).flatMap(([name, alphabet]) => {
        const found = rules.filter((rule) => policiesOf(subject, alphabet).some((set) => isAs(set, changes, rule)));
        return found.length > 0 ? [{ name, found }] : [];
      }),
    );
    const missing = rules.filter((rule) => !walks.some(({ found }) => found.includes(rule)));
    return { set: id, rules, walks: walks.map(({ name }) => name), missing };
  });
}

/** Sentences about sets that some charts are not walked under, and about rules that no walk of any chart looks at. */
export function unshown(subjects: readonly Subject[]): string[] {
  const missing = byCharts(subjects).flatMap(({ name, group }) =>
    shownUnder(group).flatMap(({ set, missing: rules }) =>
      rules.map((rule) => `Expected a walk of ${name} with ${rule} as ${set} has it, but there is none`),
    ),
  );
  const unseen = changedRules.filter((rule) => !subjects.some(({ looksAt = [] }) => looksAt.includes(rule)));
  return [...missing, ...unseen.map((rule) => `Expected some walk to look at ${rule}, but none does`)];
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

function policiesOf({ start, charts }: Subject, alphabet: Alphabet): PolicySet[] {
  const { policy = current } = (alphabet.start ?? start)(charts[0]);
  return [policy, ...alphabet.moves.flatMap((move) => move.policy ?? [])];
}

function isAs(set: PolicySet, changes: PolicyChange['rules'], rule: Rule): boolean {
  return set[rule] === (changes as Partial<PolicySet>)[rule];
}
