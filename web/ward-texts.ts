/** What the page of a hospital ward says; loaded with it. */
import type { components } from './api-types.d.ts';

type Text = components['schemas']['TextView'];

export const texts = {
  intro: {
    da: 'Slå en indlagt patient op, og se med det samme, om patienten får dosispakket medicin, og hvor længe der er medicin.',
    en: 'Look up a patient, and see at once whether the patient has dose-packed medicine, and for how long there is medicine.',
  },
  help: {
    da: 'Afdelingen kan slå patienter op, som den selv har i et ophold. CPR-nummeret står aldrig i adressen, og hvert opslag skrives i loggen.',
    en: 'The ward can look up patients whom it has in a stay itself. The CPR number never stands in the address, and each look-up is written in the log.',
  },
  helpRule: {
    da: 'En indlæggelse er i sig selv ingen grund til at tage en patient af dosispakket medicin: det kræver en faglig grund.',
    en: 'An admission is no reason in itself to take a patient off dose-packed medicine: that takes a professional reason.',
  },
  cpr: { da: 'Patientens CPR-nummer', en: 'The patient’s CPR number' },
  cprHint: { da: 'Ti cifre', en: 'Ten digits' },
  lookUp: { da: 'Slå op', en: 'Look up' },
  another: { da: 'Slå en anden patient op', en: 'Look up another patient' },
  none: {
    da: 'Ingen dosispakning, som afdelingen kan se',
    en: 'No dose packing that the ward can see',
  },
  noneWhy: {
    da: 'Enten får patienten ikke dosispakket medicin, eller også har Dosisflow ikke fået at vide, at patienten er hos jer. Se dosisdispenseringskortet i FMK.',
    en: 'Either the patient has no dose-packed medicine, or Dosisflow has not been told that the patient is with you. See the dose dispensing card in FMK.',
  },
  emergency: { da: 'Åbn i en nødsituation', en: 'Open in an emergency' },
  emergencyHow: {
    da: 'Kun når patientens liv eller helbred haster. Du kan se forløbet i fire timer, men ikke ændre det, og databeskyttelsesrådgiveren følger op.',
    en: 'Only where the patient’s life or health is urgent. You can see the case for four hours but not change it, and the data protection officer follows up.',
  },
  emergencyWhy: { da: 'Hvorfor haster det?', en: 'Why is it urgent?' },
  nowhere: { da: 'Dosisflow har intet forløb for patienten', en: 'Dosisflow has no case of the patient' },
  emergencyHint: { da: 'Mindst ti tegn', en: 'At least ten characters' },
  yes: { da: 'Ja: patienten får dosispakket medicin', en: 'Yes: the patient has dose-packed medicine' },
  yesOnHold: {
    da: 'Ja, men dosispakningen er i bero: der kommer ingen nye dosisruller',
    en: 'Yes, but the dose packing is on hold: no new rolls come',
  },
  yesEnding: { da: 'Ja, men dosispakningen er ved at ophøre', en: 'Yes, but the dose packing is ending' },
  notYet: {
    da: 'Ikke endnu: dosispakningen er på vej til start',
    en: 'Not yet: the dose packing is on its way to a start',
  },
  no: { da: 'Nej: dosispakningen er ophørt', en: 'No: the dose packing has ended' },
  unknownCover: {
    da: 'FMK har ikke vist dosisruller, så ingen kan sige, hvor længe der er medicin.',
    en: 'FMK has shown no rolls, so nobody can say for how long there is medicine.',
  },
  nextCutOff: { da: 'Ændringer kan nå næste dosisrulle til og med', en: 'Changes reach the next roll until' },
  noCutOff: { da: 'Ingen kommende dosisrulle er kendt.', en: 'No roll to come is known.' },
  whatNow: { da: 'Hvad skal der ske med dosispakningen?', en: 'What shall become of the dose packing?' },
  keep: { da: 'Fortsæt', en: 'Keep' },
  keepHow: {
    da: 'Du behøver ikke gøre noget: dosispakningen går videre af sig selv under indlæggelsen. Lad dosisrecepterne stå.',
    en: 'You need do nothing: the dose packing goes on by itself during the stay. Leave the dose prescriptions as they are.',
  },
  keepOnHold: {
    da: 'Dosispakningen er i bero. Ophæv bero, når patienten skal have dosisruller igen, eller behold den med en begrundelse.',
    en: 'The dose packing is on hold. End the hold when the patient shall have rolls again, or keep it with a reason.',
  },
  hold: { da: 'Sæt i bero', en: 'Hold' },
  holdHow: {
    da: 'Når opholdet varer ud over næste dosisrulle, eller medicinen skal falde til ro. Sæt helst en slutdag: ellers spørger Dosisflow igen. Den dosisrulle, der springes over, kommer ikke igen af sig selv.',
    en: 'When the stay lasts beyond the next roll, or the medicine must settle. Give a last day if you can: otherwise Dosisflow asks again. A roll that is skipped does not come back by itself.',
  },
  change: { da: 'Ændr medicinen', en: 'Change the medicine' },
  changeHow: {
    da: 'Ret ordinationen i FMK fra jeres journalsystem, med struktureret dosering. Dosispakningen følger ordinationen: udsted ikke en ny dosisrecept, og annullér ikke den gamle. Er tidsfristen passeret, spørger Dosisflow kommunen og lægen, om ændringen kan vente.',
    en: 'Correct the order in FMK from your record system, with structured dosage. The packing follows the order: issue no new dose prescription, and cancel no old one. Where the cut-off has passed, Dosisflow asks the municipality and the GP whether the change can wait.',
  },
  stop: { da: 'Tag af dosispakning', en: 'Take off dose packing' },
  stopHow: {
    da: 'Kræver en faglig grund, fx at medicinen ikke kan blive stabil. Aftal det med kommunen eller egen læge, som planlægger ophøret. Er en dosisrecept fjernet, så skriv grunden her.',
    en: 'Takes a professional reason, such as medicine that cannot become stable. Agree it with the municipality or the GP, who plan the ending. If a dose prescription was removed, write the reason here.',
  },
  readOnly: {
    da: 'Åbnet i en nødsituation: du kan læse, men ikke ændre.',
    en: 'Opened in an emergency: you can read but not change.',
  },
  wholeCase: { da: 'Se hele forløbet', en: 'See the whole case' },
} satisfies Record<string, Text>;
