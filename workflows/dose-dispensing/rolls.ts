import { danishDate, shiftDay } from '../calendar.ts';
import { isInHand } from '../dispensing-period/derive-period.ts';
import type { FeeTerms } from '../dispensing-period/fee.ts';
import type { CourseChanged, Roll } from '../dispensing-period/messages.ts';
import type { CardsSince, Rolls } from './alarms.ts';
import { leftCards } from './alarms.ts';
import type { DoseContext } from './base.ts';
import { own } from '../own.ts';
import { base, planned } from './base.ts';
import { endOf } from './facts.ts';
import { tellRequests } from './requests.ts';

const toRoll = (
  period: string,
  tell: { type: 'deathStands' | 'deathDismissed' } | { type: 'courseChanged'; data: CourseChanged },
) => ({ type: 'tell', params: { data: {}, ...tell, to: { child: `dispensing-period:${period}` } } }) as const;

/** Without another payer the citizen pays; how much the region pays is told, never guessed. */
function feeTermsOf({
  payer = 'citizen',
  deliveryPayer,
  subsidyOrderedBy,
  reimbursementPercent,
}: DoseContext['fee']): FeeTerms {
  const subsidyPercent = subsidyOrderedBy === 'nobody' ? 0 : subsidyOrderedBy && reimbursementPercent;
  return {
    payer,
    ...(deliveryPayer && { deliveryPayer }),
    ...(subsidyPercent !== undefined && { subsidyPercent }),
  };
}

/** What the rolls must know of the dose packing: of holds, FMK's and those of persons, the dates alone. */
function courseFor({ hold, holds, closed, fee }: DoseContext): CourseChanged {
  return {
    fee: feeTermsOf(fee),
    onHold: hold !== undefined,
    isClosed: closed,
    holds: holds.map((each) => {
      const to = endOf(each);
      return { from: each.from, ...(to && { to }) };
    }),
  };
}

/**
 * The rolls with this one. Those long over go, but those of the last day of each card that no other took the place of: after it,
 * someone must plan. One that FMK has deleted stays as what it was, for the same reason: it may have been the only one.
 */
function withRoll(context: DoseContext, period: string, roll: Roll | null): Rolls {
  const { at, policy } = context.env;
  const keptFrom = shiftDay(danishDate(at), -policy.rollsKeptDays);
  const known = own(context.rolls, period);
  const told = roll ?? (known && { ...known, stage: 'deleted' as const });
  const rolls = told ? { ...context.rolls, [period]: told } : context.rolls;
  if (Object.values(rolls).every(({ endDate }) => endDate >= keptFrom)) return sorted(rolls);
  const left = leftCards({ ...context, rolls });
  const lastDays = new Map<string, string>();
  for (const { card, endDate } of Object.values(rolls))
    if (!left.includes(card) && endDate > (lastDays.get(card) ?? '')) lastDays.set(card, endDate);
  const isKept = ({ startDate, endDate }: Roll): boolean =>
    endDate >= keptFrom || [...lastDays.values()].some((day) => startDate <= day && day <= endDate);
  return sorted(Object.fromEntries(Object.entries(rolls).filter(([, each]) => isKept(each))));
}

/** As FMK tells, else the first day of the first roll that was heard of: rolls long over go, what they told of their card stays. */
function cardsSinceIn(rolls: Rolls, known: CardsSince): CardsSince {
  const since: CardsSince = {};
  for (const { card, startDate, cardCreatedOn = startDate } of Object.values(rolls)) {
    const before = own(since, card) ?? own(known, card) ?? cardCreatedOn;
    since[card] = cardCreatedOn < before ? cardCreatedOn : before;
  }
  return since;
}

function sorted(rolls: Rolls): Rolls {
  return Object.fromEntries(Object.entries(rolls).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a period says of itself. Where it does not know of the hold, the end or the death that stand, it is told. */
export const noteRoll = base.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'periodChanged') return;
  const { period, roll, citizenDead, course: told } = event.data;
  const { at } = context.env;
  const rolls = withRoll(context, period, roll);
  const now = planned({ ...context, rolls, cardsSince: cardsSinceIn(rolls, context.cardsSince) });
  const course = courseFor(now);
  enqueue.assign(now);
  if (JSON.stringify(course) !== context.courseTold) enqueue(tellCourse);
  else if (JSON.stringify(told) !== context.courseTold) {
    enqueue(toRoll(period, { type: 'courseChanged', data: course }));
  }
  // The regions that a roll concerns hear of it apart: while one of them takes an event, this place does not.
  // A roll used up before now says nothing of today: the citizen may have had dose packing years ago.
  const inUse = roll !== null && isInHand(roll.stage) && roll.endDate >= danishDate(at);
  enqueue.raise({ ...event, type: 'rollObserved', data: { isInHand: inUse } });
  if (citizenDead !== context.deathStands) {
    enqueue(toRoll(period, { type: context.deathStands ? 'deathStands' : 'deathDismissed' }));
  }
});

/** Told to every roll when it changes, and to every request. */
export const tellCourse = base.enqueueActions(({ context, enqueue }) => {
  enqueue(tellRequests);
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
