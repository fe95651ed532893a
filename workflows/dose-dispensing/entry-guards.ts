/** Guards of what persons enter on the way to the first roll and at changes of medication; see `base.ts` for the others. */
import { normalInstant } from '../calendar.ts';
import type { DoseContext, DoseEvent } from './base.ts';
import { earliestStart } from './entries.ts';
import { holdAt, nextHoldAfter, withObservedHold } from './facts.ts';
import type { MedicationChange } from './medication-changes.ts';
import { sideDosingUntil } from './medication-changes.ts';
import { lacksOf } from './readiness.ts';

interface Asked {
  context: DoseContext;
  event: DoseEvent;
}

/** Which drug a command is about; before a form is filled in, none. */
const drugIn = (event: DoseEvent): string | undefined =>
  'data' in event && 'drugId' in event.data && typeof event.data.drugId === 'string' ? event.data.drugId : undefined;
const prescriberIn = (event: DoseEvent): string | undefined =>
  event.type === 'askForPrescriptions' ? event.data.prescriber : undefined;

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
  isPayerAgreed: ({ context }: Asked) => context.fee.payer !== undefined,
  mayPayFee: ({ context: { env }, event }: Asked) =>
    !(event.type === 'agreePayer' && event.data.payer === 'municipality' && !env.policy.municipalPayerAllowed),
  mayPayDelivery: ({ context: { env }, event }: Asked) =>
    !(event.type === 'agreeDeliveryPayer' && event.data.payer === 'municipality' && !env.policy.deliveryFeeCovered),
  mayOrderSubsidy: ({ context: { env }, event }: Asked) =>
    !(
      event.type === 'recordSubsidy' &&
      event.data.orderedBy === 'prescribingPharmacist' &&
      !env.policy.pharmacistMayOrderDoseSubsidy
    ),
  isAskedOfPharmacist: ({ context: { env }, event }: Asked) =>
    prescriberIn(event) !== 'gp' && (env.policy.pharmacyMayInitiate || env.policy.maxRePrescriptions > 0),
  isAskedOfGp: ({ event }: Asked) => prescriberIn(event) !== 'prescribingPharmacist',
  isBelowRePrescriptionLimit: ({ context: { rePrescriptions, env }, event }: Asked) =>
    (rePrescriptions[drugIn(event) ?? ''] ?? 0) < env.policy.maxRePrescriptions,
  isRePrescribed: ({ context: { rePrescriptions }, event }: Asked) => {
    const drugId = drugIn(event);
    return drugId ? (rePrescriptions[drugId] ?? 0) > 0 : Object.values(rePrescriptions).some((count) => count > 0);
  },
  isFarEnoughAhead: ({ context, event }: Asked) =>
    event.type !== 'agreeStart' || !event.data.startsOn || event.data.startsOn >= earliestStart(context),
  isAnyDiscrepancyAccepted: ({ context }: Asked) => context.acceptedDiscrepancies.length > 0,
  isKnownChange: ({ context: { medicationChanges }, event }: Asked) => {
    const drugId = drugIn(event);
    return drugId ? drugId in medicationChanges : Object.keys(medicationChanges).length > 0;
  },
  isAnyRollDiscarded: ({ context }: Asked) =>
    Object.values(context.medicationChanges).some(({ rollsDiscarded }) => rollsDiscarded),
  isAnySideDosingSetUp: ({ context }: Asked) =>
    Object.values(context.medicationChanges).some(({ sideDosing }) => sideDosing?.setUp && !sideDosing.ended),
  isAnyPrescriptionTidied: ({ context }: Asked) =>
    Object.values(context.medicationChanges).some(({ prescriptionTidied }) => prescriptionTidied),
  isSideDosingEnded: ({ context: { medicationChanges }, event }: Asked) => {
    const drugId = drugIn(event);
    const ended = ({ sideDosing }: MedicationChange): boolean => sideDosing?.ended === true;
    return drugId
      ? Object.entries(medicationChanges).some(([id, change]) => id === drugId && ended(change))
      : Object.values(medicationChanges).some(ended);
  },
  isSideDosingOver: ({ context }: Asked) => {
    const until = sideDosingUntil(context.medicationChanges);
    return until !== undefined && until <= normalInstant(context.env.at);
  },
  isMoveDue: ({ context: { move, env } }: Asked) =>
    move !== undefined && normalInstant(move.from) <= normalInstant(env.at),
};
