/** What the data protection officer's page says; loaded with it. */
import type { Text } from './api.ts';

export const texts = {
  intro: {
    da: 'Her følger du op på forløb, som er åbnet i en nødsituation, og slår op, hvem der har set eller ændret noget om en borger.',
    en: 'Here you follow up cases opened in an emergency, and look up who has seen or changed something of a citizen.',
  },
  help: {
    da: 'Listen viser, hvem der åbnede et forløb, de ellers ikke har adgang til, hvornår og hvorfor, men ikke borgeren. Godkend åbningen, eller gør indsigelse: en indsigelse lukker adgangen med det samme. Din opfølgning gemmes sammen med åbningen.',
    en: 'The list shows who opened a case that they have no access to, when and why, but not the citizen. Approve the opening, or object: an objection ends the access at once. Your follow-up is kept with the opening.',
  },
  openings: { da: 'Åbnet i en nødsituation', en: 'Opened in an emergency' },
  none: { da: 'Ingen åbninger venter på opfølgning', en: 'No openings wait for follow-up' },
  who: { da: 'Hvem', en: 'Who' },
  when: { da: 'Hvornår', en: 'When' },
  why: { da: 'Hvorfor', en: 'Why' },
  followUp: { da: 'Opfølgning', en: 'Follow-up' },
  note: { da: 'Hvad viste opfølgningen?', en: 'What did the follow-up show?' },
  approve: { da: 'Godkend', en: 'Approve' },
  object: { da: 'Gør indsigelse', en: 'Object' },
  erased: { da: 'Borgeren er slettet', en: 'The citizen is erased' },
  log: { da: 'Hvem har set eller ændret noget om en borger?', en: 'Who has seen or changed something of a citizen?' },
  cpr: { da: 'Borgerens CPR-nummer', en: 'The citizen’s CPR number' },
  cprHint: {
    da: 'Ti cifre. At du slår op, står også i loggen.',
    en: 'Ten digits. That you look stands in the log, too.',
  },
  look: { da: 'Vis loggen', en: 'Show the log' },
  file: { da: 'Hent som regneark (CSV)', en: 'Take as a spreadsheet (CSV)' },
  what: { da: 'Hvad', en: 'What' },
  nobody: {
    da: 'Ingen har set eller ændret noget om borgeren her',
    en: 'Nobody has seen or changed anything of the citizen here',
  },
} as const satisfies Record<string, Text>;
