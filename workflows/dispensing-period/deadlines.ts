import { delaysOf, endOfDay, normalInstant, plusHours, shiftDay } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { endsAt, municipalNurse } from '../ends-at.ts';
import type { PeriodContext } from './base.ts';

type Needs = Pick<PeriodContext, 'env' | 'period'>;

/** Calendar days, never working days: a roll that starts on a Monday is asked for on the Sunday (C2, §8.1.17). */
export const deadlines = endsAt(municipalNurse, {
  /** The morning of the day by which the roll should be dispensed (A4). */
  dispenseBy: ({ env, period: { latest } }: Needs): Instant =>
    latest
      ? normalInstant(`${shiftDay(latest.startDate, -env.policy.dispensedDaysBefore)}T${env.policy.alarmTime}:00`)
      : env.at,
  /** Of the receipt: at once where the start has passed. */
  periodStart: ({ env, period: { latest } }: Needs): Instant => {
    const start = latest && normalInstant(latest.startDate);
    return start && start > env.at ? start : env.at;
  },
  periodEnd: ({ env, period: { latest } }: Needs): Instant => (latest ? endOfDay(latest.endDate) : env.at),
  urgent: ({ env }: Needs): Instant => plusHours(env.at, env.policy.dischargeUrgentHours),
  askAgain: ({ env }: Needs): Instant => plusHours(env.at, env.policy.followUpHours),
  escalation: ({ env }: Needs): Instant => plusHours(env.at, env.policy.escalationHours),
});

export const delays = delaysOf(deadlines);
