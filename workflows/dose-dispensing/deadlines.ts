import { delaysOf, endOfDay, plusDays, plusHours } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { endOf } from './facts.ts';

type Needs = Pick<DoseContext, 'env' | 'hold' | 'holdAhead' | 'ending' | 'alarms' | 'planningReviewAt'>;

/** Hours and calendar days, never working days: medicine is taken on Sundays too, and the municipality has a duty (C2). */
export const deadlines = {
  holdStart: ({ holdAhead, env }: Needs): Instant => holdAhead ?? env.at,
  holdEnd: ({ hold, env }: Needs): Instant => (hold && endOf(hold)) ?? env.at,
  holdWatch: ({ env }: Needs): Instant => plusDays(env.at, env.policy.holdWatchDays),
  urgent: ({ env }: Needs): Instant => plusHours(env.at, env.policy.dischargeUrgentHours),
  followUp: ({ env }: Needs): Instant => plusHours(env.at, env.policy.followUpHours),
  deathConfirm: ({ env }: Needs): Instant => plusHours(env.at, env.policy.deathConfirmHours),
  /** When the last roll has been used. */
  ending: ({ ending, env }: Needs): Instant =>
    ending?.lastDay ? endOfDay(ending.lastDay) : plusDays(env.at, env.policy.endingDays),
  /** Before it is too late, but with time to act. */
  planning: ({ alarms, env }: Needs): Instant => {
    const { dischargeUrgentHours, followUpHours } = env.policy;
    const [soonest, latest] = [plusHours(env.at, dischargeUrgentHours), plusHours(env.at, followUpHours)];
    const by = alarms[0]?.by ?? latest;
    return by < soonest ? soonest : by < latest ? by : latest;
  },
  planningReview: ({ planningReviewAt, env }: Needs): Instant => planningReviewAt ?? env.at,
  escalation: ({ env }: Needs): Instant => plusHours(env.at, env.policy.escalationHours),
};

export const delays = delaysOf(deadlines);
