/** Why a case stands still, as coordinators speak of it. */
export const stuckCauses = [
  'unitCannotHandle',
  'invisibleRejection',
  'missingMessage',
  'holdAfterDischarge',
  'noNextRoll',
  'gapInCoverage',
  'backOrder',
  'contradiction',
  'failedEffect',
  'overdueTask',
] as const;
export type StuckCause = (typeof stuckCauses)[number];

/** By the beginning of the task's key, the longest that fits; every other overdue task is no more than that. */
const causesByKey: Readonly<Record<string, StuckCause>> = {
  'prescription-request.answer.open.pooled': 'unitCannotHandle',
  'prescription-request.answer.open.lost': 'unitCannotHandle',
  'prescription-request.rejection.open.unseen': 'invisibleRejection',
  'hospital-stay.missingDischarge': 'missingMessage',
  'hospital-stay.unknownAdmission': 'missingMessage',
  'hospital-stay.checklist.holdLifted': 'holdAfterDischarge',
  'dose-dispensing.holdReview': 'holdAfterDischarge',
  'hospital-stay.checklist.nextPeriod': 'noNextRoll',
  'dose-dispensing.planning': 'noNextRoll',
  'dispensing-period.dispensing': 'noNextRoll',
  'dose-dispensing.daysWithoutRoll': 'gapInCoverage',
  'dispensing-period.replacement': 'gapInCoverage',
  'dose-dispensing.planning.open.productNotDosePackable': 'backOrder',
  'dose-dispensing.planning.open.substituteLeftGroup': 'backOrder',
  'back-order.': 'backOrder',
  'substitution.': 'backOrder',
  'dose-dispensing.death.contradicted': 'contradiction',
  'dose-dispensing.foundation.open': 'contradiction',
  'dose-dispensing.rollsAfterEnding': 'contradiction',
  'dose-dispensing.planning.open.wrongPharmacy': 'contradiction',
  'dose-dispensing.planning.open.cardsMisaligned': 'contradiction',
  'dose-dispensing.planning.open.periodsOverlap': 'contradiction',
};

const prefixes = Object.keys(causesByKey).toSorted((a, b) => b.length - a.length);

/** Why an overdue task with this key stands still. */
export function causeOf(key: string): StuckCause {
  const prefix = prefixes.find((each) => key.startsWith(each));
  return (prefix && causesByKey[prefix]) || 'overdueTask';
}
