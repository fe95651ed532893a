import {
  correspondenceGuards,
  correspondenceWants,
  withAllRead,
  withAwaited,
  withCareMessage,
  withoutAwaited,
} from './care-messages.ts';
import type { Correspondence, CorrespondenceEvent } from './care-messages.ts';
import { and, assign, or, setup, stateIn } from 'xstate';
import type { CaseContext, CaseEvent, CaseInput, Instant } from '../definition.ts';
import { requests, stateMeta } from '../definition.ts';
import { danishDate, endOfDay, normalInstant } from '../calendar.ts';
import type { SupplyChanged } from '../back-order/messages.ts';
import { dutyGuards } from '../duty.ts';
import type { PeriodChanged } from '../dispensing-period/messages.ts';
import type { DeathReported, Setting, StayChanged } from '../hospital-stay/messages.ts';
import { own } from '../own.ts';
import type { RequestChanged } from '../prescription-request/messages.ts';
import type { SubstitutionChanged } from '../substitution/messages.ts';
import type {
  AlarmKind,
  CardsSince,
  DrugMedications,
  Plan,
  ProductChanges,
  Requests,
  Rolls,
  SubstitutionGroups,
} from './alarms.ts';
import { municipalAlarm, planOf } from './alarms.ts';
import { delays } from './deadlines.ts';
import type { Said } from './entries.ts';
import type { EndingReason } from './ending-reasons.ts';
import { withEntry } from './entries.ts';
import { entryGuards } from './entry-guards.ts';
import type * as entered from './entry-messages.ts';
import { staysToTell } from './covers.ts';
import type { Hold, Prescriptions, Stays } from './facts.ts';
import * as facts from './facts.ts';
import type { MedicationChange, MedicationChanges } from './medication-changes.ts';
import * as changes from './medication-changes.ts';
import type * as data from './messages.ts';
import type { Lack } from './readiness.ts';
import type { Relations } from './relations.ts';
import { withRelation } from './relations.ts';
import { lacksOf } from './readiness.ts';
import { renewalOf, renewalsDue } from './renewals.ts';
import type { RouteEvent, Routes } from './route-entries.ts';
import { isGpUnheard, untidyDrugs } from './route-entries.ts';
import { routeGuards } from './route-guards.ts';
import type { AskForPrescriptions } from './route-messages.ts';
import type { Service } from './service-fees.ts';
import { servicesOf } from './service-fees.ts';
import type { Supply } from './supplied.ts';
import * as supplied from './supplied.ts';

interface Ending {
  reason: EndingReason;
  text?: string;
  lastDay?: string;
  /** Planned by the withdrawal of consent alone: it goes when the withdrawal is taken back. */
  byWithdrawal?: true;
}

type Stability = Said & Pick<entered.StateStability, 'stableBackward' | 'stableForward' | 'changePlanned'>;
type Drug = Omit<entered.RecordedDrug, 'drugId'>;
interface Consent extends Partial<entered.GiveConsent> {
  asked?: Said;
  answer?: 'given' | 'declined' | 'withdrawn';
  declineReason?: entered.DeclineConsent['reason'];
  text?: string;
  noted?: Said;
  /** The answer before this one: it counts again when this one is taken back. */
  before?: Consent;
}
/** Who pays; how much is the price list's and the period's matter. */
interface Fee {
  payer?: entered.AgreePayer['payer'];
  deliveryPayer?: entered.AgreePayer['payer'];
  /** The region pays its part through the subsidy; without one the citizen started alone (§8.1.7). */
  subsidyOrderedBy?: entered.RecordSubsidy['orderedBy'] | 'nobody';
  /** The citizen's present reimbursement, in percent, as the subsidy follows it. */
  reimbursementPercent?: number;
}

export interface DoseContext extends CaseContext, Plan, Routes, Correspondence {
  since?: string;
  /** Already on dose packing when the case was opened: what nobody has told is unknown. */
  takenOver: boolean;
  /** The first roll is in use. */
  started: boolean;
  /** When the case came to know that dose packing runs. */
  runsSince: Instant | undefined;
  stability: Stability | undefined;
  assessment: (Said & { suited: boolean; reason?: string }) | undefined;
  /** FMK's registrations of "not suited"; they come and go as holds do. */
  notSuited: readonly Hold[];
  consent: Consent;
  fee: Fee;
  /** The regimen as persons recorded it, by drug id. */
  drugs: Record<string, Drug>;
  /** Re-prescriptions that the prescribing pharmacist has entered, by drug id (R23). */
  rePrescriptions: Record<string, readonly Said[]>;
  /** What GP and pharmacist have done that has a fee of its own. */
  services: readonly Service[];
  start: { stockLastsUntil?: string; startsOn?: string };
  /** A person has removed or returned the boxes of what the rolls now hold. */
  oldBoxesRemoved: boolean;
  medicationChanges: MedicationChanges;
  /** What dose packing rests on and is missing while it runs. */
  discrepancies: readonly Lack[];
  acceptedDiscrepancies: readonly Lack[];
  move: { organisationId: string; from: string } | undefined;
  pharmacyChange: { pharmacyId: string; from: string } | undefined;
  gpChange: { gpPracticeId: string; from: string } | undefined;
  /** Whose rolls those are that begin before that Danish date; none where the case had no pharmacy. */
  pharmacyBefore: { pharmacyId?: string; until: string } | undefined;
  stays: Stays;
  careSetting: Setting;
  /** Open dose prescriptions when the citizen first became an inpatient, by stay. */
  atAdmission: Record<string, readonly string[]>;
  prescriptions: Prescriptions;
  /** Professional reasons given by persons, by prescription. */
  removalReasons: Record<string, string>;
  /** Prescriptions removed during a stay, of which no one has said why. */
  unexplained: string[];
  holds: readonly Hold[];
  /** The hold in force, whatever the course; none while the case is closed. */
  hold: Hold | undefined;
  holdAhead: Instant | undefined;
  /** The hold was there at the latest discharge, and no one has said that it should stay. */
  holdOutlivesStay: boolean;
  /** The discharge after which a person kept the hold. */
  holdKeptAfter: Instant | undefined;
  /** A hold was lifted; the rolls skipped under it do not come back (§8.1.10). */
  hasUnplannedDays: boolean;
  /** A person planned them; taken back, they are asked about again. */
  areDaysPlanned: boolean;
  ending: Ending | undefined;
  /** The ending planned before the death was confirmed. */
  endingBeforeDeath: Ending | undefined;
  deathReports: string[];
  /** Reports read from elsewhere that were withdrawn or dismissed: read again, they count no more. */
  deathReportsSettled: string[];
  /** A death is reported or confirmed, and not taken back: every other task rests (C8). */
  deathStands: boolean;
  /** By a person. The course follows this, never a report (C1). */
  deathConfirmed: boolean;
  closed: boolean;
  /** Danish date on which the case came to be ended, while it is. */
  endedOn: string | undefined;
  /** FMK's ids of rolls after the ending that a person has taken care of. */
  rollsSettled: readonly string[];
  /** As `endedOn` was when an ended case was voided. */
  endedBeforeVoid: string | undefined;
  /** The case that this duplicate was merged into. */
  mergedInto: string | undefined;
  /** Duplicates merged into this case. */
  merged: readonly string[];
  rolls: Rolls;
  cardsSince: CardsSince;
  requests: Requests;
  drugMedications: DrugMedications;
  productChanges: ProductChanges;
  substitutionGroups: SubstitutionGroups;
  /** Drugs that could not be had since the citizen packed them, by drug id. */
  supply: Supply;
  relations: Relations;
  /** What the rolls were last told of the dose packing. */
  courseTold: string | undefined;
  planningReviewArmed: Instant | undefined;
  /** Key of the alarm that is the task, or was when there last was one. */
  alarmAsked: string | undefined;
}

type PlainEvent = CaseEvent<
  | 'endHold'
  | 'withdrawHold'
  | 'reopenHold'
  | 'reopenHoldReview'
  | 'confirmDaysPlanned'
  | 'cancelEnding'
  | 'confirmOrdinaryPrescriptions'
  | 'reopenOrdinaryPrescriptions'
  | 'confirmPharmacyTold'
  | 'reopenPharmacyTold'
  | 'confirmFeeStopped'
  | 'reopenFeeStopped'
  | 'confirmEnded'
  | 'reopen'
  | 'voidCase'
  | 'restoreVoided'
  | 'reportDeath'
  | 'confirmDeath'
  | 'dismissDeathReport'
  | 'assessSuited'
  | 'reopenSuitability'
  | 'withdrawStability'
  | 'withdrawStartDate'
  | 'reopenDaysPlanned'
  | 'askConsent'
  | 'reopenConsent'
  | 'reopenPayer'
  | 'withdrawSubsidy'
  | 'declinePrescribing'
  | 'withdrawPrescriptionsAsked'
  | 'confirmStarted'
  | 'withdrawStarted'
  | 'confirmOldBoxesRemoved'
  | 'reopenOldBoxes'
  | 'acceptDiscrepancy'
  | 'reopenDiscrepancy'
  | 'confirmRollsDiscarded'
  | 'confirmSideDosingSetUp'
  | 'reopenSideDosingSetUp'
  | 'reopenRollsDiscarded'
  | 'confirmPrescriptionTidied'
  | 'reopenPrescriptionTidied'
  | 'keepSideDosing'
  | 'cancelMove'
  | 'cancelPharmacyChange'
  | 'cancelGpChange'
  | 'correctCareSetting'
  | 'reopenAlarms'
  | 'settleRollsAfterEnding'
  | 'reopenRollsAfterEnding'
>;
export type DoseEvent =
  | PlainEvent
  | CaseEvent<'stateStability', entered.StateStability>
  | CaseEvent<'assessNotSuited', { reason: string }>
  | CaseEvent<'notSuitedObserved', data.NotSuitedObserved>
  | CaseEvent<'recordDrug', entered.RecordedDrug>
  | CaseEvent<'giveConsent', entered.GiveConsent>
  | CaseEvent<'declineConsent', entered.DeclineConsent>
  | CaseEvent<'withdrawConsent', entered.WithdrawConsent>
  | CaseEvent<'agreePayer', entered.AgreePayer>
  | CaseEvent<'agreeDeliveryPayer', entered.AgreePayer>
  | CaseEvent<'recordSubsidy', entered.RecordSubsidy>
  | CaseEvent<'recordReimbursement', entered.RecordReimbursement>
  | RouteEvent
  | CorrespondenceEvent
  | CaseEvent<'askForPrescriptions', AskForPrescriptions>
  | CaseEvent<'removeDrug', { drugId: string }>
  | CaseEvent<'recordRePrescription', { drugId: string }>
  | CaseEvent<'withdrawRePrescription', { drugId: string }>
  | CaseEvent<'countStock', entered.CountStock>
  | CaseEvent<'agreeStart', entered.AgreeStart>
  | CaseEvent<'giveUpStart', entered.GiveUpStart>
  | CaseEvent<'medicationChanged', entered.MedicationChanged>
  | CaseEvent<'decideMedicationChange', entered.DecideMedicationChange>
  | CaseEvent<'withdrawMedicationChange', entered.WithdrawMedicationChange>
  | CaseEvent<'endSideDosing', { drugId: string }>
  | CaseEvent<'resumeSideDosing', { drugId: string }>
  | CaseEvent<'moveMunicipality', entered.MoveMunicipality>
  | CaseEvent<'changePharmacy', entered.ChangePharmacy>
  | CaseEvent<'changeGp', entered.ChangeGp>
  | CaseEvent<'rollObserved', entered.RollObserved>
  | CaseEvent<'recordHold', data.RecordHold>
  | CaseEvent<'keepHold', data.KeepHold>
  | CaseEvent<'planEnding', data.PlanEnding>
  | CaseEvent<'giveRemovalReason', data.GiveRemovalReason>
  | CaseEvent<'withdrawRemovalReason', data.WithdrawRemovalReason>
  | CaseEvent<'holdObserved', data.HoldObserved>
  | CaseEvent<'dosePrescriptionObserved', data.DosePrescriptionObserved>
  | CaseEvent<'deathReportObserved', data.DeathReportObserved>
  | CaseEvent<'changeCpr', data.ChangeCpr>
  | CaseEvent<'mergeInto' | 'mergedFrom' | 'mergeWithdrawn', data.MergedCase>
  | CaseEvent<'stayChanged', StayChanged>
  | CaseEvent<'periodChanged', PeriodChanged>
  | CaseEvent<'requestChanged', RequestChanged>
  | CaseEvent<'drugMedicationObserved', data.DrugMedicationObserved>
  | CaseEvent<'productChanged', data.ProductChanged>
  | CaseEvent<'substitutionGroupChanged', data.SubstitutionGroupChanged>
  | CaseEvent<'supplyChanged', SupplyChanged>
  | CaseEvent<'substitutionChanged', SubstitutionChanged>
  | CaseEvent<'relationObserved', data.RelationObserved>
  | CaseEvent<'settleAlarm', data.SettleAlarm>
  | CaseEvent<'deathReported' | 'deathReportWithdrawn', DeathReported>;

const isByDeath = ({ ending }: DoseContext): boolean => ending?.reason === 'death';
const isPlannedEnding = (context: DoseContext): boolean => context.ending !== undefined && !isByDeath(context);

const aboutDrugs: readonly Lack[] = ['drugs', 'dMark', 'structuredDosage', 'dosePrescription'];
/** A case opened for a citizen found is asked everything, until its ending is planned. */
const isAsking = ({ takenOver, ending }: DoseContext): boolean => !takenOver && !ending;
const anyChange = (context: DoseContext, is: (change: MedicationChange) => boolean): boolean =>
  changes.standingIn(context).some(is);
const hasUntidyStop = (context: DoseContext): boolean => {
  const { env, medicationChanges, prescriptions } = context;
  if (untidyDrugs(context).length > 0) return true;
  const open = facts.drugsOf(prescriptions);
  return changes.untidyStops(medicationChanges, danishDate(env.at)).some((drugId) => open.includes(drugId));
};

/** What each duty of this chart waits for. */
const wants = {
  suitability: (context: DoseContext): boolean => isAsking(context) && !context.assessment,
  consent: (context: DoseContext): boolean =>
    isAsking(context) && context.env.policy.consentRequired && !context.consent.answer,
  fee: (context: DoseContext): boolean => isAsking(context) && !context.fee.payer,
  prescribing: (context: DoseContext): boolean => {
    if (context.started || context.ending) return false;
    const lacks = lacksOf(context);
    return lacks.length > 0 && lacks.every((lack) => aboutDrugs.includes(lack));
  },
  firstRoll: ({ started, ending }: DoseContext): boolean => !started && !ending,
  oldBoxes: ({ started, takenOver, ending, oldBoxesRemoved }: DoseContext): boolean =>
    started && !takenOver && !ending && !oldBoxesRemoved,
  discrepancy: ({ started, ending, discrepancies, acceptedDiscrepancies }: DoseContext): boolean =>
    started && !ending && discrepancies.some((lack) => !acceptedDiscrepancies.includes(lack)),
  changeDecision: (context: DoseContext): boolean => anyChange(context, changes.needsDecision),
  discarding: (context: DoseContext): boolean => anyChange(context, changes.needsDiscarding),
  sideDosingSetUp: (context: DoseContext): boolean => anyChange(context, changes.needsSettingUp),
  tidying: hasUntidyStop,
  sideDosing: (context: DoseContext): boolean => anyChange(context, changes.isSideDosed),
  removalReason: ({ unexplained }: DoseContext): boolean => unexplained.length > 0,
  daysWithoutRoll: ({ hasUnplannedDays }: DoseContext): boolean => hasUnplannedDays,
  holdReview: ({ hold, holdOutlivesStay }: DoseContext): boolean =>
    hold !== undefined && (!facts.endOf(hold) || holdOutlivesStay),
  ordinaryPrescriptions: isPlannedEnding,
  pharmacyTold: isPlannedEnding,
  feeStopped: isPlannedEnding,
  lastRoll: isPlannedEnding,
  rollsAfterEnding: (context: DoseContext): boolean =>
    facts.rollsAfterEnding(context).some((period) => !context.rollsSettled.includes(period)),
  planning: ({ alarms, ending }: DoseContext): boolean => municipalAlarm(alarms) !== undefined && ending === undefined,
  renewal: (context: DoseContext): boolean => renewalsDue(context).length > 0,
  orderEnd: ({ alarms, ending }: DoseContext): boolean =>
    alarms.some(({ kind }) => kind === 'orderEnding') && ending === undefined,
  referral: ({ referral, started, ending }: DoseContext): boolean =>
    referral !== undefined && !referral.answer && !started && !ending,
  gpWord: (context: DoseContext): boolean =>
    isGpUnheard(context) && context.gpWord === undefined && !context.started && !context.ending,
  ...correspondenceWants,
};

/** What follows from the facts kept, so that guards need only look. */
export function settled(context: DoseContext): DoseContext {
  const { stays, prescriptions, removalReasons, hold, holdKeptAfter } = context;
  const careSetting = facts.careSettingOf(stays);
  const discharge = hold && careSetting === 'home' ? facts.lastDischarge(stays) : undefined;
  const merged: Lack[] = context.merged.length > 0 ? ['mergedCase'] : [];
  const discrepancies = context.started ? [...lacksOf(context), ...merged] : [];
  return {
    ...context,
    careSetting,
    unexplained: [
      ...new Set([
        ...facts
          .removalsOf(stays, prescriptions, removalReasons)
          .flatMap(({ prescriptionId, explained }) => (explained ? [] : [prescriptionId])),
        ...facts.lostOverStays(context, context.env.policy.followUpHours),
      ]),
    ],
    holdOutlivesStay: Boolean(hold && discharge && hold.from <= discharge && holdKeptAfter !== discharge),
    services: servicesOf(context),
    discrepancies,
    // What is missing again after it was there is asked about again.
    acceptedDiscrepancies: context.acceptedDiscrepancies.filter((lack) => discrepancies.includes(lack)),
  };
}

/** The same after a change of what the rolls to come depend on. */
export function planned(context: DoseContext): DoseContext {
  const now = facts.isHoldBesideCourse(context) ? withHoldFollowed(context) : context;
  return { ...settled(now), ...planOf(now) };
}

function withHoldFollowed(context: DoseContext): DoseContext {
  const hold = facts.holdAt(context.holds, normalInstant(context.env.at));
  return { ...context, hold, ...missedUnder(context) };
}

/** The rolls skipped under a hold that is over do not come back by themselves (§8.1.10). */
function missedUnder({
  env,
  hold,
  holds,
  started,
  rolls,
}: DoseContext): Partial<Pick<DoseContext, 'hasUnplannedDays' | 'areDaysPlanned'>> {
  const isOver = hold !== undefined && facts.holdAt(holds, normalInstant(env.at)) === undefined;
  const hasRolls = started || Object.keys(rolls).length > 0;
  return isOver && hasRolls ? { hasUnplannedDays: true, areDaysPlanned: false } : {};
}

function withHold(context: DoseContext): DoseContext {
  const at = normalInstant(context.env.at);
  const { holds } = context;
  return planned({ ...context, hold: facts.holdAt(holds, at), holdAhead: facts.nextHoldAfter(holds, at) });
}

const isOrderly = or([
  ({ context }: { context: DoseContext }) => isByDeath(context),
  and([
    stateIn({ ending: { planned: { ordinaryPrescriptions: 'done' } } }),
    stateIn({ ending: { planned: { pharmacyTold: 'done' } } }),
    stateIn({ ending: { planned: { feeStopped: 'done' } } }),
  ]),
]);

export const base = setup({
  types: {
    context: {} as DoseContext,
    events: {} as DoseEvent,
    input: {} as CaseInput,
    meta: stateMeta,
    tags: {} as 'closed',
  },
  delays,
  guards: {
    ...dutyGuards(wants, ({ deathStands, closed }: DoseContext) => deathStands || closed),
    isAt: ({ context }, { setting }: { setting: Setting }) => context.careSetting === setting,
    isNotAt: ({ context }, { setting }: { setting: Setting }) => context.careSetting !== setting,
    isOnHold: ({ context }) => context.hold !== undefined,
    isNotOnHold: ({ context }) => context.hold === undefined,
    isHoldAhead: ({ context }) => context.holdAhead !== undefined,
    isHoldEnding: ({ context: { hold } }) => hold !== undefined && facts.endOf(hold) !== undefined,
    isHoldRecorded: ({ context: { holds, env } }) => facts.lastRecorded(holds, normalInstant(env.at)) !== undefined,
    isHoldLifted: ({ context: { holds, env } }) => facts.isAnyLifted(holds, normalInstant(env.at)),
    isHoldKept: ({ context: { hold, holdKeptAfter } }) => hold !== undefined && holdKeptAfter !== undefined,
    isHoldAfterStay: ({ context }) => context.holdOutlivesStay,
    isNewsOfHold: ({ context: { holds }, event }) =>
      event.type === 'holdObserved' && facts.withObservedHold(holds, event.data, event.occurredAt) !== holds,
    isNewsOfPrescription: ({ context: { prescriptions }, event }) =>
      event.type === 'dosePrescriptionObserved' &&
      facts.withPrescription(prescriptions, event.data, event.occurredAt) !== prescriptions,
    isRollInHand: ({ event }) => event.type === 'rollObserved' && event.data.isInHand,
    isNewReportOfDeath: ({ context: { deathReports, deathReportsSettled }, event }) => {
      const report = reportOf(event);
      return (
        report !== undefined && ![...deathReports, ...deathReportsSettled].includes(report) && !isWithdrawal(event)
      );
    },
    isKnownReportOfDeath: ({ context, event }) => context.deathReports.includes(reportOf(event) ?? ''),
    /** A withdrawal may come before what it withdraws. */
    isNewWithdrawalOfDeath: ({ context, event }) =>
      isWithdrawal(event) && !context.deathReportsSettled.includes(reportOf(event) ?? ''),
    isDeathReported: ({ context }) => context.deathReports.length > 0,
    isNoDeathReported: ({ context }) => context.deathReports.length === 0,
    isRollAfterEndingSettled: ({ context }) => context.rollsSettled.length > 0,
    isClosed: ({ context }) => context.closed,
    isOpen: ({ context }) => !context.closed,
    isNotByDeath: ({ context }) => !isByDeath(context),
    isByDeath: ({ context }) => isByDeath(context),
    isDeathConfirmedSince: ({ context }) => context.deathConfirmed && !isByDeath(context),
    isDeathDismissed: ({ context }) => !context.deathConfirmed && isByDeath(context),
    isDeathDismissedAfterPlan: ({ context }) =>
      !context.deathConfirmed && isByDeath(context) && context.endingBeforeDeath !== undefined,
    ...entryGuards,
    ...routeGuards,
    ...correspondenceGuards,
    isPlannedEnding: ({ context }) => isPlannedEnding(context),
    areOldBoxesRemoved: ({ context }) => context.oldBoxesRemoved,
    isNotPlannedEnding: ({ context }) => !isPlannedEnding(context),
    isEndingByWithdrawal: ({ context: { ending, consent } }) =>
      ending?.byWithdrawal === true && consent.answer === 'withdrawn',
    isNothingChanging: ({ context }) =>
      !(
        wants.changeDecision(context) ||
        wants.discarding(context) ||
        wants.tidying(context) ||
        wants.sideDosing(context)
      ),
    isReasonGiven: ({ context }) => Object.keys(context.removalReasons).length > 0,
    isOrderly,
    isEndedBelowVoid: ({ context }) => context.endedBeforeVoid !== undefined,
    isEndingBelowVoid: ({ context }) => context.ending !== undefined,
    isNewsOfDrugMedication: ({ context: { drugMedications }, event }) =>
      event.type === 'drugMedicationObserved' &&
      facts.withDrugMedication(drugMedications, event.data, event.occurredAt) !== drugMedications,
    isNewsOfProduct: ({ context: { productChanges }, event }) =>
      event.type === 'productChanged' &&
      facts.withProductChange(productChanges, event.data, event.occurredAt) !== productChanges,
    isNewsOfSubstitutionGroup: ({ context: { substitutionGroups }, event }) =>
      event.type === 'substitutionGroupChanged' &&
      facts.withSubstitutionGroup(substitutionGroups, event.data, event.occurredAt) !== substitutionGroups,
    isCoverUntold: ({ context }) => staysToTell(context).length > 0,
    isNewsOfSupply: ({ context: { supply }, event }) =>
      event.type === 'supplyChanged' && supplied.withSupply(supply, event.data) !== supply,
    isSubstitutionUntold: ({ context }) => supplied.isSubstitutionUntold(context),
    isAnyDrugShort: ({ context }) => supplied.isAnyDrugShort(context),
    isNoDrugShort: ({ context }) => !supplied.isAnyDrugShort(context),
    isAnyRollAtRisk: ({ context }) => supplied.isAnyRollAtRisk(context),
    isNoRollAtRisk: ({ context }) => !supplied.isAnyRollAtRisk(context),
    isNewsOfRelation: ({ context: { relations }, event }) =>
      event.type === 'relationObserved' && withRelation(relations, event.data, event.occurredAt) !== relations,
    isFirstAlarm: ({ context }, { kind }: { kind: AlarmKind }) => municipalAlarm(context.alarms)?.kind === kind,
    /** Another of the same kind is another matter, with a deadline of its own. */
    isNotFirstAlarm: ({ context: { alarms, alarmAsked } }, { kind }: { kind: AlarmKind }) => {
      const first = municipalAlarm(alarms);
      return first?.kind !== kind || first.key !== alarmAsked;
    },
    hasSettledAlarms: ({ context }) => context.settledAlarms.length > 0,
    isReviewAhead: ({ context }) => context.planningReviewAt !== undefined && !context.closed,
    isNoReviewAhead: ({ context }) => context.planningReviewAt === undefined || context.closed,
    isReviewMoved: ({ context }) => context.planningReviewAt !== context.planningReviewArmed,
  },
  actions: {
    ...requests,
    /** An entry of a person, or FMK's word on suitability: see `entries.ts`. */
    note: assign(({ context, event }) => settled(withEntry(context, event))),
    /** The same of a drug or the pharmacy, which the rolls to come depend on. */
    noteDrug: assign(({ context, event }) => planned(withEntry(context, event))),
    settle: assign(({ context }) => settled(context)),
    /** A registration without an end is looked at again, also by those who had accepted it. */
    lookAgain: assign(({ context: { acceptedDiscrepancies } }) => ({
      acceptedDiscrepancies: acceptedDiscrepancies.filter((lack) => lack !== 'notSuitedRegistration'),
    })),
    start: assign(({ context }) => planned({ ...context, started: true, runsSince: normalInstant(context.env.at) })),
    unstart: assign(({ context }) =>
      planned({ ...context, started: false, runsSince: undefined, oldBoxesRemoved: false }),
    ),
    noteOldBoxesRemoved: assign({ oldBoxesRemoved: true }),
    reopenOldBoxes: assign({ oldBoxesRemoved: false }),
    endSideDosingDue: assign(({ context: { medicationChanges, env } }) => ({
      medicationChanges: changes.withSideDosingOver(medicationChanges, normalInstant(env.at)),
    })),
    settleHold: assign(({ context }) => withHold(context)),
    /** A hold that is over by the clock, whose timer has yet to fire, has skipped rolls all the same. */
    leaveHold: assign(({ context }) => ({ ...missedUnder(context), hold: undefined })),
    observeHold: assign(({ context, event }) =>
      event.type === 'holdObserved'
        ? { holds: facts.withObservedHold(context.holds, event.data, event.occurredAt) }
        : {},
    ),
    recordHold: assign(({ context, event }) =>
      event.type === 'recordHold'
        ? { holds: facts.withRecordedHold(context.holds, event.data, event.occurredAt, event.key) }
        : {},
    ),
    endHolds: assign(({ context }) => ({ holds: facts.withHoldsEnded(context.holds, normalInstant(context.env.at)) })),
    /** A person says that the hold shall stay: no longer asked about after this discharge, and with a new end if given. */
    keepHold: assign(({ context, event }) => {
      // Said before any discharge it looks the same to those who may not know of one (P3).
      const holdKeptAfter = facts.lastDischarge(context.stays) ?? '0000';
      const to = event.type === 'keepHold' ? event.data.to : undefined;
      // Leaving the state on the way back into it has cleared the hold in force.
      const hold = facts.holdAt(context.holds, normalInstant(context.env.at));
      const holds = context.holds.map((other) =>
        to && other.id === hold?.id ? { ...other, keptTo: endOfDay(to) } : other,
      );
      return { holds, holdKeptAfter };
    }),
    reopenHoldReview: assign(({ context: { holds } }) => ({
      holds: holds.map(({ keptTo: _, ...hold }) => hold),
      holdKeptAfter: undefined,
    })),
    withdrawHold: assign(({ context: { holds, env } }) => {
      const last = facts.lastRecorded(holds, normalInstant(env.at));
      return { holds: holds.filter((hold) => hold !== last) };
    }),
    reopenHold: assign(({ context: { holds } }) => ({
      holds: facts.withHoldsReopened(holds),
      hasUnplannedDays: false,
    })),
    missRolls: assign({ hasUnplannedDays: true, areDaysPlanned: false }),
    planDays: assign({ hasUnplannedDays: false, areDaysPlanned: true }),
    planEnding: assign(({ event }) => {
      if (event.type === 'withdrawConsent')
        return { ending: { reason: 'consentWithdrawn' as const, byWithdrawal: true as const } };
      if (event.type !== 'planEnding' && event.type !== 'giveUpStart') return {};
      const { reason, text, lastDay } = event.data as data.PlanEnding;
      return { ending: { reason, ...(text && { text }), ...(lastDay && { lastDay }) } };
    }),
    cancelEnding: assign({ ending: undefined, endingBeforeDeath: undefined }),
    endByDeath: assign(({ context }) => ({
      endingBeforeDeath: context.ending,
      ending: { reason: 'death' as const },
    })),
    /** The plan from before the death, or none. */
    restorePlan: assign(({ context }) => ({ ending: context.endingBeforeDeath, endingBeforeDeath: undefined })),
    confirmDeath: assign({ deathConfirmed: true }),
    dismissDeath: assign({ deathConfirmed: false }),
    close: assign({ closed: true }),
    noteEnded: assign(({ context: { endedOn, env } }) => ({ endedOn: endedOn ?? danishDate(env.at) })),
    reopen: assign({ closed: false, endedOn: undefined }),
    settleRollsAfterEnding: assign(({ context }) => ({ rollsSettled: facts.rollsAfterEnding(context) })),
    reopenRollsAfterEnding: assign({ rollsSettled: [] }),
    merge: assign(({ event }) => (event.type === 'mergeInto' ? { mergedInto: event.data.caseId } : {})),
    unmerge: assign({ mergedInto: undefined }),
    noteMerged: assign(({ context, event }) => {
      if (event.type !== 'mergedFrom' && event.type !== 'mergeWithdrawn') return context;
      const others = context.merged.filter((caseId) => caseId !== event.data.caseId);
      return settled({ ...context, merged: event.type === 'mergedFrom' ? [...others, event.data.caseId] : others });
    }),
    rememberEnded: assign(({ context }) => ({ endedBeforeVoid: context.endedOn, endedOn: undefined })),
    rememberNotEnded: assign({ endedBeforeVoid: undefined }),
    recallEnded: assign(({ context }) => ({ endedOn: context.endedBeforeVoid })),
    observePrescription: assign(({ context, event }) =>
      event.type === 'dosePrescriptionObserved'
        ? planned({
            ...context,
            prescriptions: facts.withPrescription(context.prescriptions, event.data, event.occurredAt),
          })
        : context,
    ),
    giveReason: assign(({ context, event }) => {
      if (event.type !== 'giveRemovalReason') return context;
      const { prescriptionId, reason } = event.data;
      return settled({ ...context, removalReasons: { ...context.removalReasons, [prescriptionId]: reason } });
    }),
    withdrawReason: assign(({ context, event }) => {
      if (event.type !== 'withdrawRemovalReason') return context;
      const { [event.data.prescriptionId]: _, ...removalReasons } = context.removalReasons;
      return settled({ ...context, removalReasons });
    }),
    observeDrugMedication: assign(({ context, event }) =>
      event.type === 'drugMedicationObserved'
        ? planned({
            ...context,
            drugMedications: facts.withDrugMedication(context.drugMedications, event.data, event.occurredAt),
          })
        : context,
    ),
    observeProduct: assign(({ context, event }) =>
      event.type === 'productChanged'
        ? planned({
            ...context,
            productChanges: facts.withProductChange(context.productChanges, event.data, event.occurredAt),
          })
        : context,
    ),
    observeSubstitutionGroup: assign(({ context, event }) =>
      event.type === 'substitutionGroupChanged'
        ? planned({
            ...context,
            substitutionGroups: facts.withSubstitutionGroup(context.substitutionGroups, event.data, event.occurredAt),
          })
        : context,
    ),
    takePharmacy: assign(({ context }) => {
      const { parties, pharmacyChange } = context;
      if (!pharmacyChange) return context;
      const { pharmacyId, from: until } = pharmacyChange;
      return planned({
        ...context,
        parties: { ...parties, pharmacy: pharmacyId },
        pharmacyChange: undefined,
        pharmacyBefore: { ...(parties.pharmacy && { pharmacyId: parties.pharmacy }), until },
      });
    }),
    takeGp: assign(({ context: { parties, gpChange } }) => ({
      parties: gpChange ? { ...parties, gpPractice: gpChange.gpPracticeId } : parties,
      gpChange: undefined,
    })),
    noteSupply: assign(({ context: { supply }, event }) => ({
      supply: event.type === 'supplyChanged' ? supplied.withSupply(supply, event.data) : supply,
    })),
    noteSubstitution: assign(({ context: { supply }, event }) => {
      const known = event.type === 'substitutionChanged' ? own(supply, event.data.drugId) : undefined;
      if (event.type !== 'substitutionChanged' || !known) return {};
      const { drugId, sideDosedFrom } = event.data;
      const { sideDosedFrom: _, ...rest } = known;
      return { supply: { ...supply, [drugId]: sideDosedFrom === null ? rest : { ...rest, sideDosedFrom } } };
    }),
    observeRelation: assign(({ context: { relations }, event }) =>
      event.type === 'relationObserved' ? { relations: withRelation(relations, event.data, event.occurredAt) } : {},
    ),
    /** The one named, or the most urgent, which is the task. */
    settleAlarm: assign(({ context, event }) => {
      const named = event.type === 'settleAlarm' ? event.data.alarm : undefined;
      const key = named ?? municipalAlarm(context.alarms)?.key;
      return key ? planned({ ...context, settledAlarms: [...context.settledAlarms, key].toSorted() }) : context;
    }),
    /** The GP has answered: whether it goes on shows in FMK. */
    settleOrderEnd: assign(({ context }) => {
      const keys = context.alarms.flatMap(({ kind, key }) => (kind === 'orderEnding' ? [key] : []));
      return planned({ ...context, settledAlarms: [...context.settledAlarms, ...keys].toSorted() });
    }),
    askRenewal: assign(({ context }) => ({ renewalAsked: renewalsDue(context) })),
    armRenewal: assign(({ context }) => ({ renewalArmed: renewalOf(context)?.from })),
    askAlarm: assign(({ context }) => ({ alarmAsked: municipalAlarm(context.alarms)?.key })),
    reopenAlarms: assign(({ context }) => planned({ ...context, settledAlarms: [] })),
    review: assign(({ context }) => planned(context)),
    armReview: assign(({ context }) => ({ planningReviewArmed: context.planningReviewAt })),
    noteCareMessage: assign(({ context, event }) =>
      event.type === 'careMessageReceived' ? withCareMessage(context, event.data) : {},
    ),
    settleCareMessages: assign(({ context }) => withAllRead(context, true)),
    reopenCareMessages: assign(({ context }) => withAllRead(context, false)),
    awaitReply: assign(({ context, event }) => (event.type === 'awaitReply' ? withAwaited(context, event.data) : {})),
    stopAwaitingReply: assign(({ context, event }) =>
      event.type === 'stopAwaitingReply' ? withoutAwaited(context, event.data) : {},
    ),
    addDeathReport: assign(({ context: { deathReports }, event }) => {
      const report = reportOf(event);
      return report && !deathReports.includes(report) ? { deathReports: [...deathReports, report] } : {};
    }),
    withdrawDeathReport: assign(({ context: { deathReports, deathReportsSettled }, event }) => {
      const report = reportOf(event);
      return {
        deathReports: deathReports.filter((other) => other !== report),
        ...(report && isWithdrawal(event) && { deathReportsSettled: [...deathReportsSettled, report] }),
      };
    }),
    /** A stay reports again if a new message tells of a death; what a register told is settled, however often read. */
    dismissDeathReports: assign(({ context: { deathReports, deathReportsSettled } }) => ({
      deathReports: [],
      deathReportsSettled: [...deathReportsSettled, ...deathReports.filter((report) => report.startsWith('told:'))],
    })),
  },
});

function isWithdrawal(event: DoseEvent): boolean {
  return event.type === 'deathReportObserved' && event.data.withdrawn;
}

function reportOf(event: DoseEvent): string | undefined {
  switch (event.type) {
    case 'deathReportObserved':
      return `told:${event.data.reportId}`;
    case 'deathReported':
    case 'deathReportWithdrawn':
      return `stay:${event.data.stay}`;
    case 'reportDeath':
    case 'confirmDeath':
      return `person:${event.key}`;
    default:
      return undefined;
  }
}
