/** Changes of medication against the roll's cut-off (§3.8, §8.1.8, §8.1.9). Pure. */
import { danishDate, normalInstant, shiftDay } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { SideDosing } from './coverage.ts';
import type { ChangeDecision, ChangeKind, MedicationChanged, RollObserved } from './messages.ts';

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
  sideDosing?: { until?: Instant; ended?: true };
}
export type MedicationChanges = Record<string, MedicationChange>;

const adds = ({ kind }: MedicationChange): boolean => kind === 'new' || kind === 'increase';

export function withChange(
  changes: MedicationChanges,
  { drugId, kind, from, acute }: MedicationChanged,
  occurredAt: Instant,
  nextCutOff: Instant | undefined,
): MedicationChanges {
  const at = normalInstant(occurredAt);
  const before = changes[drugId];
  const change: MedicationChange = {
    kind,
    from,
    at,
    missedCutOff: nextCutOff === undefined || at >= nextCutOff,
    // What is given from boxes goes on until a roll that knows this change too.
    ...(before && isSideDosed(before) && kind !== 'stop' && { sideDosing: {} }),
  };
  return { ...changes, [drugId]: acute ? decided(change, 'acute') : change };
}

export function decided(change: MedicationChange, decision: ChangeDecision): MedicationChange {
  const { sideDosing: _, ...rest } = change;
  return { ...rest, decision, ...(decision === 'acute' && adds(change) && { sideDosing: {} }) };
}

/** Side dosing ends when the first roll begins whose cut-off lies after the change (§8.1.9). */
export function withRoll(changes: MedicationChanges, { changeCutOffAt, startsAt }: RollObserved): MedicationChanges {
  return eachChange(changes, (change) => {
    const { sideDosing, at } = change;
    const isLater = sideDosing?.until !== undefined && sideDosing.until <= startsAt;
    return sideDosing && changeCutOffAt > at && !isLater
      ? { ...change, sideDosing: { ...sideDosing, until: startsAt } }
      : change;
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

export function withSideDosingOver(changes: MedicationChanges, at: Instant): MedicationChanges {
  return eachChange(changes, (change) =>
    change.sideDosing?.until && change.sideDosing.until <= at
      ? { ...change, sideDosing: { ...change.sideDosing, ended: true } }
      : change,
  );
}
