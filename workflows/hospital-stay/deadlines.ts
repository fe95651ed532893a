import { danishDate, delaysOf, lastWorkingDayBefore, normalInstant, plusDays, plusHours } from '../calendar.ts';
import type { CaseContext, Instant } from '../definition.ts';
import { endsAt, municipalNurse } from '../ends-at.ts';
import type { StayContext } from './base.ts';

type Discharged = CaseContext & Pick<StayContext, 'cover' | 'stay'>;

/** While a pharmacy can still be reached before the first day without medicine; at once where no working day lies before it. */
function beforeGap(latest: Instant, { env, cover, stay }: Discharged): Instant {
  if (!cover?.firstGap || cover.dischargedAt !== stay.dischargedAt) return latest;
  const day = lastWorkingDayBefore(cover.firstGap, danishDate(env.at), env.calendar);
  const closing = day && normalInstant(`${day}T${env.policy.pharmacyClosesAt}:00`);
  const by = closing && closing > env.at ? closing : plusHours(env.at, env.policy.dischargeUrgentHours);
  return by < latest ? by : latest;
}

/**
 * Hours, never working days: a citizen discharged on a Friday afternoon takes the next dose that evening, so the
 * municipality's duty must see the task before Monday (C2, §8.1.17).
 */
export const deadlines = endsAt(municipalNurse, {
  unknownAdmission: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.unknownAdmissionHours),
  admissionReview: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.admissionReviewHours),
  missingDischarge: ({ env }: CaseContext): Instant => plusDays(env.at, env.policy.missingDischargeDays),
  /** Before the next dose is given at home. */
  dischargeUrgent: (context: Discharged): Instant =>
    beforeGap(plusHours(context.env.at, context.env.policy.dischargeUrgentHours), context),
  /** Before the next roll is touched, and before the medicine at home runs out. */
  dischargeFollowUp: (context: Discharged): Instant =>
    beforeGap(plusHours(context.env.at, context.env.policy.followUpHours), context),
  followUp: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.followUpHours),
  escalation: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.escalationHours),
});

export const delays = delaysOf(deadlines);
