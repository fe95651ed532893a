/** What the case keeps of the facts and commands that reached it, and what follows from them. Pure, one rule a function. */
import { endOfDay, normalInstant, plusHours } from '../calendar.ts';
import type { Instant, Statistic } from '../definition.ts';
import { isGone } from '../dispensing-period/derive-period.ts';
import type { Setting, StayChanged } from '../hospital-stay/messages.ts';
import { settings } from '../hospital-stay/messages.ts';
import { once } from '../once.ts';
import { own } from '../own.ts';
import type { DoseContext } from './base.ts';
import type { DrugMedications, ProductChanges, SubstitutionGroups } from './alarms.ts';
import type {
  DosePrescriptionObserved,
  DrugMedicationObserved,
  HoldObserved,
  ProductChanged,
  RecordHold,
  SubstitutionGroupChanged,
} from './messages.ts';

/** A dose packing on hold (i bero): FMK's registration, or a person's act. */
export interface Hold {
  id: string;
  from: Instant;
  to?: Instant;
  /** Lifted before its time, by FMK's word of its own registration. */
  endedAt?: Instant;
  /** Lifted by a person's word, whatever FMK shows. */
  liftedAt?: Instant;
  /** The end that a person gave it. */
  keptTo?: Instant;
  /** When what we know of it was true. */
  seenAt: Instant;
}

interface Prescription {
  drugId: string;
  status: string;
  validTo?: Instant;
  seenAt: Instant;
  /** Since when it is gone. */
  goneAt?: Instant;
  reason?: string;
  byHospital?: boolean;
  issuedBy?: DosePrescriptionObserved['issuedBy'];
}
export type Prescriptions = Record<string, Prescription>;
export type Stays = Record<string, StayChanged>;

/** Statuses under which FMK no longer lets the prescription be packed by someone's act; expiry is none. */
const removed: readonly string[] = ['cancelled', 'terminated', 'deleted', 'invalid', 'deferredCancellation'];
/** Statuses under which it is packed. A deferred cancellation is still valid for a time (§4.1.4). */
const packed: readonly string[] = ['open', 'pending', 'deferredCancellation'];

export const openPrescriptions = once((prescriptions: Prescriptions): readonly string[] =>
  Object.entries(prescriptions).flatMap(([id, { status }]) => (packed.includes(status) ? [id] : [])),
);

export const drugsOf = once((prescriptions: Prescriptions): readonly string[] => [
  ...new Set(openPrescriptions(prescriptions).flatMap((id) => prescriptions[id]?.drugId ?? [])),
]);

/** The prescriptions with this observation; the same ones where it is older than what we know, or says nothing new. */
export function withPrescription(
  known: Prescriptions,
  data: DosePrescriptionObserved,
  occurredAt: Instant,
): Prescriptions {
  const before = own(known, data.prescriptionId);
  const seenAt = normalInstant(occurredAt);
  const gone = removed.includes(data.status);
  if (before && seenAt < before.seenAt) {
    // Late word of an earlier removal: gone since then.
    const isGoneBefore = gone && before.goneAt !== undefined && seenAt < before.goneAt;
    return isGoneBefore ? { ...known, [data.prescriptionId]: { ...before, goneAt: seenAt } } : known;
  }
  const now: Prescription = {
    drugId: data.drugId,
    status: data.status,
    seenAt,
    ...(data.validTo && { validTo: normalInstant(data.validTo) }),
    ...(gone && { goneAt: before?.goneAt ?? seenAt }),
    ...(data.reason && { reason: data.reason }),
    ...(data.byHospital !== undefined && { byHospital: data.byHospital }),
    ...((data.issuedBy ?? before?.issuedBy) && { issuedBy: data.issuedBy ?? before?.issuedBy }),
  };
  if (before && JSON.stringify({ ...before, seenAt }) === JSON.stringify(now)) return known;
  return { ...known, [data.prescriptionId]: now };
}

export function withDrugMedication(
  known: DrugMedications,
  { drugMedicationId, drugId, endDate }: DrugMedicationObserved,
  occurredAt: Instant,
): DrugMedications {
  const now = { drugId, ...(endDate && { endDate }), seenAt: normalInstant(occurredAt) };
  return isNews(own(known, drugMedicationId), now) ? { ...known, [drugMedicationId]: now } : known;
}

export function withProductChange(
  known: ProductChanges,
  { drugId, change }: ProductChanged,
  occurredAt: Instant,
): ProductChanges {
  const now = { change, seenAt: normalInstant(occurredAt) };
  return isNews(own(known, drugId), now) ? { ...known, [drugId]: now } : known;
}

export function withSubstitutionGroup(
  known: SubstitutionGroups,
  { drugId, group }: SubstitutionGroupChanged,
  occurredAt: Instant,
): SubstitutionGroups {
  const now = { group, seenAt: normalInstant(occurredAt) };
  const before = own(known, drugId);
  // Of two drugs the one that changed last tells whether they go together: also a change to as few as before is news.
  const isNewer = before !== undefined && now.seenAt > before.seenAt;
  return isNewer || isNews(before, now) ? { ...known, [drugId]: now } : known;
}

/** Not older than what we know, and different. */
function isNews<Fact extends { seenAt: Instant }>(before: Fact | undefined, now: Fact): boolean {
  return (
    !before ||
    (now.seenAt >= before.seenAt && JSON.stringify({ ...before, seenAt: now.seenAt }) !== JSON.stringify(now))
  );
}

export function withObservedHold(holds: readonly Hold[], data: HoldObserved, occurredAt: Instant): readonly Hold[] {
  const id = `fmk:${data.registrationId}`;
  const before = holds.find((hold) => hold.id === id);
  const seenAt = normalInstant(occurredAt);
  // At the same instant a removal is the later of the two: nothing is removed before it is created.
  if (before && (seenAt < before.seenAt || (seenAt === before.seenAt && data.change === 'created'))) return holds;
  const now: Hold = {
    id,
    from: normalInstant(data.from),
    ...(data.to && { to: normalInstant(data.to) }),
    ...(data.change === 'removed' && { endedAt: seenAt }),
    // What a person said stands until FMK tells something newer.
    ...(before?.liftedAt && before.liftedAt > seenAt && { liftedAt: before.liftedAt }),
    ...(before?.keptTo && { keptTo: before.keptTo }),
    seenAt,
  };
  if (before && before.from === now.from && before.to === now.to && before.endedAt === now.endedAt) return holds;
  return [...holds.filter((hold) => hold.id !== id), now];
}

export function withRecordedHold(
  holds: readonly Hold[],
  { from, to }: RecordHold,
  occurredAt: Instant,
  key: string,
): Hold[] {
  const hold = { id: `person:${key}`, from: normalInstant(from), seenAt: normalInstant(occurredAt) };
  return [...holds, to ? { ...hold, to: endOfDay(to) } : hold];
}

const isOfFmk = ({ id }: Hold): boolean => id.startsWith('fmk:');
const earliest = (...instants: (Instant | undefined)[]): Instant | undefined =>
  instants.flatMap((instant) => instant ?? []).toSorted()[0];

/** A person may end FMK's hold before its time, and give a hold of persons any end. */
export function endOf(hold: Hold): Instant | undefined {
  const { endedAt, liftedAt, keptTo, to } = hold;
  return earliest(endedAt, liftedAt, ...(isOfFmk(hold) ? [to, keptTo] : [keptTo ?? to]));
}

/** When the registration ends by what FMK shows, whatever persons say. */
export const endAtFmk = ({ to, endedAt }: Hold): Instant | undefined => earliest(to, endedAt);

/** Holds that a person has ended and FMK still shows: the pharmacy goes by FMK. */
export function standingAtFmk(holds: readonly Hold[], at: Instant): Hold[] {
  return holds.filter((hold) => {
    const [end, atFmk] = [endOf(hold), endAtFmk(hold)];
    return isOfFmk(hold) && hold.from < at && end !== undefined && end <= at && (atFmk === undefined || atFmk > at);
  });
}

/** Holds not yet over are lifted at this instant; one that had not begun never does. */
export function withHoldsEnded(holds: readonly Hold[], at: Instant): Hold[] {
  return holds.map((hold) => (isOver(hold, at) ? hold : { ...hold, liftedAt: at }));
}

/** The lifting said last is taken back. */
export function withHoldsReopened(holds: readonly Hold[]): Hold[] {
  const last = lastLifted(holds);
  return holds.map(({ liftedAt, ...hold }) => (liftedAt && liftedAt !== last ? { ...hold, liftedAt } : hold));
}

const lastLifted = (holds: readonly Hold[]): Instant | undefined =>
  holds
    .flatMap(({ liftedAt }) => liftedAt ?? [])
    .toSorted()
    .at(-1);

/** Whether taking the last lifting back would bring a hold into force, or one ahead. */
export function isAnyLifted(holds: readonly Hold[], at: Instant): boolean {
  const last = lastLifted(holds);
  return holds.some(({ liftedAt, ...hold }) => liftedAt !== undefined && liftedAt === last && !isOver(hold, at));
}

/** The hold that a person recorded last, where it is not over. */
export function lastRecorded(holds: readonly Hold[], at: Instant): Hold | undefined {
  return holds.findLast((hold) => !isOfFmk(hold) && !isOver(hold, at));
}

function isOver(hold: Hold, at: Instant): boolean {
  const end = endOf(hold);
  return end !== undefined && end <= at;
}

/** The hold that lasts longest of those in force. */
export function holdAt(holds: readonly Hold[], at: Instant): Hold | undefined {
  return holds
    .filter((hold) => hold.from <= at && at < (endOf(hold) ?? forever))
    .toSorted((a, b) => ((endOf(a) ?? forever) < (endOf(b) ?? forever) ? 1 : -1))[0];
}
const forever = '9999';

/** When the next hold that has not begun will begin. */
export function nextHoldAfter(holds: readonly Hold[], at: Instant): Instant | undefined {
  return holds
    .filter((hold) => hold.from > at && hold.from < (endOf(hold) ?? forever))
    .map(({ from }) => from)
    .toSorted()[0];
}

/** Before the start and while dose packing ends the course has no state and no timer for a hold, which counts all the same. */
export function isHoldBesideCourse({
  closed,
  started,
  ending,
}: Pick<DoseContext, 'closed' | 'started' | 'ending'>): boolean {
  return !closed && (!started || ending !== undefined);
}

/** Where the citizen is: the most of what the stays say. */
export function careSettingOf(stays: Stays): Setting {
  const most = Math.max(0, ...Object.values(stays).map(({ setting }) => settings.indexOf(setting)));
  return settings[most] ?? 'home';
}

/** The end of the latest stay of an inpatient. */
export function lastDischarge(stays: Stays): Instant | undefined {
  return Object.values(stays)
    .flatMap(({ dischargedAt, wasInpatient }) => (dischargedAt && wasInpatient ? [dischargedAt] : []))
    .toSorted()
    .at(-1);
}

/** A dose prescription that went while the citizen was in hospital (R67-R69): by whom is not known, unless FMK says. */
export interface Removal {
  stay: string;
  prescriptionId: string;
  at: Instant;
  unit?: string;
  explained: boolean;
}

export function removalsOf(stays: Stays, prescriptions: Prescriptions, reasons: Record<string, string>): Removal[] {
  return Object.entries(prescriptions).flatMap(([prescriptionId, { goneAt, reason, byHospital }]) => {
    if (!goneAt || byHospital === false) return [];
    const stay = Object.values(stays).find((stay) => isDuring(stay, goneAt));
    if (!stay) return [];
    const unit = departmentAt(stay, goneAt);
    const explained = Boolean(reason ?? own(reasons, prescriptionId));
    return [{ stay: stay.stay, prescriptionId, at: goneAt, ...(unit && { unit }), explained }];
  });
}

/**
 * Dose prescriptions from before a stay that are gone after it, and nobody has said why (C4): also those that went just
 * after the discharge, outside the stay itself. What has expired is renewed, not explained.
 */
export function lostOverStays(
  { stays, atAdmission, prescriptions, removalReasons }: Lost,
  graceHours: number,
): string[] {
  return Object.values(stays).flatMap(({ stay, dischargedAt, wasInpatient, cancelled }) => {
    if (!dischargedAt || !wasInpatient || cancelled) return [];
    const until = plusHours(dischargedAt, graceHours);
    return (own(atAdmission, stay) ?? []).filter((id) => {
      const known = own(prescriptions, id);
      if (!known) return false;
      const { status, goneAt, seenAt, reason, byHospital } = known;
      if (packed.includes(status) || status === 'expired' || byHospital === false) return false;
      return (goneAt ?? seenAt) <= until && !(reason ?? own(removalReasons, id));
    });
  });
}
interface Lost {
  stays: Stays;
  /** Open dose prescriptions when the citizen first became an inpatient, by stay. */
  atAdmission: Record<string, readonly string[]>;
  prescriptions: Prescriptions;
  removalReasons: Record<string, string>;
}

function isDuring({ admittedAt, dischargedAt, cancelled }: StayChanged, at: Instant): boolean {
  return !cancelled && admittedAt !== undefined && admittedAt <= at && at < (dischargedAt ?? forever);
}

function departmentAt({ departments }: StayChanged, at: Instant): string | undefined {
  return (departments.findLast(({ from }) => from <= at) ?? departments[0])?.provider;
}

/** Citizens, not prescriptions, are counted: one of each kind a stay, for the department where it happened (R69). */
export function stayStatistics(
  stays: Stays,
  prescriptions: Prescriptions,
  reasons: Record<string, string>,
  holds: readonly Hold[],
): Statistic[] {
  const removals = removalsOf(stays, prescriptions, reasons).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return Object.values(stays).flatMap((stay) => {
    const here = removals.filter((removal) => removal.stay === stay.stay);
    const held = holds
      .filter((hold) => isDuring(stay, hold.from) && hold.from < (endOf(hold) ?? forever))
      .map(({ from }) => from)
      .toSorted()[0];
    const count = (kind: string, at: Instant | undefined, unit: string | undefined): Statistic[] =>
      at ? [{ key: `${kind}:${stay.stay}`, kind, occurredAt: at, ...(unit && { unit }) }] : [];
    const unexplained = here.find(({ explained }) => !explained);
    return [
      ...count('removedDuringStay', here[0]?.at, here[0]?.unit),
      ...count('removedDuringStayWithoutReason', unexplained?.at, unexplained?.unit),
      ...count('heldDuringStay', held, held && departmentAt(stay, held)),
    ];
  });
}

/** Why citizens decline: own payment is the programme's largest risk (R52, R55). */
export function declineStatistics({ answer, declineReason, noted }: DoseContext['consent']): Statistic[] {
  if (answer !== 'declined' || !declineReason || !noted) return [];
  return [{ key: 'consentDeclined', kind: `consentDeclined.${declineReason}`, occurredAt: noted.at }];
}

/**
 * When dose packing came into use and when it ended: users of a month are counted from the two (R75–R77). A citizen taken
 * over counts from the day told, else from the opening; a case ended without a start has no beginning. Voided it counts for nothing.
 */
export function uptakeStatistics(context: DoseContext): Statistic[] {
  const { takenOver, started, since, runsSince, endedOn, ending } = context;
  if (isVoid(context)) return [];
  const startedAt = started ? (takenOver && since ? normalInstant(since) : runsSince) : undefined;
  const kind = takenOver ? 'takenOver' : 'started';
  return [
    ...(startedAt ? [{ key: 'started', kind, occurredAt: startedAt }] : []),
    ...(endedOn
      ? [
          {
            key: 'ended',
            kind: `${started ? 'ended' : 'givenUp'}.${ending?.reason ?? 'unknown'}`,
            occurredAt: normalInstant(endedOn),
          },
        ]
      : []),
  ];
}

/** Closed without an ending: it was another's, or opened by mistake. */
export function isVoid({ closed, endedOn }: Pick<DoseContext, 'closed' | 'endedOn'>): boolean {
  return closed && endedOn === undefined;
}

/** FMK's ids of the rolls that begin after the last day of an ended case and are not gone: handed out before, a roll stays valid. */
export function rollsAfterEnding({
  endedOn,
  ending,
  rolls,
}: Pick<DoseContext, 'endedOn' | 'ending' | 'rolls'>): string[] {
  if (endedOn === undefined) return [];
  const lastDay = ending?.lastDay && ending.lastDay > endedOn ? ending.lastDay : endedOn;
  return Object.entries(rolls).flatMap(([period, { stage, startDate }]) =>
    startDate > lastDay && !isGone(stage) ? [period] : [],
  );
}
