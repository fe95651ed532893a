import type { JournalRow, Text } from './api.ts';
import type { CheckState } from './new-case/suitability.ts';
import type { EntryType } from './new-case/entries.ts';

/** What the page of a case, and the page that opens one, say beside `texts.ts`. */
export const caseTexts = {
  whoAndWhere: { da: 'Hvem og hvor', en: 'Who and where' },
  careSetting: { da: 'Hvor bor borgeren', en: 'Where does the citizen live' },
  suitability: { da: 'Egnethedsvurdering', en: 'Suitability assessment' },
  suitabilityIntro: {
    da: 'Svar på det, du ved. Det, du ikke ved endnu, kan registreres på forløbets side, og intet registreres uden dit svar.',
    en: 'Answer what you know. What you do not know yet can be recorded on the page of the case, and nothing is recorded without your answer.',
  },
  fromCandidate: {
    da: 'Det, der står på kandidatlisten, er skrevet her. Se det efter, svar på resten, og opret forløbet.',
    en: 'What stands on the list of candidates is written here. Look it through, answer the rest, and open the case.',
  },
  candidateGone: {
    da: 'Begynd igen fra kandidatlisten',
    en: 'Begin again from the list of candidates',
  },
  stability: { da: 'Stabilitet', en: 'Stability' },
  stabilityIntro: {
    da: 'Bagud: samme medicin i de seneste 3-6 måneder, efter et skøn. Fremad: ventes at være stabil. Dit navn og datoen gemmes med vurderingen.',
    en: 'Backward: the same medicine in the last 3–6 months, by judgement. Forward: expected to stay stable. Your name and the date are kept with it.',
  },
  answerAllThree: {
    da: 'Svar også her: vurderingen af stabilitet registreres kun samlet',
    en: 'Answer here too: the stability is recorded as a whole only',
  },
  drugsIntro: {
    da: 'Kun det, borgeren får fast. Medicin efter behov pakkes ikke i dosisrullen.',
    en: 'Only what the citizen takes regularly. Medicine as needed is not packed in the roll.',
  },
  structuredOf: { da: 'Er doseringen struktureret i FMK?', en: 'Is the dosage structured in FMK?' },
  structuredHint: {
    da: 'Nej, hvis doseringen står som fritekst: pakkemaskinen kan ikke læse den.',
    en: 'No if the dosage stands as free text: the packing machine cannot read it.',
  },
  answerOrRemove: { da: 'Svar, eller fjern lægemidlet', en: 'Answer, or remove the drug' },
  givenBeside: { da: 'gives ved siden af dosisrullen', en: 'is given beside the roll' },
  recorded: { da: 'registreret', en: 'recorded' },
  conclusion: { da: 'Din vurdering', en: 'Your assessment' },
  conclusionLater: { da: 'Ikke afgjort endnu', en: 'Not decided yet' },
  conclusionSuited: { da: 'Egnet til dosispakning', en: 'Suited for dose packing' },
  conclusionNotSuited: { da: 'Ikke egnet til dosispakning', en: 'Not suited for dose packing' },
  suitedNeedsStability: {
    da: 'Svar først på de tre spørgsmål om stabilitet: egnet kan ikke registreres uden',
    en: 'Answer the three questions about stability first: suited cannot be recorded without',
  },
  checklist: { da: 'Tjekliste', en: 'Checklist' },
  checkPackable: { da: 'Lægemidler, der kan dosispakkes', en: 'Drugs that may be dose packed' },
  checkStructured: { da: 'Dosering, som pakkemaskinen kan læse', en: 'Dosage that the packing machine can read' },
  checkBackward: { da: 'Stabil bagud', en: 'Stable backward' },
  checkForward: { da: 'Stabil fremad', en: 'Stable forward' },
  checkPlanned: { da: 'Ingen ændring planlagt', en: 'No change planned' },
  checkStock: { da: 'Beholdningen er talt', en: 'The stock is counted' },
  checkFmk: { da: 'Ingen registrering i FMK som ikke egnet', en: 'No registration at FMK as not suited' },
  checkFmkLater: {
    da: 'Dosisflow ser efter i FMK, når forløbet er oprettet',
    en: 'Dosisflow looks it up at FMK once the case is opened',
  },
  of: { da: 'af', en: 'of' },
  openedButNotAll: {
    da: 'Forløbet er oprettet, men ikke alt blev registreret',
    en: 'The case is opened, but not everything was recorded',
  },
  openedButNotAllHow: {
    da: 'Det, du har skrevet, står her stadig. Ret det, og tryk igen, eller gør det på forløbets side.',
    en: 'What you have written is still here. Correct it and press again, or do it on the page of the case.',
  },
  openedNoAnswer: {
    da: 'Serveren svarede ikke hele vejen. Tryk igen: det, der er registreret, bliver ikke gjort to gange.',
    en: 'The server did not answer all the way. Press again: what is recorded will not be done twice.',
  },
  recordRest: { da: 'Registrér resten', en: 'Record the rest' },
  recordThere: {
    da: 'Registrér det, jeg har skrevet, i det forløb',
    en: 'Record what I have written in that case',
  },
  marks: { da: 'Tegn i kalenderen', en: 'Marks in the calendar' },
  timeLine: { da: 'Tidslinje', en: 'Time line' },
  timeLineTable: { da: 'Tidslinje som tabel', en: 'Time line as a table' },
  goesOn: { da: 'fortsætter', en: 'goes on' },
  olderInTable: {
    da: 'ældre vises kun i tabellen',
    en: 'older ones are shown in the table only',
  },
  mainCase: { da: 'Til borgerens hovedforløb', en: 'To the citizen’s main case' },
  logSource: { da: 'Kilde', en: 'Source' },
  rules: { da: 'Regler', en: 'Rules' },
  rulesOfToday: { da: 'Gældende regler', en: 'The rules in force' },
  charges: { da: 'Gebyrer', en: 'Fees' },
  chargesIntro: {
    da: 'Opstår, når FMK viser, at en dosisrulle er udleveret. Beløb med moms.',
    en: 'They arise when FMK shows that a roll was handed out. Amounts with VAT.',
  },
  noCharges: { da: 'Ingen gebyrer, som du kan se, endnu.', en: 'No fees that you can see yet.' },
  chargeRoll: { da: 'Dosisrulle udleveret', en: 'Roll handed out' },
  chargeGpStart: { da: 'Lægens honorar for start (4500)', en: 'The GP’s fee for a start (4500)' },
  chargeRePrescription: { da: 'Genordination på apoteket', en: 'Re-prescription at the pharmacy' },
  citizenShare: { da: 'Borgeren', en: 'The citizen' },
  regionShare: { da: 'Regionen', en: 'The region' },
  municipalityShare: { da: 'Kommunen', en: 'The municipality' },
  unknownShare: { da: 'Ikke fordelt: tilskuddet er ukendt', en: 'Not shared out: the reimbursement is unknown' },
  chargesInAll: { da: 'I alt', en: 'In all' },
  reversed: { da: 'tilbageført', en: 'reversed' },
  careMessages: { da: 'Korrespondance', en: 'Correspondence' },
  noCareMessages: {
    da: 'Ingen korrespondancemeddelelser om borgeren.',
    en: 'No care communications about the citizen.',
  },
  adverseEvent: { da: 'Kladde: utilsigtet hændelse', en: 'Draft: adverse event' },
  adverseEventIntro: {
    da: 'Uden navn, CPR-nummer og medicin. Læs den igennem, ret den, og indberet den selv på dpsd.dk. Lavet',
    en: 'Without name, CPR number and medicine. Read it, correct it, and report it yourself at dpsd.dk. Made',
  },
  openCareRecord: { da: 'Åbn omsorgsjournalen', en: 'Open the care record' },
  newTab: { da: '(nyt vindue)', en: '(new window)' },
  asPdf: { da: 'Hent som PDF', en: 'Download as PDF' },
  notes: { da: 'Noter', en: 'Notes' },
  writeNote: { da: 'Skriv en note', en: 'Write a note' },
  saveNote: { da: 'Gem noten', en: 'Save the note' },
  withdrawNote: { da: 'Slet min note', en: 'Delete my note' },
  noteHint: {
    da: 'Kun praktiske ting mellem kolleger, for eksempel hvem der ringer hvornår. Intet om sygdom eller behandling: det hører til i journalen. Ses kun af din egen organisation.',
    en: 'Practical matters between colleagues only, such as who calls when. Nothing of illness or treatment: that belongs in the patient record. Seen by your own organisation alone.',
  },
  copyText: { da: 'Kopiér teksten', en: 'Copy the text' },
} satisfies Record<string, Text>;

/** Whose word a row of the event log is; an entry says who made it. */
export const journalSources: Record<Exclude<JournalRow['source'], 'entry'>, Text> = {
  fmk: { da: 'FMK', en: 'FMK' },
  hospital: {
    da: 'MedCom: sygehusets EPJ eller korrespondance',
    en: 'MedCom: a hospital’s record system or correspondence',
  },
  municipality: { da: 'kommunens system', en: 'the municipality’s system' },
  product: { da: 'taksten eller restordrer', en: 'the price list or back-orders' },
  deadline: { da: 'en frist er nået', en: 'a deadline has come' },
  ownCase: { da: 'en anden del af forløbet', en: 'another part of the case' },
};

export const checkStates: Record<CheckState, Text> = {
  fine: { da: 'I orden', en: 'Fine' },
  inTheWay: { da: 'I vejen', en: 'In the way' },
  notAnswered: { da: 'Ikke besvaret', en: 'Not answered' },
  later: { da: 'Senere', en: 'Later' },
};

export const entryNames: Record<EntryType, Text> = {
  countStock: { da: 'Beholdningen', en: 'The stock' },
  recordDrug: { da: 'Lægemiddel', en: 'Drug' },
  stateStability: { da: 'Stabilitet', en: 'Stability' },
  assessSuited: { da: 'Egnet til dosispakning', en: 'Suited for dose packing' },
  assessNotSuited: { da: 'Ikke egnet til dosispakning', en: 'Not suited for dose packing' },
};

/** MedCom's categories; one that it adds later shows as its code. */
const careCategories: Record<string, Text> = {
  medicine: { da: 'Medicin', en: 'Medicine' },
  discharge: { da: 'Udskrivning', en: 'Discharge' },
  decease: { da: 'Dødsfald', en: 'Death' },
  carecoordination: { da: 'Koordinering af indsats', en: 'Care coordination' },
  other: { da: 'Andet', en: 'Other' },
};

export function careCategory(category: string): Text {
  return careCategories[category] ?? { da: category, en: category };
}
