import { createHash } from 'node:crypto';
import Holidays from 'date-holidays';
import type { Calendar } from '../../workflows/calendar.ts';
import { danishDate } from '../../workflows/calendar.ts';
import type { Env, Instant } from '../../workflows/definition.ts';
import { asShipped, policyInForce } from '../../workflows/policy/in-force.ts';
import type { DatedRules } from '../../workflows/policy/in-force.ts';
import type { Routings } from '../../workflows/routing.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';

const danish = new Holidays('DK');
const calendars = new Map<number, Calendar>();

/** Public holidays of this year and the next: no deadline reaches further. */
function calendarFrom(year: number): Calendar {
  const known = calendars.get(year);
  if (known) return known;
  const holidays = [year, year + 1].flatMap((each) =>
    danish
      .getHolidays(each)
      .filter(({ type }) => type === 'public')
      .map(({ date }) => date.slice(0, 10)),
  );
  const calendar = { holidays };
  calendars.set(year, calendar);
  return calendar;
}

/** By the Danish date and the dated rules: the same rules are one object, and their hash is taken once. */
const policies = new Map<string, PolicySet>();

function policyAt(at: Instant, rules: DatedRules): PolicySet {
  const key = `${danishDate(at)} ${rules === asShipped ? '' : JSON.stringify(rules)}`;
  let policy = policies.get(key);
  if (!policy) {
    policy = policyInForce(at, rules);
    if (policies.size > 1_000) policies.clear();
    policies.set(key, policy);
  }
  return policy;
}

/** What decisions made at this instant depend on: the policy and the agreements in force, and the Danish calendar. */
export function environmentAt(at: Instant, rules: DatedRules = asShipped, routings?: Routings): Env {
  return { ...environmentWith(at, policyAt(at, rules)), ...(routings && { routings }) };
}

/** The environment of an earlier decision, for replay: under the policy that the journal names, whatever is in force now. */
export function environmentWith(at: Instant, policy: PolicySet): Env {
  return { at, policy, calendar: calendarFrom(Number(at.slice(0, 4))) };
}

const hashes = new WeakMap<PolicySet, string>();

/** The content of a policy set, as the journal names it. */
export function policyHash(policy: PolicySet): string {
  let hash = hashes.get(policy);
  if (!hash) {
    hash = createHash('sha256').update(canonicalJson(policy)).digest('hex').slice(0, 16);
    hashes.set(policy, hash);
  }
  return hash;
}
