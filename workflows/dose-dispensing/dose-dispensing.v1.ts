import { aboutTask } from './about-task.ts';
import { normalInstant } from '../calendar.ts';
import type { Choice, WorkflowDefinition } from '../definition.ts';
import { own } from '../own.ts';
import type { DoseContext } from './base.ts';
import { base, planned } from './base.ts';
import { careSettingRegion } from './care-setting.ts';
import { noCorrespondence } from './care-messages.ts';
import { consentRegion } from './consent.ts';
import { awaitedReplyRegion, careMessagesRegion } from './correspondence.ts';
import { courseRegion } from './course.ts';
import { coverageIn } from './coverage.ts';
import { daysWithoutRollRegion } from './days-without-roll.ts';
import { deadlines } from './deadlines.ts';
import { deathRegion } from './death.ts';
import { endingRegion } from './ending.ts';
import type { Prescriptions } from './facts.ts';
import { declineStatistics, isVoid, stayStatistics, uptakeStatistics } from './facts.ts';
import { feeRegion } from './fee.ts';
import { foundationRegion } from './foundation.ts';
import { medicationChangeRegion } from './medication-change.ts';
import { gpRegion, pharmacyRegion } from './provider-change.ts';
import { gpWordRegion, referralRegion } from './pharmacy-route.ts';
import { orderEndRegion, renewalRegion } from './gp-list.ts';
import { gpQuestions } from './gp-questions.ts';
import { holdReviewRegion } from './hold-review.ts';
import { oldBoxesRegion } from './old-boxes.ts';
import { noRoutes } from './route-entries.ts';
import { Beginning, doseDispensingMessages } from './messages.ts';
import { privateDrugs } from './private-drugs.ts';
import { removalRegion } from './removal.ts';
import { residenceRegion } from './residence.ts';
import { planningClockRegion, planningRegion } from './planning.ts';
import { noteRequest, tellRequests } from './requests.ts';
import { noteRoll } from './rolls.ts';
import { rollsAfterEndingRegion } from './rolls-after-ending.ts';
import { noteStay } from './stays.ts';
import { supplyRegion } from './supply.ts';
import { suitabilityRegion } from './suitability.ts';
import { drugsToTellOf } from './alarms.ts';
import { isOldNews, knownOfFmk } from './told-by-fmk.ts';

const machine = base.createMachine({
  id: 'dose-dispensing',
  context: ({ input: { env, caseId, parties, data } }) => {
    const { entry = 'alreadyOnDosePacking', since, prescriptions = [] } = data as unknown as Beginning;
    const takenOver = entry === 'alreadyOnDosePacking';
    return planned({
      env,
      caseId,
      parties,
      ...(since && { since }),
      takenOver,
      started: takenOver,
      runsSince: takenOver ? normalInstant(env.at) : undefined,
      stability: undefined,
      assessment: undefined,
      notSuited: [],
      consent: {},
      fee: {},
      drugs: {},
      rePrescriptions: {},
      services: [],
      start: {},
      oldBoxesRemoved: false,
      medicationChanges: {},
      discrepancies: [],
      acceptedDiscrepancies: [],
      move: undefined,
      pharmacyChange: undefined,
      pharmacyBefore: undefined,
      gpChange: undefined,
      stays: {},
      careSetting: 'home',
      atAdmission: {},
      prescriptions: Object.fromEntries(
        prescriptions.map(({ prescriptionId, drugId, validTo }) => [
          prescriptionId,
          { drugId, status: 'open', validTo: normalInstant(validTo), seenAt: unknownTime },
        ]),
      ) satisfies Prescriptions,
      removalReasons: {},
      unexplained: [],
      holds: [],
      hold: undefined,
      holdAhead: undefined,
      holdOutlivesStay: false,
      holdKeptAfter: undefined,
      hasUnplannedDays: false,
      areDaysPlanned: false,
      ending: undefined,
      endingBeforeDeath: undefined,
      deathReports: [],
      deathReportsSettled: [],
      deathStands: false,
      deathConfirmed: false,
      closed: false,
      endedOn: undefined,
      rollsSettled: [],
      endedBeforeVoid: undefined,
      mergedInto: undefined,
      merged: [],
      rolls: {},
      cardsSince: {},
      requests: {},
      drugMedications: {},
      productChanges: {},
      substitutionGroups: {},
      supply: {},
      relations: {},
      courseTold: undefined,
      alarms: [],
      settledAlarms: [],
      nextCutOff: undefined,
      planningReviewAt: undefined,
      planningReviewArmed: undefined,
      alarmAsked: undefined,
      ...noRoutes,
      ...noCorrespondence,
    });
  },
  on: {
    rollObserved: { actions: 'note' },
    rerouteTasks: { actions: 'reroute' },
    changeCpr: { actions: 'note' },
    correctCareSetting: { guard: 'isOpen', actions: 'note' },
    mergedFrom: { actions: 'noteMerged' },
    mergeWithdrawn: { actions: 'noteMerged' },
    stayChanged: { actions: noteStay },
    periodChanged: { actions: [noteRoll, tellRequests] },
    requestChanged: { actions: noteRequest },
    drugMedicationObserved: { guard: 'isNewsOfDrugMedication', actions: 'observeDrugMedication' },
    productChanged: { guard: 'isNewsOfProduct', actions: 'observeProduct' },
    substitutionGroupChanged: { guard: 'isNewsOfSubstitutionGroup', actions: 'observeSubstitutionGroup' },
    supplyChanged: { guard: 'isNewsOfSupply', actions: 'noteSupply' },
    substitutionChanged: { actions: 'noteSubstitution' },
    dosePrescriptionObserved: { guard: 'isNewsOfPrescription', actions: ['observePrescription', tellRequests] },
    relationObserved: { guard: 'isNewsOfRelation', actions: 'observeRelation' },
    deathReported: { guard: 'isNewReportOfDeath', actions: 'addDeathReport' },
    deathReportWithdrawn: { guard: 'isKnownReportOfDeath', actions: 'withdrawDeathReport' },
    deathReportObserved: [
      { guard: 'isNewWithdrawalOfDeath', actions: 'withdrawDeathReport' },
      { guard: 'isNewReportOfDeath', actions: 'addDeathReport' },
    ],
  },
  type: 'parallel',
  states: {
    course: courseRegion,
    suitability: suitabilityRegion,
    consent: consentRegion,
    fee: feeRegion,
    foundation: foundationRegion,
    oldBoxes: oldBoxesRegion,
    medicationChange: medicationChangeRegion,
    residence: residenceRegion,
    pharmacy: pharmacyRegion,
    gp: gpRegion,
    careSetting: careSettingRegion,
    death: deathRegion,
    removal: removalRegion,
    holdReview: holdReviewRegion,
    daysWithoutRoll: daysWithoutRollRegion,
    ending: endingRegion,
    rollsAfterEnding: rollsAfterEndingRegion,
    planning: planningRegion,
    planningClock: planningClockRegion,
    referral: referralRegion,
    gpWord: gpWordRegion,
    renewal: renewalRegion,
    orderEnd: orderEndRegion,
    supply: supplyRegion,
    careMessages: careMessagesRegion,
    awaitedReply: awaitedReplyRegion,
  },
});

/** What was known at the start is older than anything FMK tells. */
const unknownTime = '0000';

export const doseDispensingV1: WorkflowDefinition = {
  name: 'dose-dispensing',
  version: 1,
  title: { da: 'Dosispakket medicin', en: 'Dose-packed medicine' },
  machine,
  messages: doseDispensingMessages,
  ignored: [],
  guardReasons: {
    isNotByDeath: {
      da: 'forløbet ophører på grund af dødsfald; afvis dødsfaldet, hvis det er forkert',
      en: 'the case ends because of a death; dismiss the death if it is wrong',
    },
    isEndingByWithdrawal: {
      da: 'samtykket er ikke trukket tilbage',
      en: 'consent has not been withdrawn',
    },
    isRollAfterEndingSettled: {
      da: 'ingen dosisrulle efter ophør er markeret som afklaret',
      en: 'no roll after the ending has been taken care of',
    },
    hasSettledAlarms: {
      da: 'der er ikke taget hånd om noget, som kan genåbnes',
      en: 'nothing has been taken care of that could be reopened',
    },
    isOnHold: { da: 'dosispakningen er ikke i bero', en: 'the dose packing is not on hold' },
    isHoldRecorded: {
      da: 'ingen her har sat dosispakningen i bero nu eller senere',
      en: 'nobody here has put the dose packing on hold, now or later',
    },
    isHoldLifted: {
      da: 'ingen her har ophævet en bero, som ellers gjaldt',
      en: 'nobody here has ended a hold that would stand',
    },
    isHoldKept: {
      da: 'dosispakningen er ikke i bero, eller ingen har sagt, at den skal blive det',
      en: 'the dose packing is not on hold, or nobody has said that it should stay so',
    },
    isReasonGiven: {
      da: 'ingen grund er angivet her',
      en: 'no reason has been given here',
    },
    isOrderly: {
      da: 'almindelige recepter er ikke klar, apoteket har ikke fået besked, eller dosispakkegebyret er ikke stoppet',
      en: 'ordinary prescriptions are not ready, the pharmacy has not been told, or the fee has not stopped',
    },
    isOptOutExplained: {
      da: 'dosispakket medicin er førstevalg efter de gældende regler; skriv, hvorfor borgeren skal være uden',
      en: 'dose-packed medicine is the first choice by the rules in force; write why the citizen shall be without',
    },
    isAnyCareMessageRead: {
      da: 'ingen korrespondance er markeret som læst',
      en: 'no correspondence has been marked as read',
    },
    isReplyAwaited: { da: 'ingen afventer et svar', en: 'nobody awaits a reply' },
    isOpen: { da: 'forløbet er afsluttet', en: 'the case is closed' },
    isAnySideDosingSetUp: { da: 'ingen sidedosering er sat i gang', en: 'no side dosing has begun' },
    isStabilityStated: { da: 'ingen har vurderet stabiliteten', en: 'nobody has stated the stability' },
    isStartDated: { da: 'ingen startdag er sat', en: 'no start date is set' },
    areDaysPlanned: { da: 'ingen dage uden dosisrulle er planlagt', en: 'no days without a roll were planned' },
    isSuitedByStatement: {
      da: 'det er ikke vurderet, at medicinen er stabil, og at ingen ændring er planlagt',
      en: 'nobody has stated that the medication is stable and no change is planned',
    },
    mayWithdrawConsent: { da: 'der er intet samtykke at trække tilbage', en: 'there is no consent to withdraw' },
    mayPayFee: {
      da: 'lovhjemlen til, at kommunen betaler dosispakkegebyret, er ikke i kraft',
      en: 'the legal basis for the municipality to pay the dose-packing fee is not in force',
    },
    mayPayDelivery: {
      da: 'lovhjemlen til, at kommunen betaler leveringsgebyret, er ikke i kraft',
      en: 'the legal basis for the municipality to pay the delivery fee is not in force',
    },
    mayOrderSubsidy: {
      da: 'borgeren er startet selv, eller behandlerfarmaceuten må ikke ordinere tilskud: det kræver hjemmel, stabil medicin og en aktiv ordination',
      en: 'the citizen has started alone, or the prescribing pharmacist may not order subsidy: it takes the power, stable medication and an order in force',
    },
    isAskedOfGp: { da: 'angiv, hvem der skal udstede dosisrecepter', en: 'say who is to prescribe' },
    isAskedOfPharmacist: {
      da: 'behandlerfarmaceuten må ikke udstede dosisrecepter efter de gældende regler',
      en: 'the rules in force do not let the prescribing pharmacist prescribe',
    },
    isBelowRePrescriptionLimit: {
      da: 'lægemidlet er genordineret så mange gange, som reglerne tillader; spørg lægen',
      en: 'the drug has been re-prescribed as often as the rules allow; ask the GP',
    },
    isRePrescribed: { da: 'lægemidlet er ikke genordineret her', en: 'the drug has not been re-prescribed here' },
    isFarEnoughAhead: {
      da: 'apoteket kan ikke nå den første dosisrulle så tidligt',
      en: 'the pharmacy cannot have the first roll ready so soon',
    },
    areOldBoxesRemoved: {
      da: 'ingen gamle æsker er meldt fjernet',
      en: 'no old boxes have been reported removed',
    },
    isStartConfirmed: {
      da: 'dosispakningen kørte allerede, da forløbet blev oprettet',
      en: 'dose packing ran already when the case was opened',
    },
    isRenewalAskedOfPharmacist: {
      da: 'behandlerfarmaceuten må ikke genordinere alle lægemidlerne igen efter de gældende regler',
      en: 'the rules in force do not let the prescribing pharmacist re-prescribe all the drugs again',
    },
    mayReferToPharmacy: {
      da: 'apoteket må ikke starte en borger efter de gældende regler, eller dosispakningen kører allerede',
      en: 'the rules in force do not let the pharmacy start a citizen, or dose packing runs already',
    },
    mayAcceptReferral: {
      da: 'apoteket må ikke starte en borger efter de gældende regler',
      en: 'the rules in force do not let the pharmacy start a citizen',
    },
    isSubsidyUnordered: {
      da: 'tilskud er ordineret, eller forløbet er afsluttet',
      en: 'subsidy is ordered, or the case is closed',
    },
    isAnyDiscrepancyAccepted: { da: 'ingen mangel er markeret som i orden', en: 'nothing missing has been accepted' },
    isKnownChange: { da: 'der er ingen ændring af dette lægemiddel', en: 'there is no change of this drug' },
    isAnyRollDiscarded: { da: 'ingen dosisrulle er meldt kasseret', en: 'no roll has been reported discarded' },
    isAnyPrescriptionTidied: { da: 'ingen dosisrecept er meldt ryddet op', en: 'no prescription has been tidied' },
    isSideDosingEnded: {
      da: 'sidedosering af dette lægemiddel er ikke afsluttet',
      en: 'side dosing of this drug has not ended',
    },
  },
  deadlines,
  open: {
    kind: 'command',
    type: 'openCase',
    data: Beginning,
    roles: ['municipalNurse', 'client'],
  },
  statistics: (context: DoseContext) => [
    ...stayStatistics(context.stays, context.prescriptions, context.removalReasons, context.holds),
    ...declineStatistics(context.consent),
    ...uptakeStatistics(context),
  ],
  charges: (context: DoseContext) => (isVoid(context) ? [] : context.services.flatMap(({ charge }) => charge ?? [])),
  packedDrugs: (context: DoseContext) => (context.closed ? [] : drugsToTellOf(context)),
  questions: gpQuestions,
  aboutTask,
  privateDrugs,
  mergedInto: ({ mergedInto }: DoseContext) => mergedInto,
  coverage: coverageIn,
  choices: {
    giveRemovalReason: { prescriptionId: (context: DoseContext) => prescriptionsOf(context, context.unexplained) },
    withdrawRemovalReason: {
      prescriptionId: (context: DoseContext) => prescriptionsOf(context, Object.keys(context.removalReasons)),
    },
  },
  knownOfFmk,
  isOldNews,
};

/** A prescription that FMK has not shown has no drug to be known by. */
function prescriptionsOf({ prescriptions }: DoseContext, ids: readonly string[]): Choice[] {
  return ids.flatMap((value) => {
    const drugId = own(prescriptions, value)?.drugId;
    return drugId ? [{ value, drugId }] : [];
  });
}
