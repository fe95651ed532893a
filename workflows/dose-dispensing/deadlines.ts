import { delaysOf, endOfDay, normalInstant, plusDays, plusHours } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { endOf, nextHoldAfter } from './facts.ts';
import { sideDosingUntil } from './medication-changes.ts';
import type { Needs as ReadinessNeeds } from './readiness.ts';
import { notSuitedUntil, readyUntil } from './readiness.ts';

type Needs = ReadinessNeeds &
  Pick<
    DoseContext,
    'hold' | 'holdAhead' | 'ending' | 'start' | 'medicationChanges' | 'move' | 'alarms' | 'planningReviewAt'
  >;

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
  suitability: ({ env }: Needs): Instant => plusDays(env.at, env.policy.suitabilityDays),
  notSuitedStart: ({ notSuited, env }: Needs): Instant => nextHoldAfter(notSuited, normalInstant(env.at)) ?? env.at,
  /** When FMK's registration ends; one without an end is looked at again. */
  notSuitedEnd: (context: Needs): Instant =>
    notSuitedUntil(context) ?? plusDays(context.env.at, context.env.policy.notSuitedWatchDays),
  consentAnswer: ({ env }: Needs): Instant => plusDays(env.at, env.policy.consentAnswerDays),
  payment: ({ env }: Needs): Instant => plusDays(env.at, env.policy.paymentDays),
  prescribingAnswer: ({ env }: Needs): Instant => plusDays(env.at, env.policy.prescribingAnswerDays),
  /** When time alone may take readiness away. */
  readyUntil: (context: Needs): Instant =>
    readyUntil(context) ?? plusDays(context.env.at, context.env.policy.startDays),
  /** The end of the agreed day. */
  start: ({ start, env }: Needs): Instant =>
    start.startsOn ? endOfDay(start.startsOn) : plusDays(env.at, env.policy.startDays),
  /** When side dosing is over, or must be looked at again. */
  sideDosing: ({ medicationChanges, env }: Needs): Instant =>
    sideDosingUntil(medicationChanges) ?? plusDays(env.at, env.policy.sideDosingWatchDays),
  move: ({ move, env }: Needs): Instant => (move ? normalInstant(move.from) : env.at),
};

export const delays = delaysOf(deadlines);
