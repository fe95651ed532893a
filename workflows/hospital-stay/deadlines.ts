import { delaysOf, plusDays, plusHours } from '../calendar.ts';
import type { CaseContext, Instant } from '../definition.ts';

/**
 * Hours, never working days: a citizen discharged on a Friday afternoon takes the next dose that evening, so the
 * municipality's duty must see the task before Monday (C2, §8.1.17).
 */
export const deadlines = {
  unknownAdmission: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.unknownAdmissionHours),
  admissionReview: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.admissionReviewHours),
  missingDischarge: ({ env }: CaseContext): Instant => plusDays(env.at, env.policy.missingDischargeDays),
  /** Before the next dose is given at home. */
  dischargeUrgent: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.dischargeUrgentHours),
  /** Before the next roll is touched. */
  followUp: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.followUpHours),
  escalation: ({ env }: CaseContext): Instant => plusHours(env.at, env.policy.escalationHours),
};

export const delays = delaysOf(deadlines);
