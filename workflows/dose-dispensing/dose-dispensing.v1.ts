import { normalInstant } from '../calendar.ts';
import type { WorkflowDefinition } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { base } from './base.ts';
import { courseRegion } from './course.ts';
import { coverageOf } from './coverage.ts';
import { deadlines } from './deadlines.ts';
import { deathRegion } from './death.ts';
import type { Prescriptions } from './facts.ts';
import { drugsOf, stayStatistics } from './facts.ts';
import { AlreadyOnDosePacking, doseDispensingMessages } from './messages.ts';
import { careSettingRegion, daysWithoutRollRegion, endingRegion, holdReviewRegion, removalRegion } from './regions.ts';
import { planningClockRegion, planningRegion } from './planning.ts';
import { noteRoll } from './rolls.ts';
import { noteStay } from './stays.ts';

const machine = base.createMachine({
  id: 'dose-dispensing',
  context: ({ input: { env, caseId, parties, data } }) => {
    const { since, prescriptions = [] } = data as unknown as AlreadyOnDosePacking;
    return {
      env,
      caseId,
      parties,
      ...(since && { since }),
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
      ending: undefined,
      endingBeforeDeath: undefined,
      deathReports: [],
      deathReportsSettled: [],
      deathStands: false,
      deathConfirmed: false,
      closed: false,
      endedBeforeVoid: false,
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
      da: 'almindelige recepter er ikke klar, eller apoteket har ikke fået besked',
      en: 'ordinary prescriptions are not ready, or the pharmacy has not been told',
    },
  },
  deadlines,
  open: {
    kind: 'command',
    type: 'alreadyOnDosePacking',
    data: AlreadyOnDosePacking,
    roles: ['municipalNurse', 'client'],
  },
  statistics: ({ stays, prescriptions, removalReasons, holds }: DoseContext) =>
    stayStatistics(stays, prescriptions, removalReasons, holds),
  // Side dosing is not recorded yet.
  coverage: (context: DoseContext, withStays) => (context.closed ? undefined : coverageOf(context, [], withStays)),
  packedDrugs: ({ prescriptions, closed }: DoseContext) => (closed ? [] : drugsOf(prescriptions)),
};
