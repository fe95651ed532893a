/** For how long a citizen has medicine at home after a discharge, which its checklist goes by. Pure. */
import { danishDate, plusDays } from '../calendar.ts';
import type { CoverTold, StayChanged } from '../hospital-stay/messages.ts';
import { once } from '../once.ts';
import type { DoseContext } from './base.ts';
import { coverageIn } from './coverage.ts';

/** Nothing where nothing is known of it. */
export function coverAfter(
  { dischargedAt, admittedAt, wasInpatient, cancelled }: StayChanged,
  context: DoseContext,
): CoverTold | undefined {
  const isOfInpatient = wasInpatient || !admittedAt;
  const coverage = dischargedAt && isOfInpatient && !cancelled ? coverageIn(context, false) : undefined;
  if (!dischargedAt || !coverage) return undefined;
  const { firstGap, coveredUntil } = coverage;
  return { dischargedAt, firstGap, coveredUntil };
}

/**
 * The stays that do not know of the first day without medicine, whatever moved it. A discharge longer ago than coverage looks
 * ahead is left alone: its questions were due long before.
 */
export const staysToTell = once((context: DoseContext): readonly (StayChanged & { cover: CoverTold })[] => {
  const { stays, env } = context;
  return Object.values(stays).flatMap((stay) => {
    const isRecent = stay.dischargedAt !== undefined && plusDays(stay.dischargedAt, env.policy.coverageDays) > env.at;
    const cover = isRecent ? coverAfter(stay, context) : undefined;
    return cover && !isSame(stay.cover, cover, danishDate(env.at)) ? [{ ...stay, cover }] : [];
  });
});

/** A day without medicine that lasts is no news each day. */
function isSame(told: CoverTold | undefined, now: CoverTold, today: string): boolean {
  if (told?.dischargedAt !== now.dischargedAt) return false;
  const isLasting = now.firstGap === today && told.firstGap !== null && told.firstGap <= today;
  return isLasting || told.firstGap === now.firstGap;
}
