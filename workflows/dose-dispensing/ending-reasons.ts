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

/** Where dose packing is the first choice, whoever goes without it says why in words (R44); the other reasons say it themselves. */
export const optOutReasons: readonly EndingReason[] = ['gpWithdraws', 'citizenDeclines', 'feeDeclined', 'other'];
