import {
  danishDate,
  delaysOf,
  endOfWorkingDay,
  normalInstant,
  plusDays,
  plusHours,
  workingDaysBefore,
} from '../calendar.ts';
import type { Instant } from '../definition.ts';
import type { Answerable } from '../ends-at.ts';
import { endsAt, municipalNurse } from '../ends-at.ts';
import type { SubstitutionContext } from './base.ts';

type Needs = Pick<SubstitutionContext, 'env' | 'situation'>;

/**
 * Until each in turn must have answered, so that a substitute is found in time for the change cut-off. Working days, as
 * pharmacies and practices are asked; where the cut-off leaves no such day, hours.
 */
function answerBy({ env, situation: { nextCutOff } }: Needs): Instant {
  const { at, policy, calendar } = env;
  const latest = normalInstant(endOfWorkingDay(at, policy.substitutionAnswerWorkingDays, calendar));
  if (nextCutOff === null) return latest;
  const day = workingDaysBefore(danishDate(nextCutOff), policy.substitutionLeadWorkingDays, calendar);
  const inTime = normalInstant(`${day}T${policy.changeCutOffTime}:00`);
  if (inTime <= at) return plusHours(at, policy.dischargeUrgentHours);
  return inTime < latest ? inTime : latest;
}

const pharmacist: Answerable = { role: 'prescribingPharmacist', party: 'pharmacy' };

/** In turn, each with its own answer; the others are the municipality's. */
export const deadlines = {
  ...endsAt(pharmacist, { inGroup: answerBy, outsideGroup: answerBy }),
  ...endsAt({ role: 'gp', party: 'gpPractice' }, { gp: answerBy }),
  ...endsAt(municipalNurse, {
    partialRoll: answerBy,
    cluster: ({ env }: Needs): Instant => plusHours(env.at, env.policy.followUpHours),
    /** When FMK should show what was chosen. */
    observed: ({ env }: Needs): Instant => plusDays(env.at, env.policy.substitutionObservedDays),
    /** When side dosing, or an answer from the cluster, is looked at again. */
    watch: ({ env }: Needs): Instant => plusDays(env.at, env.policy.sideDosingWatchDays),
    escalation: ({ env }: Needs): Instant => plusHours(env.at, env.policy.escalationHours),
  }),
};

export const delays = delaysOf(deadlines);
