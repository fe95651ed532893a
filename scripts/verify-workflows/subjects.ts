import { caseAndRolls } from './case-and-rolls.ts';
import { caseAndStay } from './case-and-stay.ts';
import { caseAndTwoStays } from './case-and-two-stays.ts';
import { dispensingPeriod } from './dispensing-period.ts';
import { doseDispensing } from './dose-dispensing.ts';
import { hospitalStay } from './hospital-stay.ts';
import type { Subject } from './subject.ts';

/** Every chart, and the charts that talk to each other. */
export const allSubjects: readonly Subject[] = [
  doseDispensing,
  dispensingPeriod,
  hospitalStay,
  caseAndStay,
  caseAndTwoStays,
  caseAndRolls,
];
