/** Guards of what persons enter on the way to the first roll and at changes of medication; see `base.ts` for the others. */
import { danishDate, normalInstant } from '../calendar.ts';
import { own } from '../own.ts';
import type { DoseContext, DoseEvent } from './base.ts';
import { optOutReasons } from './ending-reasons.ts';
import { earliestStart } from './entries.ts';
import { holdAt, nextHoldAfter, withObservedHold } from './facts.ts';
import type { MedicationChange } from './medication-changes.ts';
import { sideDosingUntil, standingIn } from './medication-changes.ts';
import { lacksOf } from './readiness.ts';
import { mayRePrescribe } from './re-prescriptions.ts';

interface Asked {
  context: DoseContext;
  event: DoseEvent;
}

/** Which drug a command is about; before a form is filled in, none. */
const drugIn = (event: DoseEvent): string | undefined =>
  'data' in event && 'drugId' in event.data && typeof event.data.drugId === 'string' ? event.data.drugId : undefined;

export const entryGuards = {
  isStarted: ({ context }: Asked) => context.started,
  isNotStarted: ({ context }: Asked) => !context.started,
  isStartConfirmed: ({ context }: Asked) => context.started && !context.takenOver,
  isReady: ({ context }: Asked) => lacksOf(context).length === 0,
  isNotReady: ({ context }: Asked) => lacksOf(context).length > 0,
  isSuitedByStatement: ({ context: { stability, env } }: Asked) =>
    stability !== undefined &&
    stability.stableBackward &&
    !stability.changePlanned &&
    (stability.stableForward || !env.policy.forwardStabilityRequired),
  isStabilityStated: ({ context }: Asked) => context.stability !== undefined,
  isStartDated: ({ context: { start } }: Asked) => start.startsOn !== undefined,
  areDaysPlanned: ({ context }: Asked) => context.areDaysPlanned,
  isSuited: ({ context }: Asked) => context.assessment?.suited === true,
  isNotSuited: ({ context }: Asked) => context.assessment?.suited === false,
  isNewsOfNotSuited: ({ context: { notSuited }, event }: Asked) =>
    event.type === 'notSuitedObserved' && withObservedHold(notSuited, event.data, event.occurredAt) !== notSuited,
  isRegisteredNotSuited: ({ context }: Asked) => holdAt(context.notSuited, normalInstant(context.env.at)) !== undefined,
  isNotSuitedAhead: ({ context }: Asked) =>
    nextHoldAfter(context.notSuited, normalInstant(context.env.at)) !== undefined,
  isTakenOver: ({ context }: Asked) => context.takenOver,
  isConsentRequired: ({ context }: Asked) => context.env.policy.consentRequired,
  isConsentNotRequired: ({ context }: Asked) => !context.env.policy.consentRequired,
  isConsent: ({ context }: Asked, { answer }: { answer: DoseContext['consent']['answer'] }) =>
    context.consent.answer === answer,
  mayWithdrawConsent: ({ context: { consent, takenOver, env } }: Asked) =>
    consent.answer === 'given' || (!consent.answer && (takenOver || !env.policy.consentRequired)),
  isOptOutExplained: ({ context: { env }, event }: Asked) => {
    if (event.type !== 'giveUpStart' && event.type !== 'planEnding') return true;
    const { reason, text } = event.data;
    return !optOutReasons.includes(reason) || Boolean(text?.trim()) || !env.policy.firstChoice;
  },
  isPayerAgreed: ({ context }: Asked) => context.fee.payer !== undefined,
  mayPayFee: ({ context: { env }, event }: Asked) =>
    !(event.type === 'agreePayer' && event.data.payer === 'municipality' && !env.policy.municipalPayerAllowed),
  /** A municipal payment may cover delivery only where there may be one at all (R45, R46). */
  mayPayDelivery: ({ context: { env }, event }: Asked) => {
    if (event.type !== 'agreeDeliveryPayer' || event.data.payer !== 'municipality') return true;
    return env.policy.municipalPayerAllowed && env.policy.deliveryFeeCovered;
  },
  isBelowRePrescriptionLimit: ({ context, event }: Asked) => mayRePrescribe(context, drugIn(event) ?? ''),
  isRePrescribed: ({ context: { rePrescriptions }, event }: Asked) => {
    const drugId = drugIn(event);
    return Object.entries(rePrescriptions).some(([id, times]) => times.length > 0 && (drugId ?? id) === id);
  },
  isFarEnoughAhead: ({ context, event }: Asked) =>
    event.type !== 'agreeStart' || !event.data.startsOn || event.data.startsOn >= earliestStart(context),
  isAnyDiscrepancyAccepted: ({ context }: Asked) => context.acceptedDiscrepancies.length > 0,
  isKnownChange: ({ context: { medicationChanges }, event }: Asked) => {
    const drugId = drugIn(event);
    return drugId ? own(medicationChanges, drugId) !== undefined : Object.keys(medicationChanges).length > 0;
  },
  isAnyRollDiscarded: ({ context }: Asked) => standingIn(context).some(({ rollsDiscarded }) => rollsDiscarded),
  isAnySideDosingSetUp: ({ context }: Asked) =>
    standingIn(context).some(({ sideDosing }) => sideDosing?.setUp && !sideDosing.ended),
  isAnyPrescriptionTidied: ({ context }: Asked) =>
    context.tidiedDrugs.length > 0 || standingIn(context).some(({ prescriptionTidied }) => prescriptionTidied),
  isSideDosingEnded: ({ context: { medicationChanges }, event }: Asked) => {
    const drugId = drugIn(event);
    const ended = ({ sideDosing }: MedicationChange): boolean => sideDosing?.ended === true;
    const said = drugId ? (own(medicationChanges, drugId) ?? []) : Object.values(medicationChanges).flat();
    return said.some(ended);
  },
  isSideDosingOver: ({ context }: Asked) => {
    const until = sideDosingUntil(context.medicationChanges, danishDate(context.env.at));
    return until !== undefined && until <= normalInstant(context.env.at);
  },
  isMoveDue: ({ context: { move, env } }: Asked) =>
    move !== undefined && normalInstant(move.from) <= normalInstant(env.at),
  isPharmacyChangeDue: ({ context: { pharmacyChange, env } }: Asked) =>
    pharmacyChange !== undefined && normalInstant(pharmacyChange.from) <= normalInstant(env.at),
  isGpChangeDue: ({ context: { gpChange, env } }: Asked) =>
    gpChange !== undefined && normalInstant(gpChange.from) <= normalInstant(env.at),
};
