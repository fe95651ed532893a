/** Days on which one drug comes from nowhere although the citizen's rolls come (C4). Pure. */
import { danishDate, endOfDay, normalInstant } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import { own } from '../own.ts';
import type { DoseContext } from './base.ts';
import type { SideDosing } from './coverage.ts';
import { besideRolls, contentOf, drugsIn, isTaken, latestEffect, sourceOn, turnsOf } from './coverage.ts';
import { drugsOf, endOf } from './facts.ts';
import { lastOrderedDay } from './renewals.ts';

export type GapFacts = Pick<
  DoseContext,
  | 'env'
  | 'rolls'
  | 'prescriptions'
  | 'holds'
  | 'stays'
  | 'medicationChanges'
  | 'drugMedications'
  | 'supply'
  | 'requests'
  | 'drugs'
  | 'hold'
  | 'runsSince'
>;

/** Drugs that some roll lacks, and the first day without them. */
export interface DrugGap {
  drugs: string[];
  /** First day without; the same as long as the gap lasts. */
  from: string;
  /** Until when the roll that lacks them can still be changed. */
  cutOff?: Instant;
}

/**
 * Where rolls come and one drug is in none of them. A card that has no roll to come at all, a hold, and a roll that is itself
 * late or gone are asked about as a whole: `isAsked` says which of a card's days are.
 */
export function drugGaps(facts: GapFacts, isAsked: (card: string, day: string) => boolean): DrugGap[] {
  const { env, hold, runsSince } = facts;
  const rolls = Object.values(facts.rolls);
  // Rolls of which nothing is told hold whatever the citizen takes.
  if (hold || !runsSince || !rolls.some((roll) => contentOf(roll))) return [];
  const today = danishDate(env.at);
  const boxes = besideRolls(facts);
  const turns = turnsOf(facts, boxes);
  const days = [...new Set([today, ...turns.filter((day) => day > today)])].toSorted();
  const gaps = new Map<string, string[]>();
  for (const drugId of drugsIn(facts, boxes).filter((each) => isExpected(each, facts))) {
    const since = neededFrom(drugId, facts, boxes);
    const isMissing = (day: string): boolean =>
      day >= since && isTaken(drugId, day, facts) && sourceOn(day, drugId, facts, boxes).by === 'nothing';
    const day = days.find((each) => isMissing(each) && !isSeenElsewhere(drugId, each, facts, isAsked));
    if (day === undefined) continue;
    const from = day > today ? day : beginning(today, [since, ...turns], isMissing);
    gaps.set(from, [...(gaps.get(from) ?? []), drugId]);
  }
  return [...gaps].map(([from, drugs]) => {
    const lacking = rolls.find(
      ({ stage, startDate, endDate }) => !isGone(stage) && startDate <= from && from <= endDate,
    );
    return { drugs, from, ...(lacking && { cutOff: lacking.changeCutOffAt }) };
  });
}

/**
 * Drugs whose every prescription is cancelled or expired, in a roll that the law no longer lets hold them: by the first such
 * roll that is past its change cut-off and not yet used up.
 */
export function packedWithoutPrescription(facts: GapFacts): (DrugGap & { cutOff: Instant })[] {
  const today = danishDate(facts.env.at);
  const rolls = Object.values(facts.rolls).filter(({ stage, endDate }) => !isGone(stage) && endDate >= today);
  return rolls.flatMap((roll) => {
    const drugs = (contentOf(roll) ?? []).filter((drugId) => {
      const goneFrom = latestEffect(drugId, facts);
      return goneFrom !== undefined && goneFrom <= roll.startDate;
    });
    return drugs.length > 0 ? [{ drugs, from: roll.startDate, cutOff: roll.changeCutOffAt }] : [];
  });
}

/**
 * A drug whose every known prescription is gone is no longer expected: its end, or its renewal, is asked about by itself. But one
 * cancelled while FMK's order of it goes on leaves days without it that nobody meant (§3.2 step 8).
 */
function isExpected(drugId: string, { env, prescriptions, drugMedications }: GapFacts): boolean {
  const known = Object.values(prescriptions).filter((each) => each.drugId === drugId);
  if (known.length === 0 || drugsOf(prescriptions).includes(drugId)) return true;
  const isOrdered =
    Object.values(drugMedications).some((order) => order.drugId === drugId) &&
    lastOrderedDay(drugMedications, drugId) > danishDate(env.at);
  return isOrdered && known.every(({ status }) => status !== 'expired');
}

/**
 * The first day on which a drug should be there: when the first roll with it begins, or its boxes, or the first roll that could
 * still be changed when it was prescribed.
 */
function neededFrom(drugId: string, facts: GapFacts, boxes: readonly SideDosing[]): string {
  const rolls = Object.values(facts.rolls).filter(({ stage }) => stage !== 'deleted');
  const prescribed = Object.values(facts.prescriptions).filter((each) => each.drugId === drugId);
  const known = prescribed.map(({ seenAt }) => seenAt).toSorted()[0];
  const begins = (own(facts.medicationChanges, drugId) ?? []).findLast(({ kind }) => kind === 'new')?.from ?? '';
  const days = [
    ...boxes.filter((each) => each.drugId === drugId).map(({ from }) => from),
    ...rolls.filter((roll) => contentOf(roll)?.includes(drugId)).map(({ startDate }) => startDate),
    ...rolls
      .filter(({ changeCutOffAt, endDate }) => known !== undefined && changeCutOffAt > known && endDate >= begins)
      .map(({ startDate }) => (startDate > begins ? startDate : begins)),
  ];
  return days.toSorted()[0] ?? never;
}
const never = '9999-12-31';

function isSeenElsewhere(
  drugId: string,
  day: string,
  facts: GapFacts,
  isAsked: (card: string, day: string) => boolean,
): boolean {
  const holding = Object.values(facts.rolls).filter((roll) => contentOf(roll)?.includes(drugId) ?? true);
  const ofDay = holding.filter(({ startDate, endDate }) => startDate <= day && day <= endDate);
  // The roll is there, and late; or it is gone, and nothing took its place: its own case asks.
  if (ofDay.some(({ stage }) => !isGone(stage) && !isInHand(stage))) return true;
  if (ofDay.some((roll) => roll.stage !== 'deleted' && isGone(roll.stage) && !isReplaced(roll, day, facts)))
    return true;
  const last = holding
    .filter(({ stage, isAcute, startDate }) => !isGone(stage) && !isAcute && startDate <= day)
    .toSorted((a, b) => (a.endDate < b.endDate ? -1 : 1))
    .at(-1);
  return (last !== undefined && isAsked(last.card, day)) || isOfHold(day, facts);
}

function isReplaced({ card }: Roll, day: string, { rolls }: GapFacts): boolean {
  return Object.values(rolls).some(
    ({ card: other, stage, startDate, endDate }) =>
      other === card && !isGone(stage) && startDate <= day && day <= endDate,
  );
}

/** Under a hold, and after one until the next roll begins, the days are asked about as days without a roll (§8.1.10). */
function isOfHold(day: string, { holds, rolls }: GapFacts): boolean {
  const [begins, ends] = [normalInstant(day), endOfDay(day)];
  return holds.some((hold) => {
    const end = endOf(hold) ?? forever;
    if (hold.from >= end || hold.from >= ends) return false;
    if (end > begins) return true;
    const lastDay = danishDate(end);
    return !Object.values(rolls).some(
      ({ stage, startDate }) => !isGone(stage) && startDate > lastDay && startDate <= day,
    );
  });
}
const forever = '9999';

/** The day on which a gap that lasts today began, as far as is known. */
function beginning(today: string, days: readonly string[], isMissing: (day: string) => boolean): string {
  let from = today;
  for (const day of days
    .filter((each) => each <= today)
    .toSorted()
    .toReversed()) {
    if (!isMissing(day)) break;
    from = day;
  }
  return from;
}
