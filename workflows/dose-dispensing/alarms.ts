import { danishDate, endOfDay, normalInstant, shiftDay } from '../calendar.ts';
import type { Env, Instant } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { Hold, Prescriptions } from './facts.ts';
import { endOf, openPrescriptions } from './facts.ts';

/** The rolls of the citizen by FMK's period id, all cards together. */
export type Rolls = Record<string, Roll>;
/** Drug medications (ordinationer) with an end, by FMK's id. */
export type DrugMedications = Record<string, { drugId: string; endDate?: string; seenAt: Instant }>;
/** Products that can no longer be dose packed, by drug id. */
export type ProductChanges = Record<string, { change: ProductChange; seenAt: Instant }>;
export const productChanges = ['dMarkLost', 'deregistered', 'restored'] as const;
export type ProductChange = (typeof productChanges)[number];

/** What is about to go wrong with the rolls to come, most urgent kind first where two fall on the same instant. */
export const alarmKinds = [
  'noNextPeriod',
  'holdEndsWithoutPeriod',
  'prescriptionExpiring',
  'productNotDosePackable',
  'orderEnding',
  'cardsMisaligned',
  'periodsOverlap',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

interface Alarm {
  kind: AlarmKind;
  /** The same for the same matter, and another when its dates change: what a person settled comes back only then. */
  key: string;
  /** When it will be too late. */
  by: Instant;
}

interface Facts {
  env: Env;
  rolls: Rolls;
  drugMedications: DrugMedications;
  productChanges: ProductChanges;
  prescriptions: Prescriptions;
  hold: Hold | undefined;
  settledAlarms: readonly string[];
}

export interface Plan {
  alarms: Alarm[];
  settledAlarms: readonly string[];
  /** The first cut-off ahead of a roll not yet dispensed. */
  nextCutOff: Instant | undefined;
  /** When time alone will change any of this. */
  planningReviewAt: Instant | undefined;
}

/** What follows for the rolls to come. Pure, and nothing for a citizen whose rolls FMK has not told. */
export function planOf(facts: Facts): Plan {
  const { env, rolls, settledAlarms } = facts;
  if (Object.keys(rolls).length === 0 && Object.keys(facts.productChanges).length === 0) return nothingToPlan;
  const live = Object.values(rolls).filter(({ stage }) => !isGone(stage));
  const raised = [...rollAlarms(facts), ...productAlarms(facts)];
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
  ];
  const cutOffs = live.filter(({ stage }) => !isInHand(stage)).map(({ changeCutOffAt }) => changeCutOffAt);
  return {
    alarms,
    settledAlarms: settledAlarms.filter((settled) => raised.some(({ alarm }) => alarm.key === settled)),
    nextCutOff: earliestAfter(cutOffs, env.at),
    planningReviewAt: earliestAfter(ahead, env.at),
  };
}

const nothingToPlan: Plan = {
  alarms: [],
  settledAlarms: [],
  nextCutOff: undefined,
  planningReviewAt: undefined,
};

/** An alarm, and from when it is one. */
interface Raised {
  alarm: Alarm;
  from: Instant;
}

function rollAlarms(facts: Facts): Raised[] {
  const { rolls } = facts;
  if (Object.keys(rolls).length === 0) return [];
  const regular = Object.values(rolls).filter(({ isAcute }) => !isAcute);
  const live = regular.filter(({ stage }) => !isGone(stage));
  const next = nextPeriod(live, facts);
  return [
    ...[...new Set(regular.map(({ card }) => card))].flatMap((card) => noNextPeriod(card, regular, facts)),
    ...holdEndsWithoutPeriod(live, facts),
    ...prescriptionsExpiring(next.endDate, facts),
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

/** A3. Rolls that follow each other without a day between count as one stretch, whatever their length. */
function noNextPeriod(card: string, regular: readonly Roll[], { env, hold }: Facts): Raised[] {
  if (hold) return [];
  const { policy } = env;
  const own = regular.filter((roll) => roll.card === card).toSorted(byStart);
  const live = own.filter(({ stage }) => !isGone(stage));
  const lastDay = endOfStretch(live, danishDate(env.at)) ?? shiftDay(own[0]?.startDate ?? '', -1);
  const days = live.length > 0 ? policy.nextPeriodDays : policy.firstRollLeadDays;
  const alarm = { kind: 'noNextPeriod', key: `noNextPeriod:${card}:${lastDay}`, by: endOfDay(lastDay) } as const;
  return [{ alarm, from: morningOf(shiftDay(lastDay, -days), env) }];
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

/** A1. Expired ones too, until another of the same drug lasts: a renewal has an id of its own. */
function prescriptionsExpiring(nextEnd: string, { prescriptions }: Facts): Raised[] {
  const usedUp = endOfDay(nextEnd);
  const open = openPrescriptions(prescriptions).flatMap((id) => prescriptions[id] ?? []);
  const lasting = new Set(open.flatMap(({ drugId, validTo }) => (validTo && validTo < usedUp ? [] : [drugId])));
  return Object.entries(prescriptions).flatMap(([id, prescription]) => {
    const { drugId, status, validTo, seenAt } = prescription;
    if (lasting.has(drugId) || !(status === 'expired' || open.includes(prescription))) return [];
    const by = validTo ?? seenAt;
    return [{ alarm: { kind: 'prescriptionExpiring', key: `prescriptionExpiring:${id}:${by}`, by }, from: always }];
  });
}

/** A2. An order that ends with the roll, or before it begins, is packed right. */
function ordersEnding(next: { startDate: string; endDate: string; cutOff?: Instant }, facts: Facts): Raised[] {
  return Object.entries(facts.drugMedications).flatMap(([id, { endDate }]) => {
    if (!endDate || endDate < next.startDate || endDate >= next.endDate) return [];
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

/** A7. */
function productAlarms({ productChanges: changes, prescriptions, env }: Facts): Raised[] {
  if (Object.keys(changes).length === 0) return [];
  const packed = new Set(openPrescriptions(prescriptions).map((id) => prescriptions[id]?.drugId));
  return Object.entries(changes).flatMap(([drugId, { change, seenAt }]) => {
    if (change === 'restored' || !packed.has(drugId)) return [];
    const key = `productNotDosePackable:${drugId}:${change}`;
    const by = endOfDay(shiftDay(danishDate(seenAt), env.policy.cycleLengthDays));
    return [{ alarm: { kind: 'productNotDosePackable', key, by }, from: always }];
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
