/** What the page of a general practice says; loaded with it. */
import type { components } from './api-types.d.ts';

type Text = components['schemas']['TextView'];
type Kind = components['schemas']['GpQuestionView']['kind'];

export const texts = {
  intro: {
    da: 'Patienter, hvis dosisrecepter snart udløber, samlet ét sted med den, der haster mest, øverst.',
    en: 'Patients whose dose prescriptions expire soon, in one place with the most urgent on top.',
  },
  help: {
    da: 'Listen kommer fra det, FMK viser. Tag en patient, hvis I er flere om listen, så kolleger kan se, hvem du er i gang med. Forny alle patientens dosisrecepter på én gang: så udløber de samtidig, og I bliver spurgt én gang og ikke for hvert lægemiddel.',
    en: 'The list comes from what FMK shows. Take a patient if several of you share the list, so that colleagues see whom you are busy with. Renew all dose prescriptions of a patient at once: so they expire together, and you are asked once and not for each drug.',
  },
  helpSystem: {
    da: 'Mangler systemets navn, eller er det forkert, så bed jeres administrator rette det i stamdata.',
    en: 'If the name of the system is missing or wrong, ask your administrator to correct it in the reference data.',
  },
  howIn: { da: 'Sådan gør du i', en: 'How to do it in' },
  yourSystem: { da: 'jeres lægesystem', en: 'your practice system' },
  manual: { da: 'Systemets egen vejledning', en: 'The system’s own manual' },
  patients: { da: 'Patienter', en: 'Patients' },
  patient: { da: 'Patient', en: 'Patient' },
  prescriptions: { da: 'dosisrecepter', en: 'dose prescriptions' },
  toRenew: { da: 'Dosisrecepter at forny', en: 'Dose prescriptions to renew' },
  drugsAndEnd: { da: 'Lægemiddel og udløb', en: 'Drug and expiry' },
  expires: { da: 'udløber', en: 'expires' },
  ends: { da: 'slutter', en: 'ends' },
  pharmacy: { da: 'Dosisapotek', en: 'Dose-packing pharmacy' },
  unknownPharmacy: { da: 'ukendt: se medicinkortet', en: 'unknown: see the medicine card' },
  renewBy: { da: 'Forny senest', en: 'Renew by' },
  answerBy: { da: 'Svar senest', en: 'Answer by' },
  privateDrugs: {
    da: 'og medicin, som patienten har markeret privat: se medicinkortet',
    en: 'and medicine that the patient has marked private: see the medicine card',
  },
  nothing: { da: 'Ingen dosisrecepter skal fornyes lige nu', en: 'No dose prescriptions are to be renewed right now' },
  nothingHow: {
    da: 'I bliver spurgt her, når en patients dosisrecepter nærmer sig udløb. Der er intet, I skal holde øje med selv.',
    en: 'You are asked here when a patient’s dose prescriptions near their expiry. There is nothing to watch yourselves.',
  },
  others: { da: 'Andre spørgsmål', en: 'Other questions' },
  answerOnCase: { da: 'Svar på forløbets side', en: 'Answer on the page of the case' },
  proposals: { da: 'Lægemidler i restordre', en: 'Drugs on back-order' },
  proposalsIntro: {
    da: 'Ét spørgsmål for hvert lægemiddel med alle patienter, der får det i dosisrullen. Svar på én gang for dem, det gælder.',
    en: 'One question for each drug, with all patients who have it in the roll. Answer at once for those it concerns.',
  },
  noProposals: { da: 'Ingen forslag venter på svar.', en: 'No proposals await an answer.' },
  doctorAnswers: {
    da: 'Forslag om andre lægemidler ved restordre ser og besvarer lægen.',
    en: 'Proposals of other drugs at back-orders are seen and answered by the doctor.',
  },
  unknownProduct: { da: 'Lægemiddel, som taksten ikke har', en: 'A drug that the price list does not hold' },
  onBackOrderSince: { da: 'I restordre siden', en: 'On back-order since' },
  expectedTo: { da: 'ventes at kunne fås igen', en: 'expected to be had again' },
  noEndKnown: { da: 'ingen kender slutningen', en: 'nobody knows the end' },
  alternatives: {
    da: 'Kan fås nu i samme substitutionsgruppe og kan dosispakkes',
    en: 'To be had now in the same substitution group, and may be dose packed',
  },
  noAlternatives: {
    da: 'Intet i samme substitutionsgruppe kan både fås og dosispakkes nu: et andet lægemiddel må vælges.',
    en: 'Nothing in the same substitution group can both be had and be dose packed now: another drug must be chosen.',
  },
  whichPatients: { da: 'Svaret gælder', en: 'The answer concerns' },
  yourAnswer: { da: 'Jeres svar', en: 'Your answer' },
  chosen: {
    da: 'Vi har ordineret et andet lægemiddel (eller gør det nu)',
    en: 'We have prescribed another drug (or do so now)',
  },
  nothingInstead: { da: 'Der findes intet at give i stedet', en: 'There is nothing to give instead' },
  instead: { da: 'Lægemiddel i stedet (kan udelades)', en: 'Drug instead (optional)' },
  remark: { da: 'Bemærkning (kan udelades)', en: 'Remark (optional)' },
  reason: { da: 'Begrundelse', en: 'Reason' },
  answerFor: { da: 'Svar for', en: 'Answer for' },
  ofPatients: { da: 'patienter', en: 'patients' },
  ofOnePatient: { da: 'patient', en: 'patient' },
  chooseAnswer: { da: 'Vælg et svar', en: 'Choose an answer' },
  choosePatients: { da: 'Vælg mindst én patient', en: 'Choose at least one patient' },
  answered: { da: 'Svaret er givet', en: 'The answer is given' },
  accepted: { da: 'taget imod', en: 'accepted' },
  alreadyDone: { da: 'var allerede løst', en: 'were solved already' },
  refused: { da: 'ikke taget imod', en: 'not accepted' },
  more: { da: 'Vis flere', en: 'Show more' },
} satisfies Record<string, Text>;

export const kinds: Record<Kind, Text> = {
  renewal: texts.toRenew,
  orderEnd: { da: 'Ordinationer, der slutter midt i en dosisrulle', en: 'Orders that end inside a roll' },
  tidying: { da: 'Oprydning efter stoppet medicin', en: 'Tidying after stopped medicine' },
  prescribing: { da: 'Nye patienter: dosisrecepter at udstede', en: 'New patients: dose prescriptions to issue' },
  gpWord: { da: 'Kommunen spørger om jeres vurdering', en: 'The municipality asks for your judgement' },
  substitution: { da: 'Lægemidler i restordre', en: 'Drugs on back-order' },
  other: { da: 'Andet', en: 'Other' },
};
