/**
 * Commands that a helper may give for whom he works for [I]: what was agreed, told or received, never a professional's
 * judgement of the citizen or the medicine. A chart names the professional; who may help him is the same in every chart.
 */
import { helps } from './definition.ts';
import type { Role } from './definition.ts';

export const assistants = {
  municipalPlanner: [
    'askConsent',
    'agreePayer',
    'agreeDeliveryPayer',
    'reopenPayer',
    'agreeStart',
    'withdrawStartDate',
    'askForRenewal',
    'confirmDaysPlanned',
    'reopenDaysPlanned',
    'confirmPharmacyTold',
    'reopenPharmacyTold',
    'confirmFeeStopped',
    'reopenFeeStopped',
    'moveMunicipality',
    'cancelMove',
    'changePharmacy',
    'cancelPharmacyChange',
    'changeGp',
    'cancelGpChange',
    'correctCareSetting',
    'confirmRollReceived',
    'reopenRollReceived',
    'confirmPharmacyAsked',
    'reopenPharmacyAsked',
    'confirmReplacement',
    'reopenReplacement',
    'noteRejection',
    'recordForwarding',
    'confirmGpContacted',
    'postponeRequest',
  ],
  practiceStaff: ['confirmOrdinaryPrescriptions', 'confirmPrescriptionTidied', 'changeGp', 'cancelGpChange'],
  pharmacyStaff: ['acceptReferral', 'settleAlarm', 'changePharmacy', 'cancelPharmacyChange', 'confirmStillOnBackOrder'],
} as const satisfies Partial<Record<Role, readonly string[]>>;

const helpersMayGive: Readonly<Partial<Record<Role, readonly string[]>>> = assistants;

/** Whether this role may give the command that the chart has for these roles. */
export function mayGive(role: Role, type: string, roles: readonly Role[]): boolean {
  if (roles.includes(role)) return true;
  const helped = helps[role];
  return helped !== undefined && roles.includes(helped) && helpersMayGive[role]?.includes(type) === true;
}
