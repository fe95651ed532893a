import { danishDate, shiftDay } from '../calendar.ts';
import { isInHand } from '../dispensing-period/derive-period.ts';
import type { CourseChanged, Roll } from '../dispensing-period/messages.ts';
import type { Rolls } from './alarms.ts';
import type { DoseContext } from './base.ts';
import { own } from '../own.ts';
import { base, planned } from './base.ts';
import { endOf } from './facts.ts';

const toRoll = (
  period: string,
  tell: { type: 'deathStands' | 'deathDismissed' } | { type: 'courseChanged'; data: CourseChanged },
) => ({ type: 'tell', params: { data: {}, ...tell, to: { child: `dispensing-period:${period}` } } }) as const;

/** What the rolls must know of the dose packing: of holds, FMK's and those of persons, the dates alone. */
function courseFor({ hold, holds, closed }: DoseContext): CourseChanged {
  return {
    onHold: hold !== undefined,
    isClosed: closed,
    holds: holds.map((each) => {
      const to = endOf(each);
      return { from: each.from, ...(to && { to }) };
    }),
  };
}

/**
 * The rolls with this one. Those long over go, but the latest of each card: after it, someone must plan. One that FMK has
 * deleted stays as what it was, for the same reason: it may have been the only one.
 */
function withRoll(rolls: Rolls, period: string, roll: Roll | null, keptFrom: string): Rolls {
  const known = own(rolls, period);
  const told = roll ?? (known && { ...known, stage: 'deleted' as const });
  const now = told ? { ...rolls, [period]: told } : rolls;
  const latest = new Map<string, string>();
  for (const { card, endDate } of Object.values(now)) if (endDate > (latest.get(card) ?? '')) latest.set(card, endDate);
  return Object.fromEntries(
    Object.entries(now)
      .filter(([, { card, endDate }]) => endDate >= keptFrom || endDate === latest.get(card))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What a period says of itself. Where it does not know of the hold, the end or the death that stand, it is told. */
export const noteRoll = base.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'periodChanged') return;
  const { period, roll, citizenDead, course: told } = event.data;
  const { at, policy } = context.env;
  const rolls = withRoll(context.rolls, period, roll, shiftDay(danishDate(at), -policy.rollsKeptDays));
  const course = courseFor(context);
  enqueue.assign(planned({ ...context, rolls, courseTold: JSON.stringify(course) }));
  if (JSON.stringify(told) !== JSON.stringify(course)) {
    enqueue(toRoll(period, { type: 'courseChanged', data: course }));
  }
  // The regions that a roll concerns hear of it apart: while one of them takes an event, this place does not.
  enqueue.raise({ ...event, type: 'rollObserved', data: { isInHand: roll !== null && isInHand(roll.stage) } });
  if (citizenDead !== context.deathStands) {
    enqueue(toRoll(period, { type: context.deathStands ? 'deathStands' : 'deathDismissed' }));
  }
});

/** Told to every roll when it changes. */
export const tellCourse = base.enqueueActions(({ context, enqueue }) => {
  const periods = Object.keys(context.rolls);
  if (periods.length === 0) return;
  const course = courseFor(context);
  const courseTold = JSON.stringify(course);
  if (courseTold === context.courseTold) return;
  enqueue.assign({ courseTold });
  for (const period of periods) enqueue(toRoll(period, { type: 'courseChanged', data: course }));
});

/** Whether a death stands, told to every roll with the stays. */
export const tellRollsOfDeath = (stands: boolean) =>
  base.enqueueActions(({ context, enqueue }) => {
    for (const period of Object.keys(context.rolls))
      enqueue(toRoll(period, { type: stands ? 'deathStands' : 'deathDismissed' }));
  });
