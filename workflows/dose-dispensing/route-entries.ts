/** What is said on the ways into dose packing, and what it leaves in the case. Pure, one entry a function. */
import type { Actor, CaseEvent, Instant } from '../definition.ts';
import type { DoseContext, DoseEvent } from './base.ts';
import type { Said } from './entries.ts';
import type { Expiring } from './renewals.ts';
import { isWithdrawn } from './renewals.ts';
import { drugsOf } from './facts.ts';
import type {
  AnswerOrderEnd,
  AskForPrescriptions,
  AskForRenewal,
  Channel,
  Prescriber,
  ReferToPharmacy,
} from './route-messages.ts';

/** Who was asked for the dose prescriptions, on whose initiative, and how. */
interface PrescriptionsAsked extends Said {
  prescriber: Prescriber;
  askedBy?: AskForPrescriptions['askedBy'];
  channel?: Channel;
}

/** A municipality's referral to the local pharmacy (R30), and the answer to it. */
export interface Referral {
  channel: Channel;
  asked: Said;
  answer?: 'accepted' | 'declined';
  reason?: string;
  answered?: Said;
}

/** What the GP says of a citizen being put on dose packing (R34). */
export interface GpWord extends Said {
  answer: 'approved' | 'objected';
  reason?: string;
}

/** What these ways add to the case. */
export interface Routes {
  prescriptionsAsked: PrescriptionsAsked | undefined;
  /** Who renews; the GP where nobody said otherwise. */
  renewedBy: Prescriber | undefined;
  renewalArmed: Instant | undefined;
  /** What the open question about renewal began with. */
  renewalAsked: readonly Expiring[];
  referral: Referral | undefined;
  gpWord: GpWord | undefined;
  /** BEK 1955/2020 §12(4): started on the citizen's own initiative, so that the citizen pays everything. */
  startedAlone: Said | undefined;
  /** Drugs whose orders FMK shows as withdrawn, and of whose open prescriptions someone has said that they are tidied. */
  tidiedDrugs: readonly string[];
}

export const noRoutes: Routes = {
  prescriptionsAsked: undefined,
  renewedBy: undefined,
  renewalArmed: undefined,
  renewalAsked: [],
  referral: undefined,
  gpWord: undefined,
  startedAlone: undefined,
  tidiedDrugs: [],
};

export type RouteEvent =
  | CaseEvent<'askForRenewal', AskForRenewal>
  | CaseEvent<'answerOrderEnd', AnswerOrderEnd>
  | CaseEvent<'referToPharmacy', ReferToPharmacy>
  | CaseEvent<'declineReferral', { reason: string }>
  | CaseEvent<'objectToDosePacking', { reason: string }>
  | CaseEvent<
      | 'rerouteTasks'
      | 'declineRenewal'
      | 'withdrawReferral'
      | 'acceptReferral'
      | 'reopenReferral'
      | 'approveDosePacking'
      | 'withdrawGpWord'
      | 'startWithoutSubsidy'
      | 'withdrawStartWithoutSubsidy'
    >;

type RouteEntryType =
  | 'askForPrescriptions'
  | 'withdrawPrescriptionsAsked'
  | 'askForRenewal'
  | 'referToPharmacy'
  | 'withdrawReferral'
  | 'acceptReferral'
  | 'declineReferral'
  | 'reopenReferral'
  | 'approveDosePacking'
  | 'objectToDosePacking'
  | 'withdrawGpWord'
  | 'startWithoutSubsidy'
  | 'withdrawStartWithoutSubsidy';

type Entries = {
  readonly [Type in RouteEntryType]: (
    context: DoseContext,
    event: Extract<DoseEvent, { type: Type }>,
  ) => Partial<DoseContext>;
};

const saidIn = ({ by, occurredAt }: { by: Actor; occurredAt: Instant }): Said => ({
  by: { id: by.id, role: by.role, ...(by.organisationId && { organisationId: by.organisationId }) },
  at: occurredAt,
});

export const routeEntries: Entries = {
  askForPrescriptions: (_, event) => {
    const { prescriber, askedBy, channel } = event.data;
    return {
      prescriptionsAsked: { prescriber, ...(askedBy && { askedBy }), ...(channel && { channel }), ...saidIn(event) },
    };
  },
  withdrawPrescriptionsAsked: () => ({ prescriptionsAsked: undefined }),
  askForRenewal: (_, { data }) => ({ renewedBy: data.prescriber }),
  referToPharmacy: (_, event) => ({ referral: { channel: event.data.channel, asked: saidIn(event) } }),
  withdrawReferral: () => ({ referral: undefined }),
  acceptReferral: ({ referral }, event) =>
    referral ? { referral: { ...referral, answer: 'accepted', answered: saidIn(event) } } : {},
  declineReferral: ({ referral }, event) =>
    referral
      ? { referral: { ...referral, answer: 'declined', reason: event.data.reason, answered: saidIn(event) } }
      : {},
  reopenReferral: ({ referral }) =>
    referral ? { referral: { channel: referral.channel, asked: referral.asked } } : {},
  approveDosePacking: (_, event) => ({ gpWord: { answer: 'approved', ...saidIn(event) } }),
  objectToDosePacking: (_, event) => ({
    gpWord: { answer: 'objected', reason: event.data.reason, ...saidIn(event) },
  }),
  withdrawGpWord: () => ({ gpWord: undefined }),
  startWithoutSubsidy: ({ fee }, event) => ({
    startedAlone: saidIn(event),
    fee: { ...fee, payer: 'citizen', subsidyOrderedBy: 'nobody' },
  }),
  withdrawStartWithoutSubsidy: () => ({ startedAlone: undefined, fee: {} }),
};

/** Drugs that FMK shows as stopped, whose dose prescription is still open and of which nobody has said that it is tidied. */
export function untidyDrugs(context: DoseContext): string[] {
  return drugsOf(context.prescriptions).filter(
    (drugId) => isWithdrawn(context, drugId) && !context.tidiedDrugs.includes(drugId),
  );
}

/** The GP's word is wanted, or stands against the packing, where the rules let the GP decide (R34). */
export function isGpUnheard({ env, referral, gpWord }: Pick<DoseContext, 'env' | 'referral' | 'gpWord'>): boolean {
  const isUnheard = gpWord?.answer === 'objected' || (referral?.answer === 'accepted' && gpWord?.answer !== 'approved');
  return isUnheard && env.policy.gpGate === 'decides';
}
