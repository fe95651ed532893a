import { danishDate, endOfDay, normalInstant, shiftDay } from '../calendar.ts';
import type { Coverage, CoveredSpan, DrugCoverage, Env } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import type { Roll } from '../dispensing-period/messages.ts';
import type { Rolls } from './alarms.ts';
import type { Hold, Prescriptions, Stays } from './facts.ts';
import { careSettingOf, drugsOf, endOf } from './facts.ts';

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
}

/**
 * What each drug comes from, day by day from today: the hospital, a roll, a box beside the roll, or nothing. Weekends and
 * holidays are days like others, so that a Friday discharge covered until Saturday shows.
 */
export function coverageOf(facts: Facts, sideDosing: readonly SideDosing[], withStays: boolean): Coverage {
  const { env, rolls, prescriptions, stays } = facts;
  const from = danishDate(env.at);
  const to = shiftDay(from, env.policy.coverageDays - 1);
  const drugs = [
    ...new Set([
      ...drugsOf(prescriptions),
      ...Object.values(rolls).flatMap((roll) => (isGone(roll.stage) || roll.endDate < from ? [] : (roll.drugs ?? []))),
      ...sideDosing.filter((each) => !each.to || each.to >= from).map(({ drugId }) => drugId),
    ]),
  ].toSorted();
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
