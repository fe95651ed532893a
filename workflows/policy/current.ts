import type { PolicySet } from './policy-set.ts';

/** The rules of today. `[I]` numbers are ours and stay configuration. */
export const current: PolicySet = {
  id: 'current',
  validFrom: '2023-03-01',
  consentRequired: true,
  gpGate: 'decides',
  pharmacyMayInitiate: false,
  pharmacistMayOrderDoseSubsidy: true,
  maxRePrescriptions: 1,
  maySubstituteOutsideGroup: false,
  municipalPayerAllowed: false,
  deliveryFeeCovered: false,
  firstChoice: false,
  backOrderWarningDays: 7,
  cycleLengthDays: 14,
  missingDischargeDays: 14,
  admissionReviewHours: 24,
  unknownAdmissionHours: 24,
  dischargeUrgentHours: 4,
  followUpHours: 24,
  escalationHours: 24,
  holdWatchDays: 14,
  deathConfirmHours: 2,
  endingDays: 14,
};
