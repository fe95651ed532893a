import type { PolicyChange } from './policy-set.ts';

/**
 * The ministry's model of 2024: three elements, each a field of its own (R28-R37, §8.1.3). Not adopted; substitution outside
 * the group and an end to consent are not part of it.
 */
export const proposed2024Ministry: PolicyChange = {
  id: 'proposed-2024-ministry',
  title: {
    da: 'Ministeriets model 2024: kommunal henvisning, behandlerfarmaceut og kommunal betaling',
    en: 'The ministry’s model of 2024: municipal referral, prescribing pharmacist and municipal payment',
  },
  source: 'Indenrigs- og Sundhedsministeriet 2024. Udskudt.',
  rules: {
    pharmacyMayInitiate: true,
    gpGate: 'informed',
    forwardStabilityRequired: true,
    pharmacistMayOrderDoseSubsidy: true,
    // [I] The proposal says "more than once" and no number: the least that it promises.
    maxRePrescriptions: 2,
    municipalPayerAllowed: true,
  },
};
