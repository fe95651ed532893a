export const endingReasons = [
  'gpWithdraws',
  'citizenDeclines',
  'consentWithdrawn',
  'feeDeclined',
  'notSuited',
  'unstableMedication',
  'nonPayment',
  'moved',
  'other',
] as const;
export type EndingReason = (typeof endingReasons)[number] | 'death';
