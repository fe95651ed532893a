import type { PolicyChange } from './policy-set.ts';

export const optionNoConsent: PolicyChange = {
  id: 'option-no-consent',
  title: { da: 'Samtykke til dosispakning afskaffes', en: 'Consent to dose packing is abolished' },
  source: 'Skal afklares med ministeriet.',
  rules: { consentRequired: false },
};

export const optionFirstChoice: PolicyChange = {
  id: 'option-first-choice',
  title: { da: 'Dosispakket medicin som førstevalg', en: 'Dose-packed medicine as the first choice' },
  source: 'En mulig lovændring.',
  rules: { firstChoice: true },
};

/** Only beside a legal basis for municipal payment: alone it lets nobody pay (R46). */
export const optionDeliveryFee: PolicyChange = {
  id: 'option-delivery-fee',
  title: {
    da: 'Kommunal betaling omfatter også leveringsgebyret',
    en: 'Municipal payment covers the delivery fee too',
  },
  source: 'Uklart, om kommunens betaling dækker det.',
  rules: { deliveryFeeCovered: true },
};
