import { danishDate, endOfDay, normalInstant, shiftDay } from '../calendar.ts';
import type { Coverage, CoveredSpan, DrugCoverage, Env } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { Rolls } from './alarms.ts';
import type { DoseContext } from './base.ts';
import type { Hold, Prescriptions, Stays } from './facts.ts';
import { careSettingOf, drugsOf, endOf } from './facts.ts';
import type { MedicationChanges } from './medication-changes.ts';
import { sideDosingOf } from './medication-changes.ts';
import { packedDrugsOf } from './readiness.ts';

/** A drug given from its box beside the roll, from a day until another. */
export interface SideDosing {
  drugId: string;
  from: string;
  to?: string;
}

interface Facts {
  env: Env;
  rolls: Rolls;
  prescriptions: Prescriptions;
  holds: readonly Hold[];
  stays: Stays;
  medicationChanges: MedicationChanges;
}

/** Where FMK has told no roll, or no drug is known, nothing can be said: nobody shall read it as "no gap". */
export function coverageIn(context: DoseContext, withStays: boolean): Coverage | undefined {
  if (context.closed || Object.keys(context.rolls).length === 0) return undefined;
  const coverage = coverageOf(context, boxesOf(context), withStays);
  return coverage.drugs.length === 0 ? undefined : coverage;
}

/** What comes from boxes: a change that the rolls do not know yet, what is not packed, and all of it before the first roll. */
function boxesOf(context: DoseContext): SideDosing[] {
  const { drugs, medicationChanges, rolls, start, takenOver } = context;
  const beside = Object.entries(drugs).flatMap(([drugId, { dosing }]) => (dosing === 'beside' ? [drugId] : []));
  const changed = sideDosingOf(medicationChanges);
  const always = beside.map((drugId) => ({ drugId, from: longAgo }));
  if (takenOver) return [...changed, ...always];
  const beforeFirst = Object.values(rolls).map(({ startDate }) => shiftDay(startDate, -1));
  const to = [...beforeFirst, start.stockLastsUntil ?? []].flat().toSorted()[0];
  const stock = packedDrugsOf(context).map((drugId) => ({ drugId, from: longAgo, ...(to && { to }) }));
  return [...changed, ...always, ...stock];
}
const longAgo = '0000-01-01';

/**
 * What each drug comes from, day by day from today: the hospital, a roll, a box beside the roll, or nothing. Weekends and
 * holidays are days like others, so that a Friday discharge covered until Saturday shows.
 */
export function coverageOf(facts: Facts, sideDosing: readonly SideDosing[], withStays: boolean): Coverage {
  const { env, rolls, prescriptions, stays, medicationChanges } = facts;
  const from = danishDate(env.at);
  // A stop holds at once; its prescription is tidied afterwards (§8.1.8).
  const isStopped = (drugId: string): boolean => {
    const change = medicationChanges[drugId];
    return change?.kind === 'stop' && change.from <= from;
  };
  const to = shiftDay(from, env.policy.coverageDays - 1);
  const drugs = [
    ...new Set([
      ...drugsOf(prescriptions),
      ...Object.values(rolls).flatMap((roll) => (isGone(roll.stage) || roll.endDate < from ? [] : (roll.drugs ?? []))),
      ...sideDosing.filter((each) => !each.to || each.to >= from).map(({ drugId }) => drugId),
    ]),
  ]
    .filter((drugId) => !isStopped(drugId))
    .toSorted();
  const inHospital = withStays && isInHospital(stays);
  const covered = drugs.map((drugId): DrugCoverage => {
    const spans: CoveredSpan[] = [];
    for (let day = from; day <= to; day = shiftDay(day, 1)) {
      const source =
        inHospital && day === from ? ({ by: 'hospital' } as const) : sourceOn(day, drugId, facts, sideDosing);
      extend(spans, day, source);
    }
    return { drugId, spans, firstGap: spans.find(({ by }) => by === 'nothing')?.from ?? null };
  });
  const firstGap = covered.flatMap((drug) => drug.firstGap ?? []).toSorted()[0] ?? null;
  return {
    from,
    to,
    drugs: covered,
    firstGap,
    coveredUntil: drugs.length === 0 ? null : lastCoveredDay(from, to, firstGap),
  };
}

function lastCoveredDay(from: string, to: string, firstGap: string | null): string | null {
  if (firstGap === null) return to;
  return firstGap === from ? null : shiftDay(firstGap, -1);
}

type Source = Omit<CoveredSpan, 'from' | 'to'>;

function sourceOn(
  day: string,
  drugId: string,
  { env, rolls, holds }: Facts,
  sideDosing: readonly SideDosing[],
): Source {
  const today = danishDate(env.at);
  for (const [period, roll] of Object.entries(rolls))
    if (covers(roll, day, today, holds) && (!roll.drugs || roll.drugs.includes(drugId))) return { by: 'roll', period };
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
  if (last && last.by === source.by && last.period === source.period && last.onHold === source.onHold) last.to = day;
  else spans.push({ from: day, to: day, ...source });
}
