import { danishDate, shiftDay } from '../calendar.ts';
import type { HoldChanged, Roll } from '../dispensing-period/messages.ts';
import type { Rolls } from './alarms.ts';
import type { DoseContext } from './base.ts';
import { base, planned } from './base.ts';
import { endOf } from './facts.ts';

const toRoll = (
  period: string,
  tell: { type: 'deathStands' | 'deathDismissed' } | { type: 'holdChanged'; data: HoldChanged },
) => ({ type: 'tell', params: { data: {}, ...tell, to: { child: `dispensing-period:${period}` } } }) as const;

/** What the rolls must know of the holds: FMK's and those of persons, by their dates alone. */
function holdFor({ hold, holds }: DoseContext): HoldChanged {
  return {
    onHold: hold !== undefined,
    holds: holds.map((each) => {
      const to = endOf(each);
      return { from: each.from, ...(to && { to }) };
    }),
  };
}

/** The rolls with this one. Those long over go, but the latest of each card: after it, someone must plan. */
function withRoll(rolls: Rolls, period: string, roll: Roll | null, keptFrom: string): Rolls {
  const { [period]: _, ...others } = rolls;
  const now = roll ? { ...others, [period]: roll } : others;
  const latest = new Map<string, string>();
  for (const { card, endDate } of Object.values(now)) if (endDate > (latest.get(card) ?? '')) latest.set(card, endDate);
  return Object.fromEntries(
    Object.entries(now)
      .filter(([, { card, endDate }]) => endDate >= keptFrom || endDate === latest.get(card))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What a period says of itself. Where it does not know of the hold or the death that stand, it is told. */
export const noteRoll = base.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'periodChanged') return;
  const { period, roll, citizenDead, onHold, holds } = event.data;
  const { at, policy } = context.env;
  const rolls = withRoll(context.rolls, period, roll, shiftDay(danishDate(at), -policy.rollsKeptDays));
  const hold = holdFor(context);
  enqueue.assign(planned({ ...context, rolls, holdTold: JSON.stringify(hold) }));
  if (JSON.stringify({ onHold, holds }) !== JSON.stringify(hold)) {
    enqueue(toRoll(period, { type: 'holdChanged', data: hold }));
  }
  if (citizenDead !== context.deathStands) {
    enqueue(toRoll(period, { type: context.deathStands ? 'deathStands' : 'deathDismissed' }));
  }
});

/** Told to every roll when it changes: what is missing under a hold is expected (§8.1.10). */
export const tellHold = base.enqueueActions(({ context, enqueue }) => {
  const periods = Object.keys(context.rolls);
  if (periods.length === 0) return;
  const hold = holdFor(context);
  const holdTold = JSON.stringify(hold);
  if (holdTold === context.holdTold) return;
  enqueue.assign({ holdTold });
  for (const period of periods) enqueue(toRoll(period, { type: 'holdChanged', data: hold }));
});

/** Whether a death stands, told to every roll with the stays. */
export const tellRollsOfDeath = (stands: boolean) =>
  base.enqueueActions(({ context, enqueue }) => {
    for (const period of Object.keys(context.rolls))
      enqueue(toRoll(period, { type: stands ? 'deathStands' : 'deathDismissed' }));
  });
