import { normalInstant } from '../calendar.ts';
import type { WorkflowDefinition } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { base } from './base.ts';
import { consentRegion } from './consent.ts';
import { courseRegion } from './course.ts';
import { coverageIn } from './coverage.ts';
import { deadlines } from './deadlines.ts';
import { deathRegion } from './death.ts';
import { endingRegion } from './ending.ts';
import type { Prescriptions } from './facts.ts';
import { declineStatistics, stayStatistics } from './facts.ts';
import { feeRegion } from './fee.ts';
import { foundationRegion } from './foundation.ts';
import { medicationChangeRegion } from './medication-change.ts';
import { Beginning, doseDispensingMessages } from './messages.ts';
import { packedDrugsOf } from './readiness.ts';
import { careSettingRegion, daysWithoutRollRegion, holdReviewRegion, removalRegion } from './regions.ts';
import { residenceRegion } from './residence.ts';
import { planningClockRegion, planningRegion } from './planning.ts';
import { noteRoll } from './rolls.ts';
import { noteStay } from './stays.ts';
import { suitabilityRegion } from './suitability.ts';

const machine = base.createMachine({
  id: 'dose-dispensing',
  context: ({ input: { env, caseId, parties, data } }) => {
    const { entry = 'alreadyOnDosePacking', since, prescriptions = [] } = data as unknown as Beginning;
    const takenOver = entry === 'alreadyOnDosePacking';
    return {
      env,
      caseId,
      parties,
      ...(since && { since }),
      takenOver,
      started: takenOver,
      stability: undefined,
      assessment: undefined,
      notSuited: [],
      consent: {},
      fee: {},
      drugs: {},
      rePrescriptions: {},
      start: {},
      medicationChanges: {},
      discrepancies: [],
      acceptedDiscrepancies: [],
      move: undefined,
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
      endedBeforeVoid: false,
      mergedInto: undefined,
      merged: [],
      rolls: {},
      drugMedications: {},
      productChanges: {},
      courseTold: undefined,
      alarms: [],
      settledAlarms: [],
      nextCutOff: undefined,
      planningReviewAt: undefined,
      planningReviewArmed: undefined,
    };
  },
  on: {
    rollObserved: { actions: 'note' },
    changeCpr: { actions: 'note' },
    mergedFrom: { actions: 'noteMerged' },
    mergeWithdrawn: { actions: 'noteMerged' },
    stayChanged: { actions: noteStay },
    periodChanged: { actions: noteRoll },
    drugMedicationObserved: { guard: 'isNewsOfDrugMedication', actions: 'observeDrugMedication' },
    productChanged: { guard: 'isNewsOfProduct', actions: 'observeProduct' },
    dosePrescriptionObserved: { guard: 'isNewsOfPrescription', actions: 'observePrescription' },
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
    medicationChange: medicationChangeRegion,
    residence: residenceRegion,
    careSetting: careSettingRegion,
    death: deathRegion,
    removal: removalRegion,
    holdReview: holdReviewRegion,
    daysWithoutRoll: daysWithoutRollRegion,
    ending: endingRegion,
    planning: planningRegion,
    planningClock: planningClockRegion,
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
    hasSettledAlarms: {
      da: 'der er ikke taget hånd om noget, som kan genåbnes',
      en: 'nothing has been taken care of that could be reopened',
    },
    isReasonGiven: {
      da: 'ingen grund er angivet her',
      en: 'no reason has been given here',
    },
    isOrderly: {
      da: 'almindelige recepter er ikke klar, apoteket har ikke fået besked, eller dosispakkegebyret er ikke stoppet',
      en: 'ordinary prescriptions are not ready, the pharmacy has not been told, or the fee has not stopped',
    },
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
      da: 'behandlerfarmaceuten må ikke ordinere tilskud til dosispakning efter de gældende regler',
      en: 'the rules in force do not let the prescribing pharmacist order subsidy',
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
    isStartConfirmed: {
      da: 'dosispakningen kørte allerede, da forløbet blev oprettet',
      en: 'dose packing ran already when the case was opened',
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
  statistics: ({ stays, prescriptions, removalReasons, holds, consent }: DoseContext) => [
    ...stayStatistics(stays, prescriptions, removalReasons, holds),
    ...declineStatistics(consent),
  ],
  packedDrugs: (context: DoseContext) => (context.closed ? [] : packedDrugsOf(context)),
  coverage: coverageIn,
};
