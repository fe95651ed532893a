/** From back-orders of packages to the standing of a drug (C5, R56). Pure; days are Danish dates. */
import { shiftDay } from '../calendar.ts';
import type { GroupDrug, GroupPackage, Registration } from './messages.ts';

/** The group as the price list in force shows it, with every back-order known of its packages. */
export interface Group {
  drugs: readonly GroupDrug[];
  packages: readonly GroupPackage[];
  registrations: readonly Registration[];
}

/** A drug that none of its packages can be had of. */
export interface DrugBackOrder {
  /** The day on which the last of its packages went. */
  since: string;
  /** The day on which the first of them is expected, where one is. */
  expectedTo?: string;
}

export interface Standing {
  backOrder: DrugBackOrder | null;
  isWarned: boolean;
  /** Why, in one word: what the formal warning looks at, in its order. */
  because: 'notOnBackOrder' | 'alternativeDeliverable' | 'tooFewDays' | 'wholeGroup';
  alternatives: string[];
  group: string[];
}

/** A drug is on back-order when each of its packages that is still sold is. One without such packages is gone, not delayed. */
export function backOrderOf({ packages, registrations }: Group, drugId: string, today: string): DrugBackOrder | null {
  const sold = packages.filter((each) => each.drugId === drugId && !each.withdrawn);
  const held = sold.map(({ packageNumber }) =>
    registrations.find((each) => each.packageNumber === packageNumber && isInForce(each, today)),
  );
  if (held.length === 0 || held.some((each) => each === undefined)) return null;
  const known = held.filter((each) => each !== undefined);
  const since =
    known
      .map((each) => each.since)
      .toSorted()
      .at(-1) ?? today;
  const expectedTo = known.flatMap((each) => each.expectedTo ?? []).toSorted()[0];
  return { since, ...(expectedTo && { expectedTo }) };
}

function isInForce({ since, endedOn, withdrawn }: Registration, today: string): boolean {
  return !withdrawn && since <= today && (endedOn === undefined || today < endedOn);
}

/** D-marked drugs of the group beside this one that are sold at all: an alternative without the mark helps no roll (§8.1.11). */
function markedAlternatives({ drugs, packages }: Group, drugId: string): string[] {
  return drugs
    .filter(
      (each) =>
        each.drugId !== drugId &&
        each.isDoseDispensable &&
        !each.isDeregistered &&
        packages.some((other) => other.drugId === each.drugId && !other.withdrawn),
    )
    .map((each) => each.drugId)
    .toSorted();
}

/** C5: the product, and every alternative that could take its place, on back-order for more than so many days. */
export function standingOf(group: Group, drugId: string, today: string, warningDays: number): Standing {
  const marked = markedAlternatives(group, drugId);
  const backOrder = backOrderOf(group, drugId, today);
  const alternatives = marked.filter((other) => backOrderOf(group, other, today) === null);
  const shown = { backOrder, alternatives, group: marked };
  if (!backOrder) return { ...shown, isWarned: false, because: 'notOnBackOrder' };
  if (alternatives.length > 0) return { ...shown, isWarned: false, because: 'alternativeDeliverable' };
  const sinces = [drugId, ...marked].map((each) => backOrderOf(group, each, today)?.since ?? today);
  const isLongEnough = sinces.every((since) => today >= shiftDay(since, warningDays + 1));
  return { ...shown, isWarned: isLongEnough, because: isLongEnough ? 'wholeGroup' : 'tooFewDays' };
}

/** The next day on which time alone may change the standing: a back-order begins or ends, or the days are enough. */
export function nextDayOf({ registrations }: Group, today: string, warningDays: number): string | undefined {
  return registrations
    .filter(({ withdrawn }) => !withdrawn)
    .flatMap(({ since, endedOn }) => [since, shiftDay(since, warningDays + 1), endedOn ?? []].flat())
    .filter((day) => day > today)
    .toSorted()[0];
}
