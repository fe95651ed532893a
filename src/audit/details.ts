import type { Text } from '../../workflows/definition.ts';

/** What was seen or done of a citizen's path, as the access log keeps it, and as the citizen is told. */
const plain = {
  case: { da: 'Forløbet', en: 'The case' },
  journal: { da: 'Forløbets hændelseslog', en: 'The case’s event log' },
  explanation: { da: 'Hvad forløbet venter på', en: 'What the case waits for' },
  charges: { da: 'Gebyrer', en: 'Fees' },
  'adverse event': { da: 'Udkast til en utilsigtet hændelse', en: 'The draft of an adverse event' },
  notes: { da: 'Noter på forløbet', en: 'Notes on the case' },
  'note written': { da: 'En note skrevet på forløbet', en: 'A note written on the case' },
  'note withdrawn': { da: 'En note på forløbet trukket tilbage', en: 'A note on the case withdrawn' },
  pdf: { da: 'Forløbet hentet som PDF', en: 'The case taken as a PDF' },
  'message received': { da: 'En modtaget meddelelse og hvad den gjorde', en: 'A message received and what it did' },
  correspondence: { da: 'Korrespondance med andre parter', en: 'Correspondence with other parties' },
  'access log': { da: 'Denne log over opslag og ændringer', en: 'This log of looks and changes' },
  'list of cases': { da: 'Listen over forløb', en: 'The list of cases' },
  'list of tasks': { da: 'Arbejdslisten', en: 'The worklist' },
  'rolls at risk': { da: 'Listen over dosisruller i fare', en: 'The list of rolls at risk' },
  'list of stuck cases': { da: 'Listen over forløb i stå', en: 'The list of stuck cases' },
  'list of tasks due soon': { da: 'Listen over opgaver med frist inden længe', en: 'The list of tasks due soon' },
  'list of incidents': { da: 'Listen over driftsfejl', en: 'The list of incidents' },
  'list of messages received': { da: 'Listen over modtagne meddelelser', en: 'The list of messages received' },
  'log of deliveries': { da: 'Listen over afsendte meddelelser', en: 'The list of messages sent' },
  'list of candidates': {
    da: 'Listen over borgere, som dosispakning måske er egnet til',
    en: 'The list of citizens who might be suited to dose packing',
  },
  'list of citizens who declined': {
    da: 'Listen over borgere, der har sagt nej',
    en: 'The list of citizens who declined',
  },
  'questions to the GP': { da: 'Spørgsmål til lægen', en: 'Questions to the GP' },
  'substitution proposals': { da: 'Forslag om erstatning ved restordre', en: 'Proposals of a substitute' },
  'emergency openings': {
    da: 'Listen over forløb, der er åbnet i en nødsituation',
    en: 'The list of cases opened in an emergency',
  },
  'found by CPR number': { da: 'Fundet ved CPR-nummer', en: 'Found by CPR number' },
  'found by name': { da: 'Fundet ved navn', en: 'Found by name' },
  'found in opening a case': { da: 'Nummeret brugt til at oprette et forløb', en: 'Number used to open a case' },
  'found in changing a number': {
    da: 'Nummeret brugt til at rette et CPR-nummer',
    en: 'Number used to correct another',
  },
  'found in giving candidates': {
    da: 'Nummeret brugt i en liste over mulige borgere til dosispakning',
    en: 'Number used in a list of candidates',
  },
  'opened in an emergency': { da: 'Forløbet åbnet i en nødsituation', en: 'The case opened in an emergency' },
  'emergency opening approved': {
    da: 'Åbningen i en nødsituation fulgt op og godkendt',
    en: 'The emergency opening followed up and approved',
  },
  'emergency opening objected': {
    da: 'Åbningen i en nødsituation fulgt op, med indsigelse',
    en: 'The emergency opening followed up, with an objection',
  },
  'task claimed': { da: 'Opgaven taget', en: 'The task claimed' },
  'task released': { da: 'Opgaven lagt tilbage', en: 'The task released' },
  'task handed over': { da: 'Opgaven givet til en kollega', en: 'The task handed over' },
  'task woken': { da: 'Opgaven hentet frem igen', en: 'The task woken' },
  'reminder sent': { da: 'Påmindelse om en overskredet opgave sendt', en: 'A reminder of an overdue task sent' },
  'incident retried': { da: 'En driftsfejl forsøgt løst', en: 'An incident retried' },
  erased: { da: 'Oplysningerne slettet', en: 'The data erased' },
} as const satisfies Record<string, Text>;

/** With more than words: an id or a reason code. */
const opened = {
  'task claimed as deputy of ': { da: 'Opgaven taget som stedfortræder', en: 'The task claimed as a deputy' },
  'task released as deputy of ': { da: 'Opgaven lagt tilbage som stedfortræder', en: 'The task released as a deputy' },
  'raw message ': { da: 'Indholdet af en modtaget meddelelse åbnet', en: 'What a message received says, opened' },
  'task snoozed: ': { da: 'Opgaven udsat', en: 'The task snoozed' },
  'treating coordinator ': { da: 'En koordinator givet adgang som behandler', en: 'A coordinator let in as treating' },
  'care communication to ': { da: 'Meddelelse sendt til en part', en: 'A message sent to a party' },
  'delivery ': { da: 'En meddelelse sendt igen', en: 'A message sent again' },
  'candidate imported ': { da: 'Sat på listen over mulige borgere', en: 'Put on the list of candidates' },
  'candidate started ': { da: 'Forløb oprettet fra listen', en: 'A case opened from the list' },
  'candidate declined ': { da: 'Taget af listen over mulige borgere', en: 'Taken off the list of candidates' },
} as const satisfies Record<string, Text>;

/**
 * What stands in a citizen's access log, beside the events of the cases. A new look or change gets its words here, for the
 * citizen has a right to read of it.
 */
export type CitizenDetail = keyof typeof plain | `${keyof typeof opened}${string}`;

/** Rows written before a candidate's id came last. */
const former: Readonly<Record<string, keyof typeof opened>> = {
  imported: 'candidate imported ',
  started: 'candidate started ',
  declined: 'candidate declined ',
};

/** A detail in words; undefined for an event, whose words the chart has. */
export function describeDetail(detail: string): Text | undefined {
  const words: Readonly<Record<string, Text>> = plain;
  const [, fate = ''] = /^candidate [0-9a-f-]{36} (imported|started|declined)/.exec(detail) ?? [];
  const beginning =
    former[fate] ?? (Object.keys(opened) as (keyof typeof opened)[]).find((each) => detail.startsWith(each));
  return words[detail] ?? (beginning && opened[beginning]);
}
