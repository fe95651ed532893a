import { danishDate } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { current } from './current.ts';
import { optionDeliveryFee, optionFirstChoice, optionNoConsent } from './options.ts';
import type { PolicyChange, PolicySet } from './policy-set.ts';
import { proposed2024Ministry } from './proposed-2024-ministry.ts';
import { proposed2025MedcomPlo } from './proposed-2025-medcom-plo.ts';
import type { Tariff } from './tariff.ts';
import { tariffs } from './tariff.ts';

/** Every set shipped beside `current`. No two of them say different things of one rule: their order makes no difference. */
export const policyChanges: readonly PolicyChange[] = [
  proposed2024Ministry,
  proposed2025MedcomPlo,
  optionNoConsent,
  optionFirstChoice,
  optionDeliveryFee,
];

/** From when a set is in force, and until when: Danish dates, `to` the first day on which it is not. */
interface Introduction {
  policy: string;
  from: string;
  to?: string | null;
}

/** What an installation has said about its rules, beside what is shipped. */
export interface DatedRules {
  introductions: readonly Introduction[];
  tariffs: readonly Tariff[];
}

export const asShipped: DatedRules = { introductions: [], tariffs: [] };

/** The rules in force on the Danish date of this instant. Throws where a set in force is not shipped with this version. */
export function policyInForce(at: Instant, rules: DatedRules = asShipped): PolicySet {
  const date = danishDate(at);
  const inForce = rules.introductions.filter(({ from, to }) => from <= date && (!to || date < to));
  return { ...combined(inForce.map(({ policy }) => policy)), tariffs: [...tariffs, ...rules.tariffs] };
}

/** `current` with these sets, named in the order in which they are shipped: the same sets make the same rules and name. */
export function combined(ids: readonly string[]): PolicySet {
  const unknown = ids.find((id) => !policyChanges.some((change) => change.id === id));
  if (unknown !== undefined)
    throw new Error(
      `Expected the policy ${unknown} among those of this version, but it is not: run the version that has it`,
    );
  const changes = policyChanges.filter(({ id }) => ids.includes(id));
  const rules = changes.reduce<PolicySet>((before, change) => ({ ...before, ...change.rules }), current);
  return { ...rules, id: [current.id, ...changes.map(({ id }) => id)].join('+') };
}
