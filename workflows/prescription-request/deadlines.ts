import { delaysOf, endOfWorkingDay, normalInstant, plusHours } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { endsAt, municipalNurse } from '../ends-at.ts';
import type { RequestContext } from './base.ts';
import {
  awaitedSince,
  lastCutOff,
  questionOf,
  stageOf,
  urgentFrom,
  visibilityOf,
  waitUntil,
} from './derive-request.ts';

type Needs = Pick<RequestContext, 'env' | 'request' | 'said' | 'of'>;

const hoursFrom = ({ env }: Needs, hours: number): Instant => plusHours(env.at, hours);

/** The last cut-off while it lies ahead: after it, the next roll is wrong whatever comes. */
function cutOffAhead(context: Needs): Instant | undefined {
  const cutOff = lastCutOff(context);
  return cutOff && cutOff > normalInstant(context.env.at) ? cutOff : undefined;
}

/** Before the last cut-off, but with time to act. */
function followUp(context: Needs): Instant {
  const { dischargeUrgentHours, followUpHours } = context.env.policy;
  const [soonest, latest] = [hoursFrom(context, dischargeUrgentHours), hoursFrom(context, followUpHours)];
  const by = cutOffAhead(context) ?? latest;
  return by < soonest ? soonest : by < latest ? by : latest;
}

/**
 * Answers are awaited in working days, for practices work on those (§3.10); what the municipality must do itself in hours, for
 * its duty is staffed every day (C2).
 */
export const deadlines = endsAt(municipalNurse, {
  /** When someone must ask for the answer. Who forwarded in the West is not reminded before it is urgent (§7.2.15). */
  answer: (context: Needs): Instant => {
    const { env } = context;
    const { policy, calendar } = env;
    const since = awaitedSince(context) ?? env.at;
    const urgent = urgentFrom(context);
    const question = questionOf(context);
    if (question === 'lost') return since;
    const days = question === 'pooled' ? policy.requestPoolWorkingDays : policy.requestAnswerWorkingDays;
    if (stageOf(context) === 'forwarded' && urgent) return urgent;
    const usual = endOfWorkingDay(since, days, calendar);
    return urgent && urgent < usual ? urgent : usual;
  },
  followUp,
  /** At once where the care record does not show it: nobody else will notice (§8.1.4). */
  rejection: (context: Needs): Instant =>
    visibilityOf(context) === 'invisible'
      ? hoursFrom(context, context.env.policy.dischargeUrgentHours)
      : followUp(context),
  askAgain: (context: Needs): Instant => {
    const { at, policy, calendar } = context.env;
    const usual = endOfWorkingDay(at, policy.requestUrgentWorkingDays, calendar);
    const cutOff = cutOffAhead(context);
    return cutOff && cutOff < usual ? cutOff : usual;
  },
  postponed: (context: Needs): Instant => waitUntil(context) ?? context.env.at,
  escalation: (context: Needs): Instant => hoursFrom(context, context.env.policy.escalationHours),
});

export const delays = delaysOf(deadlines);
