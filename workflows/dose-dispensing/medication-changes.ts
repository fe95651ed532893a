/** Changes of medication against the roll's cut-off (§3.8, §8.1.8, §8.1.9). Pure. */
import { danishDate, normalInstant, shiftDay } from '../calendar.ts';
import type { Env, Instant } from '../definition.ts';
import { changeCutOff } from '../dispensing-period/change-cut-off.ts';
import { isGone } from '../dispensing-period/derive-period.ts';
import { once } from '../once.ts';
import { own } from '../own.ts';
import type { Rolls } from './alarms.ts';
import type { SideDosing } from './coverage.ts';
import type { ChangeDecision, ChangeKind, MedicationChanged } from './entry-messages.ts';

export interface MedicationChange {
  kind: ChangeKind;
  /** First day of the new dosage. */
  from: string;
  at: Instant;
  /** Too late for the roll that it takes effect in, or nobody knows its cut-off. */
  missedCutOff: boolean;
  decision?: ChangeDecision;
  rollsDiscarded?: true;
  prescriptionTidied?: true;
  /** From boxes, until the first roll begins that knows the change. */
  sideDosing?: { until?: Instant; ended?: true; setUp?: true };
  /** An earlier change is given from boxes since then, and this one does not end that. */
  sideDosedSince?: Instant;
}
/** The changes of each drug in the order in which they were said; a later one may take effect before an earlier one. */
export type MedicationChanges = Record<string, readonly MedicationChange[]>;

const adds = ({ kind }: MedicationChange): boolean => kind === 'new' || kind === 'increase';

/**
 * Those that say something, by the day from which they do: the one in effect today, and those ahead. Of two from the same day
 * the one said last stands; a stop takes with it what was said before of days after it, but a new beginning.
 */
function standing(said: readonly MedicationChange[], today: string): MedicationChange[] {
  const byDate = said
    .filter((change, n) => {
      const isStopped = said.slice(n + 1).some(({ kind, from }) => kind === 'stop' && from <= change.from);
      return change.kind === 'new' || !isStopped;
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return byDate.filter(({ from }, n) => {
    const next = byDate[n + 1];
    return !next || (next.from > from && next.from > today);
  });
}

/** The changes of all drugs that say something today. */
function standingOf(changes: MedicationChanges, today: string): MedicationChange[] {
  return Object.values(changes).flatMap((said) => standing(said, today));
}

export const standingIn = once(
  ({ env, medicationChanges }: { env: Env; medicationChanges: MedicationChanges }): readonly MedicationChange[] =>
    standingOf(medicationChanges, danishDate(env.at)),
);

/** Whether the drug is no longer taken on that day. */
export function isStoppedOn(changes: MedicationChanges, drugId: string, day: string): boolean {
  const [inEffect] = standing(own(changes, drugId) ?? [], day);
  return inEffect?.kind === 'stop' && inEffect.from <= day;
}

export function withChange(
  changes: MedicationChanges,
  { drugId, kind, from, acute }: MedicationChanged,
  occurredAt: Instant,
  { env, rolls }: { env: Env; rolls: Rolls },
): MedicationChanges {
  const at = normalInstant(occurredAt);
  const said = own(changes, drugId) ?? [];
  const isStanding = new Set(standing(said, danishDate(env.at)));
  // What says nothing any more goes; what this one puts aside stays, and counts again when this one is taken back.
  const before = said.filter((each) => isStanding.has(each));
  const inEffect = standing(before, from).find((each) => each.from <= from);
  const change: MedicationChange = {
    kind,
    from,
    at,
    missedCutOff: isCutOffMissed(rolls, at, from, env),
    // What is given from boxes goes on until a roll that knows this change too.
    ...(inEffect &&
      isSideDosed(inEffect) &&
      kind !== 'stop' && { sideDosing: {}, sideDosedSince: dosedSince(inEffect) }),
  };
  return { ...changes, [drugId]: [...before, acute ? decided(change, 'acute') : change] };
}

/** The decision is of the first change of the drug that waits for one, or else a second thought about the last one said. */
export function withDecision(
  changes: MedicationChanges,
  drugId: string,
  decision: ChangeDecision,
  today: string,
): MedicationChanges {
  const said = own(changes, drugId) ?? [];
  const which = standing(said, today).find(needsDecision) ?? said.at(-1);
  return { ...changes, [drugId]: said.map((change) => (change === which ? decided(change, decision) : change)) };
}

/** Without the change of the drug said last: those before it say again what they said. */
export function withoutLast(changes: MedicationChanges, drugId: string): MedicationChanges {
  const { [drugId]: said = [], ...others } = changes;
  return said.length > 1 ? { ...others, [drugId]: said.slice(0, -1) } : others;
}

function decided(change: MedicationChange, decision: ChangeDecision): MedicationChange {
  const { sideDosing, ...rest } = change;
  if (decision === 'acute' && adds(change)) return { ...rest, decision, sideDosing: {} };
  // Waiting with this change leaves what an earlier one has begun.
  return { ...rest, decision, ...(change.sideDosedSince && { sideDosing: { ...sideDosing } }) };
}

/** From when on a roll that can still be changed makes the boxes needless. */
function dosedSince({ decision, sideDosedSince, at }: MedicationChange): Instant {
  return decision === 'acute' ? at : (sideDosedSince ?? at);
}

/**
 * Whether the first roll to come that has days with the new dosage can no longer be changed. Where all that are known end
 * before it takes effect, the one that follows will be right. Where none is known, nobody can tell, unless the change lies
 * before the cut-off that a roll with such a day could have at the earliest.
 */
function isCutOffMissed(rolls: Rolls, at: Instant, from: string, { policy, calendar }: Env): boolean {
  const toCome = Object.values(rolls)
    .filter(({ stage, startDate }) => !isGone(stage) && normalInstant(startDate) > at)
    .toSorted((a, b) => (a.startDate < b.startDate ? -1 : 1));
  const first = toCome.find(({ endDate }) => endDate >= from);
  if (first) return at >= first.changeCutOffAt;
  const startDate = shiftDay(from, 1 - policy.cycleLengthDays);
  return toCome.length === 0 && at >= changeCutOff({ startDate }, policy, calendar).at;
}

/** Side dosing ends when the first roll begins whose cut-off lies after the change (§8.1.9). */
export function untilRolls(changes: MedicationChanges, rolls: Rolls, now: Instant): MedicationChanges {
  return eachChange(changes, danishDate(now), (change) => {
    if (!isSideDosed(change) || isSideDosingOver(change, now)) return change;
    const since = change.decision === 'wait' ? dosedSince(change) : change.at;
    const until = Object.values(rolls)
      .filter(({ stage, changeCutOffAt }) => !isGone(stage) && changeCutOffAt > since)
      .map(({ startDate }) => normalInstant(startDate))
      .toSorted()[0];
    const { setUp } = change.sideDosing ?? {};
    return { ...change, sideDosing: { ...(setUp && { setUp }), ...(until && { until }) } };
  });
}

/** The changes that say something today, mapped; one put aside stays as it was. */
export function eachChange(
  changes: MedicationChanges,
  today: string,
  map: (change: MedicationChange, drugId: string) => MedicationChange,
): MedicationChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([drugId, said]) => {
      const isStanding = new Set(standing(said, today));
      return [drugId, said.map((change) => (isStanding.has(change) ? map(change, drugId) : change))];
    }),
  );
}

export const needsDecision = ({ missedCutOff, decision }: MedicationChange): boolean => missedCutOff && !decision;
export const needsDiscarding = (change: MedicationChange): boolean =>
  change.decision === 'acute' && !adds(change) && !change.rollsDiscarded;
export const isSideDosed = ({ sideDosing }: MedicationChange): boolean => sideDosing !== undefined && !sideDosing.ended;
/** What is given from boxes, for the days it is. */
export function sideDosingOf(changes: MedicationChanges, today: string): SideDosing[] {
  return Object.entries(changes).flatMap(([drugId, said]) =>
    standing(said, today)
      .filter(isSideDosed)
      .map(({ from, sideDosing }) => {
        const until = sideDosing?.until;
        return { drugId, from, ...(until && { to: shiftDay(danishDate(until), -1) }) };
      }),
  );
}

/** Nobody has said that the boxes are there. */
export const needsSettingUp = (change: MedicationChange): boolean => isSideDosed(change) && !change.sideDosing?.setUp;

/** A stop shows on the dose card by itself, on its day; cancelling the prescription afterwards is tidying (§8.1.8). */
export const mayNeedTidying = ({ kind, from, prescriptionTidied }: MedicationChange, today: string): boolean =>
  kind === 'stop' && from <= today && !prescriptionTidied;

/** Drugs whose last word is such a stop: one to begin again keeps its prescription. */
export function untidyStops(changes: MedicationChanges, today: string): string[] {
  return Object.entries(changes).flatMap(([drugId, said]) => {
    const last = standing(said, today).at(-1);
    return last && mayNeedTidying(last, today) ? [drugId] : [];
  });
}

/** The next end of side dosing, where one is known. */
export function sideDosingUntil(changes: MedicationChanges, today: string): Instant | undefined {
  return standingOf(changes, today)
    .filter(isSideDosed)
    .flatMap(({ sideDosing }) => sideDosing?.until ?? [])
    .toSorted()[0];
}

const isSideDosingOver = ({ sideDosing }: MedicationChange, now: Instant): boolean =>
  sideDosing?.until !== undefined && sideDosing.until <= now;

export function withSideDosingOver(changes: MedicationChanges, now: Instant): MedicationChanges {
  return eachChange(changes, danishDate(now), (change) =>
    isSideDosingOver(change, now) ? { ...change, sideDosing: { ...change.sideDosing, ended: true } } : change,
  );
}
