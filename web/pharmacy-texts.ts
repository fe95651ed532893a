/** What the page of a pharmacy says; loaded with it. */
import type { components } from './api-types.d.ts';

type Text = components['schemas']['TextView'];
type Kind = components['schemas']['RollRiskKind'];

export const texts = {
  intro: {
    da: 'Dosisruller, som ingen er begyndt at pakke, og som måske bliver forkerte. Den, hvis tidsfrist for ændringer kommer først, står øverst.',
    en: 'Rolls that nobody has begun to pack, and that may turn out wrong. The one whose change cut-off comes first is on top.',
  },
  help: {
    da: 'Listen regnes ud hver gang af det, FMK, taksten og forløbet viser. En dosisrulle forsvinder herfra, når det, der var galt, er rettet, eller når pakningen er begyndt.',
    en: 'The list is worked out each time from what FMK, the price list and the case show. A roll goes away when what was wrong is mended, or when packing has begun.',
  },
  helpWho: {
    da: 'Under hver årsag står, hvad I kan gøre, eller hvem der kan. Der vises ikke andet, end hvad apoteket må vide.',
    en: 'Below each reason it says what you can do, or who can. Nothing is shown beyond what a pharmacy may know.',
  },
  patient: { da: 'Kunde', en: 'Customer' },
  roll: { da: 'Dosisrulle', en: 'Roll' },
  days: { da: 'Dage', en: 'Days' },
  cutOff: { da: 'Tidsfrist for ændringer', en: 'Change cut-off' },
  past: { da: 'Passeret', en: 'Passed' },
  why: { da: 'Hvad der kan blive galt, og hvad der kan gøres', en: 'What may go wrong, and what can be done' },
  reason: { da: 'Årsag', en: 'Reason' },
  all: { da: 'Alle', en: 'All' },
  looked: { da: 'Dosisruller set igennem', en: 'Rolls looked through' },
  atRisk: { da: 'usikre', en: 'at risk' },
  nothing: { da: 'Ingen af disse dosisruller ser usikre ud', en: 'None of these rolls looks at risk' },
  noRolls: { da: 'Ingen dosisruller venter på at blive pakket', en: 'No rolls await packing' },
  noRollsHow: {
    da: 'Dosisruller kommer hertil fra FMK, når de er planlagt på dosisdispenseringskortet.',
    en: 'Rolls come here from FMK once they are planned on the dose dispensing card.',
  },
  nothingOfKind: { da: 'Ingen af dem har den årsag', en: 'None of them has that reason' },
  showAll: { da: 'Vis alle årsager', en: 'Show all reasons' },
} satisfies Record<string, Text>;

/** Why, and what then; in the order of the filter. */
export const risks: Record<Kind, { title: Text; then: Text }> = {
  noPrescription: {
    title: { da: 'Dosisrecept gælder ikke hele perioden', en: 'No valid dose prescription for the whole period' },
    then: {
      da: 'Lægen bliver spurgt. Ring til lægen, hvis fristen er tæt på; ellers mangler lægemidlet i rullen.',
      en: 'The GP is asked. Phone the GP if the cut-off is near; otherwise the drug will be missing from the roll.',
    },
  },
  backOrder: {
    title: { da: 'Lægemiddel i restordre', en: 'Drug on back-order' },
    then: {
      da: 'Byt inden for substitutionsgruppen, hvis noget kan fås; ellers svar på forslaget i forløbet.',
      en: 'Substitute within the group if something can be had; otherwise answer the proposal in the case.',
    },
  },
  medicationChange: {
    title: { da: 'Medicinændring, som ingen har taget stilling til', en: 'A change of medication not decided on' },
    then: {
      da: 'Pak ikke, før lægen eller kommunen har svaret på, om ændringen kan vente.',
      en: 'Do not pack before the GP or the municipality has answered whether the change can wait.',
    },
  },
  onHold: {
    title: { da: 'Dosispakningen er eller kommer i bero', en: 'The dose packing is, or comes, on hold' },
    then: {
      da: 'Pak ikke dage i bero. Spørg kommunen, hvis rullen alligevel skal bruges.',
      en: 'Do not pack days on hold. Ask the municipality if the roll is needed all the same.',
    },
  },
  ending: {
    title: { da: 'Dosispakningen ophører', en: 'The dose packing ends' },
    then: { da: 'Pak ikke ud over den sidste dag, der er aftalt.', en: 'Do not pack beyond the last day agreed.' },
  },
  consentMissing: {
    title: { da: 'Samtykke mangler', en: 'Consent is missing' },
    then: { da: 'Kommunen spørger borgeren.', en: 'The municipality asks the citizen.' },
  },
  foundationMissing: {
    title: { da: 'Noget, pakningen bygger på, mangler', en: 'Something that the packing rests on is missing' },
    then: {
      da: 'Egnethed, samtykke, D-mærke eller dosisrecept: forløbet viser hvad.',
      en: 'Suitability, consent, D mark or dose prescription: the case shows which.',
    },
  },
  drugNotInRoll: {
    title: { da: 'Ordineret, men ikke i dosisrullen', en: 'Ordered, but not in the roll' },
    then: {
      da: 'Skal det pakkes, så tag det med før fristen; ellers skal det gives ved siden af.',
      en: 'If it is to be packed, take it in before the cut-off; otherwise it must be given beside the roll.',
    },
  },
  privateDrugs: {
    title: { da: 'Privatmarkeret medicin i rullen', en: 'Privately marked medicine in the roll' },
    then: {
      da: 'Dosisflow kan ikke se den: kontrollér selv i apotekssystemet.',
      en: 'Dosisflow cannot see it: check in the pharmacy system yourselves.',
    },
  },
};
