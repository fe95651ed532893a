import { danishDate, delaysOf, endOfDay, normalInstant, plusDays, plusHours } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { isGone, isInHand } from '../dispensing-period/derive-period.ts';
import { endsAt, municipalNurse } from '../ends-at.ts';
import { municipalAlarm } from './alarms.ts';
import type { DoseContext } from './base.ts';
import { replyDue } from './care-messages.ts';
import { endOf, nextHoldAfter } from './facts.ts';
import { sideDosingUntil } from './medication-changes.ts';
import type { Needs as ReadinessNeeds } from './readiness.ts';
import { notSuitedUntil, readyUntil } from './readiness.ts';
import { renewalOf, renewalsDue } from './renewals.ts';

type Needs = ReadinessNeeds &
  Pick<
    DoseContext,
    | 'hold'
    | 'holdAhead'
    | 'ending'
    | 'rolls'
    | 'start'
    | 'medicationChanges'
    | 'move'
    | 'pharmacyChange'
    | 'gpChange'
    | 'alarms'
    | 'planningReviewAt'
    | 'drugMedications'
    | 'renewalAsked'
    | 'careMessages'
    | 'awaitedReplies'
  >;

/** Hours and calendar days, never working days: medicine is taken on Sundays too, and the municipality has a duty (C2). */
const municipal = endsAt(municipalNurse, {
  holdStart: ({ holdAhead, env }: Needs): Instant => holdAhead ?? env.at,
  holdEnd: ({ hold, env }: Needs): Instant => (hold && endOf(hold)) ?? env.at,
  holdWatch: ({ env }: Needs): Instant => plusDays(env.at, env.policy.holdWatchDays),
  urgent: ({ env }: Needs): Instant => plusHours(env.at, env.policy.dischargeUrgentHours),
  followUp: ({ env }: Needs): Instant => plusHours(env.at, env.policy.followUpHours),
  deathConfirm: ({ env }: Needs): Instant => plusHours(env.at, env.policy.deathConfirmHours),
  /** When the last roll has been used. */
  ending: (context: Needs): Instant => lastRollUsed(context) ?? plusDays(context.env.at, context.env.policy.endingDays),
  /** Before it is too late, but with time to act. */
  planning: ({ alarms, env }: Needs): Instant => {
    const { dischargeUrgentHours, followUpHours } = env.policy;
    const [soonest, latest] = [plusHours(env.at, dischargeUrgentHours), plusHours(env.at, followUpHours)];
    const by = municipalAlarm(alarms)?.by ?? latest;
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
  /** From when the next dose prescriptions to expire are to be renewed. */
  renewalFrom: (context: Needs): Instant => renewalOf(context)?.from ?? context.env.at,
  /** When time alone may take readiness away. */
  readyUntil: (context: Needs): Instant =>
    readyUntil(context) ?? plusDays(context.env.at, context.env.policy.startDays),
  /** The end of the agreed day. */
  start: ({ start, env }: Needs): Instant =>
    start.startsOn ? endOfDay(start.startsOn) : plusDays(env.at, env.policy.startDays),
  /** The end of the first roll's first day: until then the boxes are what the citizen takes. */
  oldBoxes: ({ rolls, env }: Needs): Instant => {
    const [first] = Object.values(rolls)
      .flatMap(({ stage, startDate }) => (isGone(stage) ? [] : startDate))
      .toSorted();
    const soonest = plusHours(env.at, env.policy.followUpHours);
    const inUse = first ? endOfDay(first) : soonest;
    return inUse > soonest ? inUse : soonest;
  },
  /** When side dosing is over, or must be looked at again. */
  sideDosing: ({ medicationChanges, env }: Needs): Instant =>
    sideDosingUntil(medicationChanges, danishDate(env.at)) ?? plusDays(env.at, env.policy.sideDosingWatchDays),
  reply: (context: Needs): Instant => replyDue(context) ?? context.env.at,
  move: ({ move, env }: Needs): Instant => (move ? normalInstant(move.from) : env.at),
  pharmacyChange: ({ pharmacyChange, env }: Needs): Instant =>
    pharmacyChange ? normalInstant(pharmacyChange.from) : env.at,
  gpChange: ({ gpChange, env }: Needs): Instant => (gpChange ? normalInstant(gpChange.from) : env.at),
});

/** As a person has said; otherwise of the rolls that come whatever is decided: those in hand, and those past their cut-off. */
function lastRollUsed({ ending, rolls, env }: Needs): Instant | undefined {
  if (ending?.lastDay) return endOfDay(ending.lastDay);
  const comes = Object.values(rolls).filter(
    ({ stage, changeCutOffAt }) => isInHand(stage) || (!isGone(stage) && changeCutOffAt <= env.at),
  );
  return comes
    .map(({ endDate }) => endOfDay(endDate))
    .filter((used) => used > env.at)
    .toSorted()
    .at(-1);
}

const prescribingAnswer = ({ env }: Needs): Instant => plusDays(env.at, env.policy.prescribingAnswerDays);

/** So many days, but never after the first of them has expired. */
function renewalAnswer(context: Needs): Instant {
  const { env } = context;
  const latest = plusDays(env.at, env.policy.renewalAnswerDays);
  const first = renewalsDue(context)[0]?.validTo ?? latest;
  return first < latest ? first : latest;
}

/** Every wait of the chart: when it ends, and at whom. */
export const deadlines = {
  ...municipal,
  ...endsAt(
    { role: 'gp', party: 'gpPractice' },
    {
      gpAnswer: prescribingAnswer,
      prescribingReminder: ({ env }: Needs): Instant => plusDays(env.at, env.policy.prescribingReminderDays),
      renewalAnswer,
      /** In time for the roll that would lack the drug. */
      orderEnd: ({ alarms, env }: Needs): Instant => {
        const latest = plusDays(env.at, env.policy.renewalAnswerDays);
        const by = alarms.find(({ kind }) => kind === 'orderEnding')?.by ?? latest;
        return by < latest ? by : latest;
      },
      tidying: ({ env }: Needs): Instant => plusDays(env.at, env.policy.renewalAnswerDays),
      gpWord: ({ env }: Needs): Instant => plusDays(env.at, env.policy.gpWordDays),
    },
  ),
  ...endsAt(
    { role: 'prescribingPharmacist', party: 'pharmacy' },
    {
      pharmacistAnswer: prescribingAnswer,
      pharmacistRenewal: renewalAnswer,
      referralAnswer: ({ env }: Needs): Instant => plusDays(env.at, env.policy.referralAnswerDays),
    },
  ),
};

export const delays = delaysOf(deadlines);
