/** Changes of medication against the roll's cut-off (§3.8, §8.1.8, §8.1.9). Pure. */
import { danishDate, normalInstant, shiftDay } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { isGone } from '../dispensing-period/derive-period.ts';
import type { Rolls } from './alarms.ts';
import type { SideDosing } from './coverage.ts';
import type { ChangeDecision, ChangeKind, MedicationChanged } from './entry-messages.ts';

/** The latest change of a drug. An older one no longer says anything. */
export interface MedicationChange {
  kind: ChangeKind;
  /** First day of the new dosage. */
  from: string;
  at: Instant;
  /** Too late for the next roll, or nobody knows its cut-off. */
  missedCutOff: boolean;
  decision?: ChangeDecision;
  rollsDiscarded?: true;
  prescriptionTidied?: true;
  /** From boxes, until the first roll begins that knows the change. */
  sideDosing?: { until?: Instant; ended?: true; setUp?: true };
}
export type MedicationChanges = Record<string, MedicationChange>;

const adds = ({ kind }: MedicationChange): boolean => kind === 'new' || kind === 'increase';

export function withChange(
  changes: MedicationChanges,
  { drugId, kind, from, acute }: MedicationChanged,
  occurredAt: Instant,
  rolls: Rolls,
): MedicationChanges {
  const at = normalInstant(occurredAt);
  const cutOff = nextCutOff(rolls, at);
  const before = changes[drugId];
  const change: MedicationChange = {
    kind,
    from,
    at,
    missedCutOff: cutOff === undefined || at >= cutOff,
    // What is given from boxes goes on until a roll that knows this change too.
    ...(before && isSideDosed(before) && kind !== 'stop' && { sideDosing: {} }),
  };
  return { ...changes, [drugId]: acute ? decided(change, 'acute') : change };
}

export function decided(change: MedicationChange, decision: ChangeDecision): MedicationChange {
  const { sideDosing: _, ...rest } = change;
  return { ...rest, decision, ...(decision === 'acute' && adds(change) && { sideDosing: {} }) };
}

/** The cut-off of the next roll to begin, where it is known. */
function nextCutOff(rolls: Rolls, at: Instant): Instant | undefined {
  return Object.values(rolls)
    .filter(({ stage, startDate }) => !isGone(stage) && normalInstant(startDate) > at)
    .toSorted((a, b) => (a.startDate < b.startDate ? -1 : 1))[0]?.changeCutOffAt;
}

/** Side dosing ends when the first roll begins whose cut-off lies after the change (§8.1.9). */
export function untilRolls(changes: MedicationChanges, rolls: Rolls, now: Instant): MedicationChanges {
  return eachChange(changes, (change) => {
    if (!isSideDosed(change) || isSideDosingOver(change, now)) return change;
    const until = Object.values(rolls)
      .filter(({ stage, changeCutOffAt }) => !isGone(stage) && changeCutOffAt > change.at)
      .map(({ startDate }) => normalInstant(startDate))
      .toSorted()[0];
    const { setUp } = change.sideDosing ?? {};
    return { ...change, sideDosing: { ...(setUp && { setUp }), ...(until && { until }) } };
  });
}

export function eachChange(
  changes: MedicationChanges,
  map: (change: MedicationChange) => MedicationChange,
): MedicationChanges {
  return Object.fromEntries(Object.entries(changes).map(([drugId, change]) => [drugId, map(change)]));
}

export const needsDecision = ({ missedCutOff, decision }: MedicationChange): boolean => missedCutOff && !decision;
export const needsDiscarding = (change: MedicationChange): boolean =>
  change.decision === 'acute' && !adds(change) && !change.rollsDiscarded;
export const isSideDosed = ({ sideDosing }: MedicationChange): boolean => sideDosing !== undefined && !sideDosing.ended;
/** What is given from boxes, for the days it is. */
export function sideDosingOf(changes: MedicationChanges): SideDosing[] {
  return Object.entries(changes).flatMap(([drugId, change]) => {
    if (!isSideDosed(change)) return [];
    const until = change.sideDosing?.until;
    return [{ drugId, from: change.from, ...(until && { to: shiftDay(danishDate(until), -1) }) }];
  });
}

/** Nobody has said that the boxes are there. */
export const needsSettingUp = (change: MedicationChange): boolean => isSideDosed(change) && !change.sideDosing?.setUp;
/** A stop shows on the dose card by itself; cancelling the prescription afterwards is tidying (§8.1.8). */
export const mayNeedTidying = ({ kind, prescriptionTidied }: MedicationChange): boolean =>
  kind === 'stop' && !prescriptionTidied;

/** The next end of side dosing, where one is known. */
export function sideDosingUntil(changes: MedicationChanges): Instant | undefined {
  return Object.values(changes)
    .filter(isSideDosed)
    .flatMap(({ sideDosing }) => sideDosing?.until ?? [])
    .toSorted()[0];
}

const isSideDosingOver = ({ sideDosing }: MedicationChange, now: Instant): boolean =>
  sideDosing?.until !== undefined && sideDosing.until <= now;

export function withSideDosingOver(changes: MedicationChanges, now: Instant): MedicationChanges {
  return eachChange(changes, (change) =>
    isSideDosingOver(change, now) ? { ...change, sideDosing: { ...change.sideDosing, ended: true } } : change,
  );
}
