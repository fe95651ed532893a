/** What a message received is called, from the code that its sender gave it; the code stands beside, for the sender knows that. */
import type { components } from './api-types.d.ts';

// Not by api.ts, which is for a browser alone: a test reads these words too.
type Text = components['schemas']['TextView'];

/** By the name of the fact that the message tells. */
export const factNames: Record<string, Text> = {
  acuteAdmissionObserved: { da: 'Akut ambulant kontakt', en: 'Acute ambulant visit' },
  admissionObserved: { da: 'Indlæggelse', en: 'Admission' },
  leaveStartObserved: { da: 'Orlov begyndt', en: 'Leave started' },
  leaveEndObserved: { da: 'Orlov slut', en: 'Leave ended' },
  dischargeObserved: { da: 'Udskrivning', en: 'Discharge' },
  deathObserved: { da: 'Død på sygehus', en: 'Death in hospital' },
  careMessageReceived: { da: 'Korrespondance', en: 'Correspondence' },
  deathReportObserved: { da: 'Dødsfald meldt', en: 'Death reported' },
  dispensingPeriodObserved: { da: 'Dosisrulle', en: 'Roll' },
  dispensingPeriodDeleted: { da: 'Dosisrulle slettet', en: 'Roll deleted' },
  dosePrescriptionObserved: { da: 'Dosisrecept', en: 'Dose prescription' },
  drugMedicationObserved: { da: 'Ordination', en: 'Drug medication' },
  holdObserved: { da: 'I bero', en: 'On hold' },
  notSuitedObserved: { da: 'Ikke egnet', en: 'Not suited' },
  productChanged: { da: 'Lægemiddel ændret i taksten', en: 'Drug changed in the price list' },
  relationObserved: { da: 'Borgerens relation til en organisation', en: 'The citizen’s relation to an organisation' },
  requestObserved: { da: 'Receptanmodning', en: 'Prescription request' },
  substitutionGroupChanged: { da: 'Substitutionsgruppe ændret', en: 'Substitution group changed' },
  supplyObserved: { da: 'Restordre eller takst ændret', en: 'Back-order or price list changed' },
};

/** MedCom’s codes of a stay in hospital, without the beginning that says that an earlier one is changed. */
const stayCodes: Record<string, string> = {
  STAA: 'acuteAdmissionObserved',
  STIN: 'admissionObserved',
  STOR: 'leaveStartObserved',
  SLOR: 'leaveEndObserved',
  SLHJ: 'dischargeObserved',
  MORS: 'deathObserved',
};

/** The rest by how the code begins: FMK names its messages by what they hold. */
const begins: readonly [RegExp, Text][] = [
  [/^care\./, { da: 'Korrespondance', en: 'Correspondence' }],
  [/^acknowledgement$/, { da: 'Kvittering', en: 'Acknowledgement' }],
  [
    /RequestsForWarrant|RequestForWarrant|PrescriptionRequest/,
    { da: 'Receptanmodninger', en: 'Prescription requests' },
  ],
  [/PatientOrganisationRelation/, { da: 'Borgerens relation til en organisation', en: 'The citizen’s relation' }],
  [/PatientRegistration/, { da: 'I bero eller ikke egnet', en: 'On hold, or not suited' }],
  [/Dispensing(Card|Period)/, { da: 'Dosiskort og dosisruller', en: 'Dose card and rolls' }],
  [/DoseDispensedPrescription|Prescription|Warrant/, { da: 'Recepter', en: 'Prescriptions' }],
  [/MedicineCard|DrugMedication|Effectuation/, { da: 'Medicinkort', en: 'Medicine card' }],
  [/^LostAdvis/, { da: 'Ændringer, som FMK ikke nåede at melde', en: 'Changes that FMK failed to tell' }],
];

const corrected: Text = { da: 'Rettet', en: 'Corrected' };
const cancelled: Text = { da: 'Annulleret', en: 'Cancelled' };
const unnamed: Text = { da: 'Besked uden kendt navn', en: 'Message without a known name' };

export function nameOfMessage(code: string | null): Text {
  if (!code) return unnamed;
  const [, change, stay] = /^(RE_|AN_)?([A-Z]{4})$/.exec(code) ?? [];
  const fact = stay ? stayCodes[stay] : /^dk\.dosisflow\.[a-z]+\.([A-Za-z]+)\.v1$/.exec(code)?.[1];
  const name = (fact && factNames[fact]) || begins.find(([begin]) => begin.test(code))?.[1] || unnamed;
  if (!change) return name;
  const how = change === 'RE_' ? corrected : cancelled;
  return { da: `${how.da}: ${name.da}`, en: `${how.en}: ${name.en}` };
}
