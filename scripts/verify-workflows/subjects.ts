import { caseAndStay } from './case-and-stay.ts';
import { caseAndTwoStays } from './case-and-two-stays.ts';
import { doseDispensing } from './dose-dispensing.ts';
import { hospitalStay } from './hospital-stay.ts';
import type { Subject } from './subject.ts';

/** Every chart, and the charts that talk to each other. */
export const allSubjects: readonly Subject[] = [doseDispensing, hospitalStay, caseAndStay, caseAndTwoStays];
