/** The words for what a command asks: each field, and each value that can be chosen, by its name in the command's schema. */
import type { components } from './api-types.d.ts';

// Not by api.ts, which is for a browser alone: a test reads these words too.
type Text = components['schemas']['TextView'];

/** By `command.field` where a field means something else there than elsewhere. */
export const fieldLabels: Record<string, Text> = {
  acute: { da: 'Haster det mere, end næste dosisrulle kan nå?', en: 'Is it too urgent for the next roll?' },
  admittedAt: { da: 'Indlagt', en: 'Admitted' },
  alarm: { da: 'Hvilken advarsel', en: 'Which alarm' },
  answeredBy: { da: 'Hvem har svaret', en: 'Who answered' },
  askedBy: { da: 'På hvis initiativ', en: 'On whose initiative' },
  caseId: { da: 'Det andet forløb', en: 'The other case' },
  changePlanned: { da: 'Er en ændring planlagt?', en: 'Is a change planned?' },
  channel: { da: 'Hvordan', en: 'How' },
  cpr: { da: 'CPR-nummer', en: 'CPR number' },
  decision: { da: 'Kan ændringen vente?', en: 'Can the change wait?' },
  diedAt: { da: 'Dødsdag', en: 'Day of death' },
  dischargedAt: { da: 'Udskrevet', en: 'Discharged' },
  dosing: { da: 'Hvordan gives det', en: 'How is it given' },
  drugId: { da: 'Lægemiddel', en: 'Drug' },
  form: { da: 'Hvordan', en: 'In which form' },
  from: { da: 'Fra og med', en: 'From' },
  goesOn: { da: 'Skal behandlingen fortsætte?', en: 'Does the treatment go on?' },
  hasStructuredDosage: { da: 'Er doseringen struktureret?', en: 'Is the dosage structured?' },
  isDoseDispensable: { da: 'Kan lægemidlet dosispakkes?', en: 'May the drug be dose packed?' },
  kind: { da: 'Hvad er ændret', en: 'What has changed' },
  lastDay: { da: 'Sidste dag i den sidste dosisrulle', en: 'Last day of the last roll' },
  lastsUntil: { da: 'Beholdningen er brugt den', en: 'The stock is used on' },
  on: { da: 'Dato', en: 'Date' },
  orderedBy: { da: 'Hvem har ordineret tilskuddet', en: 'Who ordered the subsidy' },
  gpPracticeId: { da: 'Lægepraksis, som borgeren skifter til', en: 'GP practice that the citizen changes to' },
  pharmacyId: { da: 'Apotek, som borgeren skifter til', en: 'Pharmacy that the citizen changes to' },
  careSetting: { da: 'Hvor bor borgeren', en: 'Where does the citizen live' },
  organisationId: { da: 'Kommune, som borgeren flytter til', en: 'Municipality that the citizen moves to' },
  payer: { da: 'Hvem betaler', en: 'Who pays' },
  percent: { da: 'Tilskud i procent', en: 'Reimbursement in percent' },
  prescriber: { da: 'Hvem bedes udstede', en: 'Who is asked to prescribe' },
  prescriptionId: { da: 'Hvilket lægemiddels dosisrecept', en: 'The dose prescription of which drug' },
  reason: { da: 'Begrundelse', en: 'Reason' },
  remark: { da: 'Bemærkning', en: 'Remark' },
  scope: { da: 'Hvad gælder samtykket', en: 'What the consent covers' },
  source: { da: 'Hvem har fortalt det', en: 'Who told' },
  stableBackward: { da: 'Har medicinen været stabil?', en: 'Has the medicine been stable?' },
  stableForward: { da: 'Ventes den at være stabil?', en: 'Is it expected to stay stable?' },
  startsOn: { da: 'Startdag', en: 'Start date' },
  substitute: { da: 'Lægemiddel i stedet', en: 'Drug instead' },
  text: { da: 'Uddybning', en: 'In more words' },
  threadId: { da: 'Hvilken korrespondance', en: 'Which correspondence' },
  to: { da: 'Til og med', en: 'Until' },
  'recordForwarding.to': { da: 'Sendt videre til', en: 'Forwarded to' },
  until: { da: 'Vent til', en: 'Wait until' },
  useOfMedicineData: {
    da: 'Må oplysninger om medicinen bruges til det?',
    en: 'May what is known of the medicine be used for it?',
  },
};

export const valueLabels: Record<string, Text> = {
  acute: { da: 'Nej, det er akut', en: 'No, it is acute' },
  beside: { da: 'Ved siden af dosisrullen', en: 'Beside the roll' },
  careHome: { da: 'Plejehjem', en: 'Care home' },
  careCommunication: { da: 'Korrespondancemeddelelse', en: 'Care communication' },
  citizen: { da: 'Borgeren', en: 'The citizen' },
  citizenDeclines: { da: 'Borgeren ønsker det ikke', en: 'The citizen declines' },
  consentWithdrawn: { da: 'Samtykket er trukket tilbage', en: 'The consent is withdrawn' },
  deliveryFee: { da: 'Leveringsgebyret', en: 'The delivery fee' },
  doseFee: { da: 'Dosispakkegebyret', en: 'The dose-packing fee' },
  dosePacking: { da: 'Dosispakning', en: 'Dose packing' },
  dosePackingAndPickUp: {
    da: 'Dosispakning, og at andre henter dosisrullerne',
    en: 'Dose packing, and that others pick up the rolls',
  },
  feeDeclined: { da: 'Borgeren vil ikke betale gebyret', en: 'The citizen will not pay the fee' },
  gp: { da: 'Lægen', en: 'The GP' },
  gpWithdraws: { da: 'Lægen trækker dosispakningen tilbage', en: 'The GP withdraws dose packing' },
  homeCare: { da: 'Eget hjem', en: 'Own home' },
  guardian: { da: 'Værgen', en: 'The guardian' },
  inPerson: { da: 'Ved fremmøde', en: 'In person' },
  increase: { da: 'Større dosis', en: 'A higher dose' },
  letter: { da: 'Brev', en: 'Letter' },
  moved: { da: 'Borgeren er flyttet', en: 'The citizen has moved' },
  municipality: { da: 'Kommunen', en: 'The municipality' },
  new: { da: 'Nyt lægemiddel', en: 'A new drug' },
  nonPayment: { da: 'Manglende betaling', en: 'Non-payment' },
  notSuited: { da: 'Ikke egnet', en: 'Not suited' },
  other: { da: 'Andet', en: 'Other' },
  otherUnit: { da: 'En anden afdeling', en: 'Another department' },
  ownGp: { da: 'Borgerens egen læge', en: 'The citizen’s own GP' },
  packed: { da: 'I dosisrullen', en: 'In the roll' },
  pharmacy: { da: 'Apoteket', en: 'The pharmacy' },
  phone: { da: 'Telefon', en: 'Phone' },
  prescribingPharmacist: { da: 'Behandlerfarmaceuten', en: 'The prescribing pharmacist' },
  reduction: { da: 'Mindre dosis', en: 'A lower dose' },
  relative: { da: 'En pårørende', en: 'A relative' },
  socialHousing: { da: 'Bosted', en: 'Social housing' },
  spoken: { da: 'Mundtligt', en: 'Spoken' },
  stop: { da: 'Seponeret', en: 'Stopped' },
  unstableMedication: { da: 'Medicinen er ikke stabil', en: 'The medication is not stable' },
  wait: { da: 'Ja, den kan vente', en: 'Yes, it can wait' },
  written: { da: 'Skriftligt', en: 'In writing' },
};

export type FieldKind = 'drug' | 'municipality' | 'pharmacy' | 'gpPractice' | 'case' | 'thread' | 'leftOut';

/** What a page asks otherwise than by the type of the field, by `command.field` or by field. */
export const fieldKinds: Record<string, FieldKind> = {
  drugId: 'drug',
  substitute: 'drug',
  organisationId: 'municipality',
  pharmacyId: 'pharmacy',
  gpPracticeId: 'gpPractice',
  caseId: 'case',
  threadId: 'thread',
  // Left out, no reply is awaited any longer, which is what the command is called.
  'stopAwaitingReply.threadId': 'leftOut',
  // Left out, the most urgent one is meant, which is the one that the page shows.
  alarm: 'leftOut',
};

export function labelOf(command: string, field: string): Text {
  return fieldLabels[`${command}.${field}`] ?? fieldLabels[field] ?? { da: field, en: field };
}

export function kindOf(command: string, field: string): FieldKind | undefined {
  return fieldKinds[`${command}.${field}`] ?? fieldKinds[field];
}

export function labelOfValue(value: string): Text {
  return valueLabels[value] ?? { da: value, en: value };
}
