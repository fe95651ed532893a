import { caseAndRequest } from './case-and-request.ts';
import { backOrder } from './back-order.ts';
import { caseAndRolls } from './case-and-rolls.ts';
import { caseAndStay } from './case-and-stay.ts';
import { caseAndTwoStays } from './case-and-two-stays.ts';
import { caseAndSubstitution } from './case-and-substitution.ts';
import { dispensingPeriod } from './dispensing-period.ts';
import { doseDispensing } from './dose-dispensing.ts';
import { doseDispensingPolicies } from './dose-dispensing-policies.ts';
import { hospitalStay } from './hospital-stay.ts';
import { prescriptionRequest } from './prescription-request.ts';
import { substitution } from './substitution.ts';
import type { Subject } from './subject.ts';

/** Every chart, and the charts that talk to each other. */
export const allSubjects: readonly Subject[] = [
  doseDispensing,
  doseDispensingPolicies,
  dispensingPeriod,
  hospitalStay,
  caseAndStay,
  caseAndTwoStays,
  caseAndRolls,
  prescriptionRequest,
  caseAndRequest,
  backOrder,
  substitution,
  caseAndSubstitution,
];
