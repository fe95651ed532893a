import type { Text } from '../definition.ts';
import type { Tariff } from './tariff.ts';

/**
 * The rules in force, as data. Every power is its own field, so that sets combine and a power can be switched alone.
 * Sources: R23, R28-R34, R44-R47, R54, R56, R58 and §8.1.3, §8.1.7.
 */
export interface PolicySet {
  /** `current`, or `current+` and the sets in force beside it, such as `current+option-no-consent`. */
  id: string;
  /** R54: may be abolished. */
  consentRequired: boolean;
  /** R34: whether the GP decides or is informed. */
  gpGate: 'decides' | 'informed';
  /**
   * R34: a time within which an informed GP may still refuse. It exists in the debate (§8.1.16) and is off in every set: no
   * chart knows of it, so the type has no other value until one does.
   */
  vetoWindow: false;
  /** R30-R31: the pharmacy may start a citizen on municipal referral. */
  pharmacyMayInitiate: boolean;
  /** R33, §8.1.7: subsidy is a power apart from re-prescription. */
  pharmacistMayOrderDoseSubsidy: boolean;
  /** R32: whether a forward judgement of stability must be favourable too; today only the past is judged. */
  forwardStabilityRequired: boolean;
  /** R23: once a product today. */
  maxRePrescriptions: number;
  /** R58. */
  maySubstituteOutsideGroup: boolean;
  /** R45: blocked until the legal basis is in force. */
  municipalPayerAllowed: boolean;
  /** R46: whether a municipal payment covers delivery too. */
  deliveryFeeCovered: boolean;
  /** R44: dose packing as the default, opting out needs a reason. */
  firstChoice: boolean;
  /** R56: strictly more than this many days. */
  backOrderWarningDays: number;
  /** R19. */
  cycleLengthDays: number;
  /** [I] A stay without a discharge message becomes a task after this many days. */
  missingDischargeDays: number;
  /** [I] Hours within which the municipality looks at what an admission means for the next cut-off. */
  admissionReviewHours: number;
  /** [I] Hours to find the admission that a lone discharge or correction belongs to. */
  unknownAdmissionHours: number;
  /** [I] Hours to act on what a citizen needs before the next dose: hold, current roll, who tells the home. */
  dischargeUrgentHours: number;
  /** [I] Hours for the rest of the discharge checklist, and for other questions a person must answer. */
  followUpHours: number;
  /** [I] Hours between reminders of an overdue task. */
  escalationHours: number;
  /** [I] An open-ended hold is looked at again after this many days. */
  holdWatchDays: number;
  /** [I] Hours to confirm a reported death, and then to have packing stopped. */
  deathConfirmHours: number;
  /** [I] Days to end dose packing where no last day was set. */
  endingDays: number;
  /** [I] Days to assess whether a citizen is suited. */
  suitabilityDays: number;
  /** [I] Days to wait for an answer about consent. */
  consentAnswerDays: number;
  /** [I] Days to agree who pays. */
  paymentDays: number;
  /** [I] Days to wait for dose prescriptions that were asked for; the GP takes part by choice (§8.1.16). */
  prescribingAnswerDays: number;
  /** [I] Of those days, how many go before the GP is reminded. */
  prescribingReminderDays: number;
  /** Days before the first expiry at which renewal is asked for; FMK's own reminder comes about four weeks ahead (§3.2). */
  renewalLeadDays: number;
  /** [I] Dose prescriptions that expire within so many days of the first one are renewed with it. */
  renewalWindowDays: number;
  /** BEK 827/2024 §115: a dose dispensing card is valid for two years at most. In days: over a leap year one too early. */
  cardValidDays: number;
  /** [I] Days to wait for a renewal, an answer about an order's end, or a stopped drug's prescription to be cancelled. */
  renewalAnswerDays: number;
  /** [I] Days for a pharmacy to answer a municipality's referral. */
  referralAnswerDays: number;
  /** [I] Days for the GP to decide on a start that the pharmacy has agreed to. */
  gpWordDays: number;
  /** [I] Danish wall-clock time of the daily notice to a practice, and days between two of them. */
  digestTime: string;
  digestIntervalDays: number;
  /** [I] Days after which a candidate for dose packing that nobody took up is erased. */
  candidateDays: number;
  /** [I] A drug changed within so many days speaks against stability; guidelines say 3-6 months (§3.1). */
  candidateStableDays: number;
  /** [I] Days from the first word to the first roll where no start date is agreed. */
  startDays: number;
  /** [I] Days after which side dosing of unknown length is looked at again. */
  sideDosingWatchDays: number;
  /** [I] Days after which a registration of "not suited" without an end is looked at again. */
  notSuitedWatchDays: number;
  /** [I] Days from the cut-off to the start of a roll where neither FMK nor an agreement tells; the type holds for a card's days too. */
  changeCutOffDays: number;
  changeCutOffDayType: 'calendar' | 'working';
  /** [I] Wall-clock time of a cut-off given in days, as in the one example known (domain §3.7). */
  changeCutOffTime: string;
  /** [I] Wall-clock time at which a day's alarms are raised. */
  alarmTime: string;
  /** [I] A roll should be dispensed so many days before it starts. */
  dispensedDaysBefore: number;
  /** [I] Wall-clock time on a working day after which a pharmacy can no longer help before the next one. */
  pharmacyClosesAt: string;
  /** [I] The next period should be planned so many days before the current one ends: more than a first roll takes (§8.1.17). */
  nextPeriodDays: number;
  /** A first roll, also the first after a hold, takes up to so many days (§8.1.17). */
  firstRollLeadDays: number;
  /** [I] Rolls stay with the case so many days after their end; the latest of each card stays. */
  rollsKeptDays: number;
  /** [I] Working days to answer a prescription request, where it is not urgent (§3.10). */
  requestAnswerWorkingDays: number;
  /** [I] Working days that a request may lie in a hospital's collection pool before someone is asked to have it forwarded. */
  requestPoolWorkingDays: number;
  /** [I] A request without an answer is urgent so many working days before the last cut-off of its prescription. */
  requestUrgentWorkingDays: number;
  /** Days before it expires from which a prescription is renewed: FMK asks by itself about then (§3.2). */
  requestRenewalDays: number;
  /** [I] Days after which a back-order without an expected end, or past it, is asked about. */
  backOrderWatchDays: number;
  /** [I] Working days within which each in turn may find a substitute, where the change cut-off leaves that long. */
  substitutionAnswerWorkingDays: number;
  /** [I] Working days before the change cut-off by which a substitute must be found. */
  substitutionLeadWorkingDays: number;
  /** [I] Days within which FMK should show a substitution that was agreed. */
  substitutionObservedDays: number;
  /** [I] Days ahead for which coverage is shown. */
  coverageDays: number;
  /** §3.5: what the fees cost, each tariff with its first day. */
  tariffs: readonly Tariff[];
}

/** A set that is proposed or possible: what it would change of the rules in force. From when it is in force is data of its own. */
export interface PolicyChange {
  id: string;
  title: Text;
  /** Who proposes it, and where it stands. */
  source: string;
  rules: Partial<Omit<PolicySet, 'id' | 'tariffs'>>;
}
