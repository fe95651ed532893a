import { delaysOf, endOfDay, normalInstant, plusDays, plusHours } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { endsAt } from '../ends-at.ts';
import type { BackOrderContext } from './base.ts';

type Needs = Pick<BackOrderContext, 'env' | 'nextDay' | 'standing'>;

/** Whoever runs Dosisflow owns the case of a product. */
export const deadlines = endsAt(
  { role: 'administrator', party: 'municipality' },
  {
    /** The Danish midnight from which the standing may be another; looked at now and then where no day is known. */
    nextDay: ({ env, nextDay }: Needs): Instant =>
      nextDay ? normalInstant(nextDay) : plusDays(env.at, env.policy.backOrderWatchDays),
    /** When someone is asked whether the product is back: after the day it was expected, or after some days. */
    confirmBy: ({ env, standing: { backOrder } }: Needs): Instant => {
      const expected = backOrder?.expectedTo && endOfDay(backOrder.expectedTo);
      return expected && expected > env.at ? expected : plusDays(env.at, env.policy.backOrderWatchDays);
    },
    answer: ({ env }: Needs): Instant => plusHours(env.at, env.policy.followUpHours),
    escalation: ({ env }: Needs): Instant => plusHours(env.at, env.policy.escalationHours),
  },
);

export const delays = delaysOf(deadlines);
