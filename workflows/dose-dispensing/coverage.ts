import { danishDate, endOfDay, lastWorkingDayBefore, normalInstant, shiftDay } from '../calendar.ts';
import type { Coverage, CoveredSpan, DrugCoverage, Env, Risk } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import { openStages } from '../prescription-request/derive-request.ts';
import type { DrugMedications, Requests, Rolls } from './alarms.ts';
import type { DoseContext } from './base.ts';
import type { Hold, Prescriptions, Stays } from './facts.ts';
import { careSettingOf, drugsOf, endOf, openPrescriptions } from './facts.ts';
import type { MedicationChanges } from './medication-changes.ts';
import { isStoppedOn, sideDosingOf } from './medication-changes.ts';
import { own } from '../own.ts';
import { hiddenIn, isPrivate } from './private-drugs.ts';
import { packedDrugsOf } from './readiness.ts';
import { isWithdrawn, lastOrderedDay } from './renewals.ts';
import type { Supply } from './supplied.ts';
import { boxesWhileShort, isRollAtRisk, standInsIn } from './supplied.ts';

/** A drug given from its box beside the roll, from a day until another. */
export interface SideDosing {
  drugId: string;
  from: string;
  to?: string;
}

export interface Facts {
  env: Env;
  rolls: Rolls;
  prescriptions: Prescriptions;
  holds: readonly Hold[];
  stays: Stays;
  medicationChanges: MedicationChanges;
  drugMedications: DrugMedications;
  requests: Requests;
  supply: Supply;
}

/** Where FMK has told no roll, or no drug is known, nothing can be said: nobody shall read it as "no gap". */
export function coverageIn(context: DoseContext, withStays: boolean): Coverage | undefined {
  if (context.closed || Object.keys(context.rolls).length === 0) return undefined;
  const coverage = coverageOf(context, boxesOf(context), withStays);
  if (coverage.drugs.length === 0 && !coverage.hasPrivateDrugs) return undefined;
  const drugs = coverage.drugs.map((drug) => ({ ...drug, ...unlisted(drug.drugId, context) }));
  return { ...coverage, drugs };
}

const unlisted = (drugId: string, { drugs }: DoseContext): Pick<DrugCoverage, 'isUnlisted'> =>
  own(drugs, drugId)?.isUnlisted ? { isUnlisted: true } : {};

/** What comes from boxes: a change that the rolls do not know yet, what is not packed, and all of it before the first roll. */
function boxesOf(context: DoseContext): SideDosing[] {
  const { rolls, start, takenOver } = context;
  const beside = besideRolls(context);
  if (takenOver) return beside;
  // A first roll that was moved, or skipped before it began, ends nothing, as long as another is to come.
  const today = danishDate(context.env.at);
  const known = Object.values(rolls);
  const kept = known.filter(({ stage, startDate }) => !isGone(stage) || (stage !== 'deleted' && startDate <= today));
  const beforeFirst = (kept.length > 0 ? kept : known).map(({ startDate }) => shiftDay(startDate, -1));
  const to = [...beforeFirst, start.stockLastsUntil ?? []].flat().toSorted()[0];
  const stock = packedDrugsOf(context).map((drugId) => ({ drugId, from: longAgo, ...(to && { to }) }));
  return [...beside, ...stock];
}
const longAgo = '0000-01-01';

/** A change that the rolls do not know yet, a drug on back-order, and what is not packed. */
export function besideRolls({
  drugs,
  env,
  medicationChanges,
  supply,
}: Pick<DoseContext, 'drugs' | 'env' | 'medicationChanges' | 'supply'>): SideDosing[] {
  const beside = Object.entries(drugs).flatMap(([drugId, { dosing }]) => (dosing === 'beside' ? [drugId] : []));
  return [
    ...sideDosingOf(medicationChanges, danishDate(env.at)),
    ...boxesWhileShort(supply),
    ...beside.map((drugId) => ({ drugId, from: longAgo })),
  ];
}

/** What lies in a roll, as it was ordered; undefined where FMK's answer did not tell. */
export const contentOf = ({ ordered, drugs }: Roll): readonly string[] | undefined => ordered ?? drugs;

/** Every drug that the citizen is known to take now, or from a roll to come; one marked private is not to be told of. */
export function drugsIn(facts: Facts, boxes: readonly SideDosing[]): string[] {
  const { env, rolls, prescriptions, supply } = facts;
  const from = danishDate(env.at);
  const hidden = hiddenIn(rolls, from);
  const standIns = standInsIn(supply, prescriptions);
  const drugs = [
    ...drugsOf(prescriptions),
    ...Object.values(rolls).flatMap((roll) =>
      isGone(roll.stage) || roll.endDate < from ? [] : (contentOf(roll) ?? []),
    ),
    ...boxes.filter((each) => !each.to || each.to >= from).map(({ drugId }) => drugId),
  ];
  return [...new Set(drugs)]
    .filter(
      (drugId) =>
        !standIns.has(drugId) && !isWithdrawn(facts, drugId) && !isPrivate(drugId, hidden, facts.drugMedications),
    )
    .toSorted();
}

/** A stop holds from its day, and an order until its last; the prescription is tidied afterwards (§8.1.8). */
export function isTaken(drugId: string, day: string, { medicationChanges, drugMedications }: Facts): boolean {
  return !isStoppedOn(medicationChanges, drugId, day) && day <= lastOrderedDay(drugMedications, drugId);
}

/** The days on which what a drug comes from may change: between two of them it stays the same. */
export function turnsOf(
  { rolls, holds, medicationChanges, drugMedications }: Facts,
  boxes: readonly SideDosing[],
): string[] {
  const spans = [...Object.values(rolls).map(({ startDate, endDate }) => ({ from: startDate, to: endDate })), ...boxes];
  const turns = [
    ...spans.flatMap(({ from, to }) => [from, to ? shiftDay(to, 1) : []].flat()),
    ...holds.flatMap((hold) => [hold.from, endOf(hold) ?? []].flat().map(danishDate)),
    ...Object.values(medicationChanges).flatMap((said) => said.map(({ from }) => from)),
    ...Object.values(drugMedications).flatMap(({ endDate }) => (endDate ? shiftDay(endDate, 1) : [])),
  ];
  return [...new Set(turns)].toSorted();
}

/**
 * What each drug comes from, day by day from today: the hospital, a roll, a box beside the roll, or nothing. Weekends and
 * holidays are days like others, so that a Friday discharge covered until Saturday shows.
 */
export function coverageOf(facts: Facts, sideDosing: readonly SideDosing[], withStays: boolean): Coverage {
  const { env, rolls, stays } = facts;
  const from = danishDate(env.at);
  const to = shiftDay(from, env.policy.coverageDays - 1);
  const hidden = hiddenIn(rolls, from);
  const drugs = drugsIn(facts, sideDosing);
  const inHospital = withStays && isInHospital(stays);
  const ahead = [inHospital ? shiftDay(from, 1) : from, ...turnsOf(facts, sideDosing).filter((day) => day > from)];
  const covered = drugs.flatMap((drugId): DrugCoverage[] => {
    const spans: CoveredSpan[] = [];
    for (let day = from; day <= to; day = shiftDay(day, 1)) {
      if (!isTaken(drugId, day, facts)) continue;
      const source =
        inHospital && day === from ? ({ by: 'hospital' } as const) : sourceOn(day, drugId, facts, sideDosing);
      extend(spans, day, source);
    }
    if (spans.length === 0) return [];
    const goneFrom = latestEffect(drugId, facts);
    // Also beyond the days shown, so that what is kept of it stays true as days pass.
    const isWithout = (day: string): boolean =>
      isTaken(drugId, day, facts) && sourceOn(day, drugId, facts, sideDosing).by === 'nothing';
    const firstGap = ahead.toSorted().find(isWithout) ?? null;
    return [{ drugId, spans, firstGap, firstRisk: firstRiskIn(spans), ...(goneFrom && { goneFrom }) }];
  });
  const gaps = covered.flatMap((drug) => drug.firstGap ?? []).toSorted();
  // Where some drug is not known, a gap far ahead would read as if all were there until then.
  const firstGap = gaps.find((day) => hidden.length === 0 || day <= to) ?? null;
  const risks = covered.flatMap(({ firstRisk }) => firstRisk ?? []);
  return {
    from,
    to,
    drugs: covered,
    firstGap,
    firstRisk: risks.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))[0] ?? null,
    coveredUntil: firstGap === null || firstGap === from || hidden.length > 0 ? null : shiftDay(firstGap, -1),
    lastWorkingDay: (firstGap && lastWorkingDayBefore(firstGap, from, env.calendar)) ?? null,
    ...(hidden.length > 0 && { hasPrivateDrugs: true as const }),
  };
}

/**
 * The day from which a drug whose every dose prescription is cancelled or expired may no longer be in the roll: that of the
 * next delivery at the latest (BEK 827/2024 §115). Undefined while one is open, and where no roll to come is known.
 */
export function latestEffect(drugId: string, { env, rolls, prescriptions }: Facts): string | undefined {
  const ofDrug = Object.values(prescriptions).filter((each) => each.drugId === drugId);
  const ends = ofDrug.flatMap(({ goneAt, validTo }) => goneAt ?? (validTo && validTo <= env.at ? validTo : []));
  const last = ends.toSorted().at(-1);
  if (last === undefined || ends.length < ofDrug.length) return undefined;
  const deliveries = Object.values(rolls).flatMap(({ stage, startDate }) => (isGone(stage) ? [] : startDate));
  return deliveries.filter((day) => day > danishDate(last)).toSorted()[0];
}

function firstRiskIn(spans: readonly CoveredSpan[]): Risk | null {
  const span = spans.find(({ atRisk }) => atRisk !== undefined);
  return span?.atRisk ? { day: span.from, cause: span.atRisk, ...(span.renewal && { renewal: span.renewal }) } : null;
}

type Source = Omit<CoveredSpan, 'from' | 'to'>;

/** What a drug comes from on a day, hospitals apart. */
export function sourceOn(
  day: string,
  drugId: string,
  { env, rolls, holds, prescriptions, supply, requests }: Facts,
  sideDosing: readonly SideDosing[],
): Source {
  const today = danishDate(env.at);
  const short = own(supply, drugId);
  for (const [period, roll] of Object.entries(rolls)) {
    if (!covers(roll, day, today, holds)) continue;
    // In place of a drug on back-order the pharmacy packs another of its group.
    const content = contentOf(roll);
    if (content && ![drugId, ...(short?.group ?? [])].some((each) => content.includes(each))) continue;
    if (!short || !isRollAtRisk(roll, short)) {
      if (!isAtRisk(roll, day, prescriptions, drugId)) return { by: 'roll', period };
      const renewal = renewalOfDrug(requests, drugId);
      return { by: 'roll', period, atRisk: 'prescription', ...(renewal && { renewal }) };
    }
    // A partial roll: the drug comes from its box.
    if (!short.sideDosedFrom) return { by: 'roll', period, atRisk: 'backOrder' };
  }
  const isFromBox = sideDosing.some(
    (each) => each.drugId === drugId && each.from <= day && (each.to === undefined || day <= each.to),
  );
  if (isFromBox) return { by: 'sideDosing' };
  return { by: 'nothing', ...(isOnHold(holds, day) && { onHold: true as const }) };
}

/** A roll still at the pharmacy covers days to come only, and none if it starts under a hold: it will be skipped (§8.1.10). */
function covers({ stage, startDate, endDate }: Roll, day: string, today: string, holds: readonly Hold[]): boolean {
  if (isGone(stage) || day < startDate || day > endDate) return false;
  return isInHand(stage) || (startDate > today && !isOnHold(holds, startDate));
}

/** A roll still to be packed leaves out a drug whose prescriptions run out before (A1). Of an unknown end nothing is said. */
function isAtRisk({ stage }: Roll, day: string, prescriptions: Prescriptions, drugId: string): boolean {
  const ofDrug = Object.values(prescriptions).filter((each) => each.drugId === drugId);
  if (isInHand(stage) || ofDrug.length === 0) return false;
  const open = openPrescriptions(prescriptions).flatMap((id) => prescriptions[id] ?? []);
  const ends = open.filter((each) => each.drugId === drugId).map(({ validTo }) => validTo);
  return ends.every((end) => end !== undefined && end < endOfDay(day));
}

/** Of several requests for a drug the one nearest to an answer counts. */
function renewalOfDrug(requests: Requests, drugId: string): CoveredSpan['renewal'] {
  const asked = Object.values(requests).flatMap((each) => (each.drugId === drugId ? (each.renewal ?? []) : []));
  return openStages.find((stage) => asked.includes(stage));
}

function isOnHold(holds: readonly Hold[], day: string): boolean {
  const [begins, ends] = [normalInstant(day), endOfDay(day)];
  return holds.some((hold) => hold.from < ends && begins < (endOf(hold) ?? '9999'));
}

/** Today only: nobody knows how long a stay lasts, and the days after it are the ones to plan. */
function isInHospital(stays: Stays): boolean {
  const setting = careSettingOf(stays);
  return setting === 'inpatient' || setting === 'onLeave';
}

function extend(spans: CoveredSpan[], day: string, source: Source): void {
  const last = spans.at(-1);
  if (
    last?.to === shiftDay(day, -1) &&
    last.by === source.by &&
    last.period === source.period &&
    last.onHold === source.onHold &&
    last.atRisk === source.atRisk &&
    last.renewal === source.renewal
  )
    last.to = day;
  else spans.push({ from: day, to: day, ...source });
}
