import { danishDate, endOfDay, normalInstant, plusHours, shiftDay } from '../calendar.ts';
import type { Env, Instant } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { OpenStage } from '../prescription-request/derive-request.ts';
import type { CaseOfRequest } from '../prescription-request/messages.ts';
import type { DoseContext } from './base.ts';
import type { Hold } from './facts.ts';
import { drugsOf, endOf, isHoldBesideCourse, openPrescriptions, standingAtFmk } from './facts.ts';
import { drugGaps, packedWithoutPrescription } from './drug-gaps.ts';
import type { GapFacts } from './drug-gaps.ts';
import { isStoppedOn } from './medication-changes.ts';
import { own } from '../own.ts';
import { packedDrugsOf } from './readiness.ts';
import { isWithdrawn, lastOrderedDay } from './renewals.ts';

/** The rolls of the citizen by FMK's period id, all cards together. */
export type Rolls = Record<string, Roll>;
/** First day of each card with a roll here, by FMK's id. */
export type CardsSince = Record<string, string>;
/** Drug medications (ordinationer) with an end, by FMK's id. */
export type DrugMedications = Record<string, { drugId: string; endDate?: string; seenAt: Instant }>;
/** Prescription requests that live, by FMK's id; `told` is what each knows of the case. */
export type Requests = Record<string, { drugId: string; renewal: OpenStage | null; told: CaseOfRequest }>;
/** Products that can no longer be dose packed, by drug id. */
export type ProductChanges = Record<string, { change: ProductChange; seenAt: Instant }>;
/** `withdrawn`: no package of it is sold any more. */
export const productChanges = ['dMarkLost', 'deregistered', 'withdrawn', 'restored'] as const;
export type ProductChange = (typeof productChanges)[number];

/** Drugs of the group that a drug is in by the price list that changed it last, by drug id. */
export type SubstitutionGroups = Record<string, { group: readonly string[]; seenAt: Instant }>;

/** What is about to go wrong with the rolls to come, most urgent kind first where two fall on the same instant. */
const alarmKinds = [
  'noNextPeriod',
  'noRollKnown',
  'holdEndsWithoutPeriod',
  'drugMissing',
  'holdStandsAtFmk',
  'wrongPharmacy',
  'packedWithoutPrescription',
  'prescriptionExpiring',
  'cardExpiring',
  'productNotDosePackable',
  'substituteLeftGroup',
  'orderEnding',
  'cardsMisaligned',
  'periodsOverlap',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** What the GP is asked about, on a list of its own (gp-list.ts); every other alarm is the municipality's. */
const gpAlarmKinds = ['orderEnding'] as const;
type GpAlarmKind = (typeof gpAlarmKinds)[number];
export type MunicipalAlarmKind = Exclude<AlarmKind, GpAlarmKind>;
export const municipalAlarmKinds = alarmKinds.filter((kind): kind is MunicipalAlarmKind => !isGpAlarm(kind));

export function isGpAlarm(kind: AlarmKind): kind is GpAlarmKind {
  return gpAlarmKinds.some((each) => each === kind);
}

/** The most urgent alarm that is the municipality's. */
export function municipalAlarm(alarms: readonly Alarm[]): Alarm | undefined {
  return alarms.find(({ kind }) => !isGpAlarm(kind));
}

interface Alarm {
  kind: AlarmKind;
  /** The same for the same matter, and another when its dates change: what a person settled comes back only then. */
  key: string;
  /** When it will be too late. */
  by: Instant;
  /** Drug ids that it is about, where it is about some. */
  drugs?: readonly string[];
}

type Facts = GapFacts &
  Pick<
    DoseContext,
    | 'productChanges'
    | 'substitutionGroups'
    | 'takenOver'
    | 'started'
    | 'ending'
    | 'closed'
    | 'settledAlarms'
    | 'parties'
    | 'pharmacyChange'
    | 'pharmacyBefore'
    | 'cardsSince'
  >;

export interface Plan {
  alarms: Alarm[];
  settledAlarms: readonly string[];
  /** The first cut-off ahead of a roll not yet dispensed. */
  nextCutOff: Instant | undefined;
  /** When time alone will change any of this. */
  planningReviewAt: Instant | undefined;
}

/** What follows for the rolls to come. Pure, and no alarm for a citizen who has no roll and whose dose packing does not run. */
export function planOf(facts: Facts): Plan {
  const { env, rolls, settledAlarms } = facts;
  const isAnyKnown = [rolls, facts.productChanges].some((known) => Object.keys(known).length > 0);
  const live = Object.values(rolls).filter(({ stage }) => !isGone(stage));
  const raised = facts.runsSince || isAnyKnown ? [...rollAlarms(facts), ...productAlarms(facts)] : [];
  const alarms = raised
    .filter(({ alarm: { key }, from }) => from <= env.at && !settledAlarms.includes(key))
    .map(({ alarm }) => alarm)
    .toSorted(byUrgency);
  const ahead = [
    ...raised.map(({ from }) => from),
    ...live.flatMap(({ changeCutOffAt, startDate, endDate }) => [
      changeCutOffAt,
      normalInstant(startDate),
      endOfDay(endDate),
    ]),
    ...Object.values(facts.medicationChanges).flatMap((said) => said.map(({ from }) => normalInstant(from))),
    ...(isHoldBesideCourse(facts) ? holdEnds(facts.holds) : []),
  ];
  const cutOffs = live.filter(({ stage }) => !isInHand(stage)).map(({ changeCutOffAt }) => changeCutOffAt);
  return {
    alarms,
    settledAlarms: settledAlarms.filter((settled) => raised.some(({ alarm }) => alarm.key === settled)),
    nextCutOff: earliestAfter(cutOffs, env.at),
    planningReviewAt: earliestAfter(ahead, env.at),
  };
}

function holdEnds(holds: readonly Hold[]): Instant[] {
  return holds.flatMap((hold) => [hold.from, endOf(hold) ?? []].flat());
}

/** An alarm, and from when it is one. */
interface Raised {
  alarm: Alarm;
  from: Instant;
}

function rollAlarms(facts: Facts): Raised[] {
  const { rolls, runsSince } = facts;
  if (Object.keys(rolls).length === 0 && !runsSince) return [];
  const regular = Object.values(rolls).filter(({ isAcute }) => !isAcute);
  const live = regular.filter(({ stage }) => !isGone(stage));
  const next = nextPeriod(live, facts);
  const unfollowed = cardsOf(regular).flatMap((card) => noNextPeriod(card, regular, facts));
  return [
    ...noRollKnown(facts),
    ...unfollowed.map(({ raised }) => raised),
    ...drugsMissing(unfollowed, facts),
    ...holdEndsWithoutPeriod(live, facts),
    ...holdsStandingAtFmk(facts),
    ...wrongPharmacies(live, facts),
    ...packedWithout(facts),
    ...substitutesOutOfGroup(live, facts),
    ...prescriptionsExpiring(next.endDate, facts),
    ...cardsExpiring(regular, facts),
    ...ordersEnding(next, facts),
    ...cardsMisaligned(live, facts),
    ...periodsOverlap(live, facts),
  ];
}

/** The first period that has not begun, or where it should lie: as long as the policy's cycle, after the last one. */
function nextPeriod(live: readonly Roll[], { env }: Facts): { startDate: string; endDate: string; cutOff?: Instant } {
  const today = danishDate(env.at);
  const planned = live.filter(({ startDate }) => startDate > today).toSorted(byStart)[0];
  if (planned) return { startDate: planned.startDate, endDate: planned.endDate, cutOff: planned.changeCutOffAt };
  const last = live
    .map(({ endDate }) => endDate)
    .toSorted()
    .at(-1);
  const startDate = shiftDay(last && last >= today ? last : today, 1);
  return { startDate, endDate: shiftDay(startDate, env.policy.cycleLengthDays - 1) };
}

/**
 * A3 of a citizen of whom FMK has told no roll, or of one taken over none that has begun: what is used until then is unknown.
 * Someone must look once, when FMK has had time to be read.
 */
function noRollKnown({ env, hold, rolls, runsSince, takenOver }: Facts): Raised[] {
  const known = Object.values(rolls);
  const today = danishDate(env.at);
  const isUnknown = known.length === 0 || (takenOver && known.every(({ startDate }) => startDate > today));
  if (hold || !runsSince || !isUnknown) return [];
  const from = plusHours(runsSince, env.policy.followUpHours);
  const by = plusHours(from, env.policy.followUpHours);
  return [{ alarm: { kind: 'noRollKnown', key: `noRollKnown:${runsSince}`, by }, from }];
}

/** A3. Rolls that follow each other without a day between count as one stretch, whatever their length. */
function noNextPeriod(card: string, regular: readonly Roll[], facts: Facts): Unfollowed[] {
  const { env, hold } = facts;
  const lastDay = lastDayOf(card, regular, facts);
  if (hold || isLeft(card, lastDay, regular, facts)) return [];
  const isAnyLive = regular.some((roll) => roll.card === card && !isGone(roll.stage));
  const days =
    isAnyLive && !isFirstOfPharmacy(card, lastDay, regular, facts)
      ? env.policy.nextPeriodDays
      : env.policy.firstRollLeadDays;
  const alarm = { kind: 'noNextPeriod', key: `noNextPeriod:${card}:${lastDay}`, by: endOfDay(lastDay) } as const;
  return [{ card, lastDay, raised: { alarm, from: morningOf(shiftDay(lastDay, -days), env) } }];
}
/** A pharmacy that did not pack the roll before takes as long as for a first one. */
function isFirstOfPharmacy(card: string, lastDay: string, regular: readonly Roll[], facts: Facts): boolean {
  const next = pharmaciesOn(shiftDay(lastDay, 1), facts);
  return regular.some(
    ({ card: of, endDate, orderedAt }) => of === card && endDate === lastDay && isElsewhere(orderedAt, next),
  );
}

/** A card whose rolls end, and nothing follows. */
interface Unfollowed {
  card: string;
  lastDay: string;
  raised: Raised;
}

/** A person ended a hold that FMK still shows: without its removal there the pharmacy skips the rolls to come. */
function holdsStandingAtFmk({ env, holds }: Facts): Raised[] {
  return standingAtFmk(holds, normalInstant(env.at)).map((hold) => {
    const from = plusHours(endOf(hold) ?? env.at, env.policy.followUpHours);
    const by = plusHours(from, env.policy.followUpHours);
    return { alarm: { kind: 'holdStandsAtFmk', key: `holdStandsAtFmk:${hold.id}:${endOf(hold)}`, by }, from };
  });
}

/**
 * A card made out to another pharmacy than the citizen's (§3.6): its rolls are packed for where nobody fetches them. Where the
 * case has no pharmacy, or the directory does not know the card's, nothing is said.
 */
function wrongPharmacies(live: readonly Roll[], facts: Facts): Raised[] {
  const today = danishDate(facts.env.at);
  const wrong = live
    .filter(
      ({ startDate, endDate, orderedAt }) => endDate >= today && isElsewhere(orderedAt, pharmaciesOn(startDate, facts)),
    )
    .toSorted(byStart);
  return cardsOf(wrong).flatMap((card) => {
    const own = wrong.filter((roll) => roll.card === card);
    const toCome = own.find(({ stage }) => !isInHand(stage));
    const by = toCome?.changeCutOffAt ?? endOfDay(own[0]?.endDate ?? today);
    const key = `wrongPharmacy:${card}:${(toCome ?? own[0])?.orderedAt}`;
    return [{ alarm: { kind: 'wrongPharmacy', key, by }, from: always }];
  });
}

/** Where a roll that begins on this day may come from: until a change of pharmacy also from the one of before. */
function pharmaciesOn(day: string, { parties, pharmacyChange, pharmacyBefore }: Facts): string[] {
  if (pharmacyChange && day >= pharmacyChange.from) return [pharmacyChange.pharmacyId];
  const { pharmacy } = parties;
  if (!pharmacyBefore || day >= pharmacyBefore.until) return pharmacy ? [pharmacy] : [];
  const { pharmacyId } = pharmacyBefore;
  return pharmacy && pharmacyId ? [pharmacy, pharmacyId] : [];
}

function isElsewhere(orderedAt: string | undefined, pharmacies: readonly string[]): boolean {
  return orderedAt !== undefined && pharmacies.length > 0 && !pharmacies.includes(orderedAt);
}

/**
 * A roll to come holds a drug in place of the one ordered, and the price list no longer has the two in one group: the pharmacy
 * may not pack it so. One matter for the two, also where the list moved both of them. A change of group of what is packed as
 * ordered concerns nobody.
 */
function substitutesOutOfGroup(live: readonly Roll[], { substitutionGroups, env }: Facts): Raised[] {
  if (Object.keys(substitutionGroups).length === 0) return [];
  const raised = new Map<string, Raised>();
  for (const roll of live.filter(({ stage }) => !isInHand(stage)).toSorted(byStart)) {
    const by = roll.changeCutOffAt > env.at ? roll.changeCutOffAt : normalInstant(roll.startDate);
    for (const { drugs, since } of partedIn(roll, substitutionGroups)) {
      const key = `substituteLeftGroup:${drugs.join('+')}:${since}`;
      if (!raised.has(key)) raised.set(key, { alarm: { kind: 'substituteLeftGroup', key, by, drugs }, from: always });
    }
  }
  return [...raised.values()];
}

/** A substitute and what it stands for, in no group together since then. */
interface Parted {
  drugs: readonly [string, string];
  since: Instant;
}

/**
 * Where the source does not tell what stands for what, a drug that nobody ordered may stand for any that is not packed: only
 * one that all of them have left is parted, for else a drug packed besides would raise an alarm with every price list.
 */
function partedIn({ drugs = [], ordered = [], substitutes }: Roll, groups: SubstitutionGroups): Parted[] {
  if (substitutes) {
    return substitutes.flatMap(({ drugId, orderedDrugId }) => partedOf(drugId, orderedDrugId, groups) ?? []);
  }
  const instead = drugs.filter((drug) => !ordered.includes(drug));
  const replaced = ordered.filter((drug) => !drugs.includes(drug));
  return replaced.flatMap((orderedDrug) => {
    const parted = instead.flatMap((drug) => partedOf(drug, orderedDrug, groups) ?? []);
    return parted.length === instead.length ? parted.toSorted((a, b) => (a.since > b.since ? -1 : 1)).slice(0, 1) : [];
  });
}

/** What is known last of either counts: a drug that another joins has not changed itself. */
function partedOf(drug: string, orderedDrug: string, groups: SubstitutionGroups): Parted | undefined {
  const told = [drug, orderedDrug].flatMap((each) => {
    const known = own(groups, each);
    return known ? [{ ...known, other: each === drug ? orderedDrug : drug }] : [];
  });
  const [last] = told.toSorted((a, b) => (a.seenAt > b.seenAt ? -1 : 1));
  return last && !last.group.includes(last.other) ? { drugs: [drug, orderedDrug], since: last.seenAt } : undefined;
}

/** Drugs of which a change of product, supply or group is told: those to be packed, and what rolls hold in their place. */
export function drugsToTellOf(context: DoseContext): string[] {
  const inRolls = Object.values(context.rolls).flatMap(({ stage, drugs }) => (isGone(stage) ? [] : (drugs ?? [])));
  return [...new Set([...packedDrugsOf(context), ...inRolls])];
}

/** A roll that can no longer be changed holds a drug that no dose prescription lets it hold (BEK 827/2024 §115). */
function packedWithout(facts: Facts): Raised[] {
  return packedWithoutPrescription(facts).map(({ drugs, from: day, cutOff }) => {
    const key = `packedWithoutPrescription:${day}:${drugs.join('+')}`;
    return { alarm: { kind: 'packedWithoutPrescription', key, by: normalInstant(day), drugs }, from: cutOff };
  });
}

/** A drug that the rolls lack, while there is time to have it packed, or to get it in boxes. */
function drugsMissing(unfollowed: readonly Unfollowed[], facts: Facts): Raised[] {
  const { env } = facts;
  const isAsked = (card: string, day: string): boolean =>
    unfollowed.some((each) => each.card === card && each.lastDay < day);
  return drugGaps(facts, isAsked).map(({ drugs, from: day, cutOff }) => {
    const by = cutOff && cutOff > env.at ? cutOff : normalInstant(day);
    const lead = shiftDay(danishDate(cutOff ?? by), -env.policy.nextPeriodDays - 1);
    const alarm = { kind: 'drugMissing', key: `drugMissing:${day}:${drugs.join('+')}`, by, drugs } as const;
    return { alarm, from: morningOf(lead, env) };
  });
}

/**
 * Whether another card has taken this one's place, as when the citizen changes pharmacy: its rolls go on where this one's end,
 * with the same drugs. Where drugs are not told it must not have run beside this one, as two cards may.
 */
function isLeft(card: string, lastDay: string, regular: readonly Roll[], facts: Facts): boolean {
  const live = regular.filter(({ stage }) => !isGone(stage));
  const [own, others] = [live.filter((roll) => roll.card === card), live.filter((roll) => roll.card !== card)];
  const isOn = (day: string) => (roll: Roll) => roll.startDate <= day && day <= roll.endDate;
  const [today, dayAfter] = [danishDate(facts.env.at), shiftDay(lastDay, 1)];
  const instead = others.filter(
    dayAfter > today ? isOn(dayAfter) : ({ startDate, endDate }) => startDate <= today && endDate > lastDay,
  );
  if (instead.length === 0) return false;
  const last = own.filter(isOn(lastDay));
  if (last.length === 0 || ![...last, ...instead].every(({ drugs }) => drugs)) return !others.some(isOn(lastDay));
  const goesOn = (drugId: string): boolean => instead.some(({ drugs }) => drugs?.includes(drugId));
  const isOver = (drugId: string): boolean =>
    isStoppedOn(facts.medicationChanges, drugId, dayAfter) || isWithdrawn(facts, drugId);
  return last.flatMap(({ drugs }) => drugs ?? []).every((drugId) => goesOn(drugId) || isOver(drugId));
}

/** Cards that another has taken the place of. */
export function leftCards(facts: Facts): string[] {
  const regular = Object.values(facts.rolls).filter(({ isAcute }) => !isAcute);
  return cardsOf(regular).filter((card) => isLeft(card, lastDayOf(card, regular, facts), regular, facts));
}

function cardsOf(rolls: readonly Roll[]): string[] {
  return [...new Set(rolls.map(({ card }) => card))];
}

/** The last day that the rolls of a card reach; of one that has none left, the day before its first would have begun. */
function lastDayOf(card: string, regular: readonly Roll[], { env }: Facts): string {
  const own = regular.filter((roll) => roll.card === card).toSorted(byStart);
  const live = own.filter(({ stage }) => !isGone(stage));
  return endOfStretch(live, danishDate(env.at)) ?? shiftDay(own[0]?.startDate ?? '', -1);
}

/** The last day of the stretch of rolls that today lies in, or that ended last, or that begins first. */
function endOfStretch(live: readonly Roll[], today: string): string | undefined {
  const begun = live.filter(({ startDate }) => startDate <= today);
  let end =
    begun.length > 0
      ? begun
          .map(({ endDate }) => endDate)
          .toSorted()
          .at(-1)
      : live[0]?.endDate;
  for (const { startDate, endDate } of live) if (end && startDate <= shiftDay(end, 1) && endDate > end) end = endDate;
  return end;
}

/** A6. The roll that follows a hold takes as long as a first one, and those skipped do not come back (§8.1.10). */
function holdEndsWithoutPeriod(live: readonly Roll[], { env, hold }: Facts): Raised[] {
  const end = hold && endOf(hold);
  if (!end) return [];
  const firstDay = danishDate(end);
  const follows = live.some(({ stage, startDate, endDate }) =>
    isInHand(stage) ? endDate >= firstDay : startDate >= firstDay,
  );
  const alarm = { kind: 'holdEndsWithoutPeriod', key: `holdEndsWithoutPeriod:${end}`, by: end } as const;
  return follows ? [] : [{ alarm, from: morningOf(shiftDay(firstDay, -env.policy.firstRollLeadDays), env) }];
}

/**
 * A1. Expired ones too, until another of the same drug lasts: a renewal has an id of its own. All of them are one alarm, as
 * they are one request to the GP. What is asked for already is the request's own to watch, until it is rejected; a drug that
 * stops before needs none.
 */
function prescriptionsExpiring(nextEnd: string, facts: Facts): Raised[] {
  const { prescriptions, requests, medicationChanges } = facts;
  const usedUp = endOfDay(nextEnd);
  const open = openPrescriptions(prescriptions).flatMap((id) => prescriptions[id] ?? []);
  const lasting = new Set(open.flatMap(({ drugId, validTo }) => (validTo && validTo < usedUp ? [] : [drugId])));
  const asked = new Set(
    Object.values(requests).flatMap(({ drugId, renewal }) => (renewal && renewal !== 'rejected' ? [drugId] : [])),
  );
  const expiring = Object.entries(prescriptions)
    .flatMap(([id, prescription]) => {
      const { drugId, status, validTo, seenAt } = prescription;
      if (lasting.has(drugId) || asked.has(drugId) || !(status === 'expired' || open.includes(prescription))) return [];
      const by = validTo ?? seenAt;
      return isStoppedOn(medicationChanges, drugId, danishDate(by)) || isWithdrawn(facts, drugId)
        ? []
        : [{ id, by, drugId }];
    })
    .toSorted((a, b) => (`${a.by} ${a.id}` < `${b.by} ${b.id}` ? -1 : 1));
  const [first] = expiring;
  if (!first) return [];
  const key = `prescriptionExpiring:${expiring.map(({ id, by }) => `${id}:${by}`).join('+')}`;
  const drugs = [...new Set(expiring.map(({ drugId }) => drugId))];
  return [{ alarm: { kind: 'prescriptionExpiring', key, by: first.by, drugs }, from: always }];
}

/**
 * A dose dispensing card is valid for two years at most (BEK 827/2024 §115, §3.6): without a new one in time no roll is packed.
 * Where FMK does not tell when it was made, it is as old as the first roll of it that was heard of.
 */
function cardsExpiring(regular: readonly Roll[], facts: Facts): Raised[] {
  const { env, cardsSince } = facts;
  return cardsOf(regular).flatMap((card) => {
    const since = own(cardsSince, card);
    const lastDay = lastDayOf(card, regular, facts);
    if (!since || isLeft(card, lastDay, regular, facts)) return [];
    const validTo = shiftDay(since, env.policy.cardValidDays - 1);
    const from = shiftDay(validTo, -env.policy.renewalLeadDays);
    // A card whose rolls end before that asks for the next roll first.
    if (lastDay < from) return [];
    const key = `cardExpiring:${card}:${validTo}`;
    return [{ alarm: { kind: 'cardExpiring', key, by: endOfDay(validTo) }, from: morningOf(from, env) }];
  });
}

/** A2. An order that ends with the roll, or before it begins, is packed right; one that another of the same drug follows goes on. */
function ordersEnding(next: { startDate: string; endDate: string; cutOff?: Instant }, facts: Facts): Raised[] {
  return Object.entries(facts.drugMedications).flatMap(([id, { drugId, endDate }]) => {
    if (!endDate || endDate < next.startDate || endDate >= next.endDate) return [];
    if (lastOrderedDay(facts.drugMedications, drugId) !== endDate) return [];
    const by = next.cutOff ?? normalInstant(next.startDate);
    return [{ alarm: { kind: 'orderEnding', key: `orderEnding:${id}:${endDate}`, by }, from: always }];
  });
}

/** A5. FMK refuses to begin handling where a citizen's cards end on different days. */
function cardsMisaligned(live: readonly Roll[], { env }: Facts): Raised[] {
  const today = danishDate(env.at);
  const toCome = live.filter(({ endDate, stage }) => endDate >= today && !isInHand(stage)).toSorted(byStart);
  return toCome.flatMap((roll, n) => {
    const other = toCome.slice(n + 1).find(({ card, startDate }) => card !== roll.card && startDate <= roll.endDate);
    if (!other || other.endDate === roll.endDate) return [];
    const [first, second] = [roll, other].map(({ card, endDate }) => `${card}:${endDate}`).toSorted();
    const key = `cardsMisaligned:${first}:${second}`;
    return [{ alarm: { kind: 'cardsMisaligned', key, by: roll.changeCutOffAt }, from: always }];
  });
}

/** FMK lets only acute periods lie over others on a card: two ordinary ones would be medicine twice. */
function periodsOverlap(live: readonly Roll[], { env }: Facts): Raised[] {
  const today = danishDate(env.at);
  const current = live.filter(({ endDate }) => endDate >= today).toSorted(byStart);
  return current.flatMap((roll, n) => {
    const other = current.slice(n + 1).find(({ card, startDate }) => card === roll.card && startDate <= roll.endDate);
    if (!other) return [];
    const key = `periodsOverlap:${roll.card}:${roll.startDate}:${other.startDate}`;
    return [{ alarm: { kind: 'periodsOverlap', key, by: normalInstant(other.startDate) }, from: always }];
  });
}

/** A7: of what is prescribed for the roll, recorded for it, or in a roll that someone has yet to use. */
function productAlarms(facts: Facts): Raised[] {
  const { productChanges: changes, prescriptions, rolls, runsSince, env } = facts;
  if (Object.keys(changes).length === 0) return [];
  const today = danishDate(env.at);
  const inRolls = Object.values(rolls).flatMap(({ stage, endDate, drugs }) =>
    isGone(stage) || endDate < today ? [] : (drugs ?? []),
  );
  const packed = new Set([...(runsSince ? packedDrugsOf(facts) : drugsOf(prescriptions)), ...inRolls]);
  return Object.entries(changes).flatMap(([drugId, { change, seenAt }]) => {
    if (change === 'restored' || !packed.has(drugId)) return [];
    const key = `productNotDosePackable:${drugId}:${change}`;
    const by = endOfDay(shiftDay(danishDate(seenAt), env.policy.cycleLengthDays));
    return [{ alarm: { kind: 'productNotDosePackable', key, by, drugs: [drugId] }, from: always }];
  });
}

const always = '0000';

function morningOf(date: string, { policy }: Env): Instant {
  return normalInstant(`${date}T${policy.alarmTime}:00`);
}

function byStart(a: Roll, b: Roll): number {
  return a.startDate < b.startDate ? -1 : a.startDate > b.startDate ? 1 : 0;
}

function byUrgency(a: Alarm, b: Alarm): number {
  if (a.by !== b.by) return a.by < b.by ? -1 : 1;
  return alarmKinds.indexOf(a.kind) - alarmKinds.indexOf(b.kind) || (a.key < b.key ? -1 : 1);
}

function earliestAfter(instants: readonly Instant[], at: Instant): Instant | undefined {
  return instants.filter((instant) => instant > at).toSorted()[0];
}
