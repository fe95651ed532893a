import { createHash } from 'node:crypto';
import Holidays from 'date-holidays';
import type { Calendar } from '../../workflows/calendar.ts';
import type { Env, Instant } from '../../workflows/definition.ts';
import { policyInForce, policySets } from '../../workflows/policy/in-force.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import { NeverRetryFault } from '../kernel/faults.ts';

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

/** What decisions made at this instant depend on: the policy in force and the Danish calendar. */
export function environmentAt(at: Instant): Env {
  return { at, policy: policyInForce(at), calendar: calendarFrom(Number(at.slice(0, 4))) };
}

/** The environment of an earlier decision, for replay: the policy by the id and hash that the journal names. */
export function environmentOf(at: Instant, policyId: string, hash: string): Env {
  const policy = policySets.find((set) => set.id === policyId && policyHash(set) === hash);
  if (!policy)
    throw new NeverRetryFault(`Expected the policy set ${policyId} with the hash ${hash}, but no shipped set is it`);
  return { ...environmentAt(at), policy };
}

const hashes = new WeakMap<PolicySet, string>();

/** The content of a policy set, as the journal names it. */
export function policyHash(policy: PolicySet): string {
  let hash = hashes.get(policy);
  if (!hash) {
    hash = createHash('sha256')
      .update(JSON.stringify(policy, Object.keys(policy).toSorted()))
      .digest('hex')
      .slice(0, 16);
    hashes.set(policy, hash);
  }
  return hash;
}
