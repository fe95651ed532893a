/** Which dose prescriptions are to be renewed together, and when (§3.2 step 7). Pure. */
import { danishDate, normalInstant, plusDays } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { once } from '../once.ts';
import { own } from '../own.ts';
import type { DoseContext } from './base.ts';
import { openPrescriptions } from './facts.ts';
import { isStoppedOn } from './medication-changes.ts';

type Needs = Pick<
  DoseContext,
  'env' | 'started' | 'ending' | 'prescriptions' | 'drugs' | 'medicationChanges' | 'drugMedications' | 'renewalAsked'
>;

export interface Expiring {
  prescriptionId: string;
  drugId: string;
  validTo: Instant;
}

/** What is, or will be, one task: all that expire within the same window. */
interface Renewal {
  /** From when it is asked for. */
  from: Instant;
  expiring: Expiring[];
}

/** The next renewal; none where every dose prescription lasts without an end, or dose packing does not run. */
export const renewalOf = once((context: Needs): Renewal | undefined => {
  const { env, started, ending } = context;
  if (!started || ending) return undefined;
  const lasting = lastOfEachDrug(context);
  const first = lasting.map(({ validTo }) => validTo).toSorted()[0];
  if (!first) return undefined;
  const { renewalLeadDays, renewalWindowDays } = env.policy;
  const until = plusDays(first, renewalWindowDays);
  return {
    from: plusDays(first, -renewalLeadDays),
    expiring: lasting
      .filter(({ validTo }) => validTo <= until)
      .toSorted((a, b) => (`${a.validTo} ${a.drugId}` < `${b.validTo} ${b.drugId}` ? -1 : 1)),
  };
});

/** What is asked for now: what is due, and what was asked for together with something renewed since. */
export const renewalsDue = once((context: Needs): readonly Expiring[] => {
  const renewal = renewalOf(context);
  if (!renewal) return [];
  const due = renewal.from <= normalInstant(context.env.at) ? renewal.expiring : [];
  const left = lastOfEachDrug(context).filter(
    (each) =>
      !due.some(({ drugId }) => drugId === each.drugId) &&
      context.renewalAsked.some(({ drugId, validTo }) => drugId === each.drugId && validTo === each.validTo),
  );
  return [...due, ...left];
});

/** The prescription of each packed drug that lasts longest; a drug with one without an end needs no renewal. */
const lastOfEachDrug = once((context: Needs): readonly Expiring[] => {
  const { prescriptions, drugs, medicationChanges } = context;
  const open = new Set(openPrescriptions(prescriptions));
  const last = new Map<string, Expiring | 'forever'>();
  for (const [prescriptionId, { drugId, status, validTo }] of Object.entries(prescriptions)) {
    if (!open.has(prescriptionId) && status !== 'expired') continue;
    if (isWithdrawn(context, drugId) || own(drugs, drugId)?.dosing === 'beside') continue;
    if (validTo && isStoppedOn(medicationChanges, drugId, danishDate(validTo))) continue;
    const before = last.get(drugId);
    if (before === 'forever') continue;
    if (!validTo) {
      if (open.has(prescriptionId)) last.set(drugId, 'forever');
    } else if (!before || before.validTo < validTo) last.set(drugId, { prescriptionId, drugId, validTo });
  }
  return [...last.values()].flatMap((each) => (each === 'forever' ? [] : each));
});

/** FMK shows orders of the drug, and all of them have ended: the dose card no longer has it (§8.1.8). */
export function isWithdrawn({ env, drugMedications }: Pick<Needs, 'env' | 'drugMedications'>, drugId: string): boolean {
  return lastOrderedDay(drugMedications, drugId) < danishDate(env.at);
}

/** The last day on which FMK's orders of the drug say that it is taken; where it shows none, or one goes on, there is no last. */
export function lastOrderedDay(drugMedications: DoseContext['drugMedications'], drugId: string): string {
  return lastDays(drugMedications).get(drugId) ?? withoutEnd;
}

/** The last day of the orders of each drug that FMK shows. */
const lastDays = once((drugMedications: DoseContext['drugMedications']): ReadonlyMap<string, string> => {
  const last = new Map<string, string>();
  for (const { drugId, endDate = withoutEnd } of Object.values(drugMedications))
    if (endDate > (last.get(drugId) ?? '')) last.set(drugId, endDate);
  return last;
});
const withoutEnd = '9999-12-31';
