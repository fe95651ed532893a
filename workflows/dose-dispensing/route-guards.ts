/** Guards of the ways into dose packing and of what keeps it running; each power is a rule of its own (C6). */
import { danishDate } from '../calendar.ts';
import type { DoseContext, DoseEvent } from './base.ts';
import { openPrescriptions } from './facts.ts';
import { packedDrugsOf } from './readiness.ts';
import { mayRePrescribe } from './re-prescriptions.ts';
import { renewalOf, renewalsDue } from './renewals.ts';
import type { GpWord, Referral } from './route-entries.ts';

interface Asked {
  context: DoseContext;
  event: DoseEvent;
}

/** Whom a command asks; before a form is filled in, nobody. */
const prescriberIn = (event: DoseEvent): string | undefined =>
  event.type === 'askForPrescriptions' || event.type === 'askForRenewal' ? event.data.prescriber : undefined;

/** Stable by someone's statement, with an order in force: the pharmacist's power to order subsidy rests on both (§3.3). */
function isStableWithOrder({ stability, prescriptions, drugMedications, env }: DoseContext): boolean {
  const today = danishDate(env.at);
  const hasOrder =
    openPrescriptions(prescriptions).length > 0 ||
    Object.values(drugMedications).some(({ endDate }) => !endDate || endDate >= today);
  return stability !== undefined && stability.stableBackward && !stability.changePlanned && hasOrder;
}

export const routeGuards = {
  mayOrderSubsidy: ({ context, event }: Asked) =>
    context.startedAlone === undefined &&
    !(
      event.type === 'recordSubsidy' &&
      event.data.orderedBy === 'prescribingPharmacist' &&
      !(context.env.policy.pharmacistMayOrderDoseSubsidy && isStableWithOrder(context))
    ),
  /** To start a citizen is one power, to prescribe a product again another; beyond the limit it is the GP's. */
  isAskedOfPharmacist: ({ context, event }: Asked) => {
    if (prescriberIn(event) === 'gp') return false;
    const { pharmacyMayInitiate, maxRePrescriptions } = context.env.policy;
    const mayAgain = packedDrugsOf(context).every((drugId) => mayRePrescribe(context, drugId));
    return pharmacyMayInitiate || (maxRePrescriptions > 0 && mayAgain);
  },
  isAskedOfGp: ({ event }: Asked) => prescriberIn(event) !== 'prescribingPharmacist',
  isRenewalAskedOfPharmacist: ({ context, event }: Asked) =>
    prescriberIn(event) !== 'gp' && renewalsDue(context).every(({ drugId }) => mayRePrescribe(context, drugId)),
  isPharmacistRenewing: ({ context }: Asked) =>
    context.renewedBy === 'prescribingPharmacist' &&
    renewalsDue(context).every(({ drugId }) => mayRePrescribe(context, drugId)),
  isRePrescriptionLimitReached: ({ context }: Asked) =>
    context.renewedBy === 'prescribingPharmacist' &&
    renewalsDue(context).some(({ drugId }) => !mayRePrescribe(context, drugId)),
  isRenewalAhead: ({ context }: Asked) => renewalOf(context) !== undefined && !context.deathStands && !context.closed,
  isNoRenewalAhead: ({ context }: Asked) => renewalOf(context) === undefined || context.deathStands || context.closed,
  isRenewalMoved: ({ context }: Asked) => renewalOf(context)?.from !== context.renewalArmed,
  mayReferToPharmacy: ({ context: { env, closed, started } }: Asked) =>
    env.policy.pharmacyMayInitiate && !closed && !started,
  mayAcceptReferral: ({ context: { env } }: Asked) => env.policy.pharmacyMayInitiate,
  isReferral: ({ context }: Asked, { answer }: { answer: Referral['answer'] }) => context.referral?.answer === answer,
  isGpWord: ({ context }: Asked, { answer }: { answer: GpWord['answer'] }) => context.gpWord?.answer === answer,
  isGpToInform: ({ context: { env, referral, gpWord } }: Asked) =>
    referral?.answer === 'accepted' && gpWord === undefined && env.policy.gpGate !== 'decides',
  isNoGpToInform: ({ context: { referral } }: Asked) => referral?.answer !== 'accepted',
  isStartedAlone: ({ context }: Asked) => context.startedAlone !== undefined,
  isNotStartedAlone: ({ context }: Asked) => context.startedAlone === undefined,
  isSubsidyUnordered: ({ context: { fee, closed } }: Asked) =>
    !closed && (fee.subsidyOrderedBy === undefined || fee.subsidyOrderedBy === 'nobody'),
};
