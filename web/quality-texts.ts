import type { Text } from './api.ts';

/** What stands around every page, and the page about how well all can use it. */
export const qualityTexts = {
  noConnection: { da: 'Ingen forbindelse til Dosisflow.', en: 'No connection to Dosisflow.' },
  noConnectionHow: {
    da: 'Det, du ser, kan være forældet. Det, du har skrevet, bliver stående, og siden prøver selv igen.',
    en: 'What you see may be out of date. What you have written stays, and the page tries again by itself.',
  },
  signedOut: { da: 'Du er blevet logget ud', en: 'You have been signed out' },
  signedOutHow: {
    da: 'Det, du har skrevet, står her stadig, men er skjult. Log ind igen i et nyt vindue, så er siden her, som du forlod den, og du kan trykke igen.',
    en: 'What you have written is still here, but hidden. Sign in again in a new window: then the page is as you left it, and you can press again.',
  },
  signInAgain: { da: 'Log ind i et nyt vindue', en: 'Sign in in a new window' },
  letGo: { da: 'Log ind her uden det skrevne', en: 'Sign in here without what was written' },
  signedInAgain: { da: 'Du er logget ind igen', en: 'You are signed in again' },
  signedInAgainHow: {
    da: 'Luk vinduet her. Siden, du kom fra, står, som du forlod den.',
    en: 'Close this window. The page you came from is as you left it.',
  },
  demonstration: { da: 'Demonstration – kunstige borgere', en: 'Demonstration – artificial citizens' },
  demonstrationMore: {
    da: 'Ingen af borgerne findes. Skriv aldrig en rigtig borgers oplysninger her.',
    en: 'None of the citizens exists. Never write a real citizen’s data here.',
  },
  dropDemonstration: { da: 'Slet demonstrationen', en: 'Drop the demonstration' },
  dropQuestion: { da: 'Slet hele demonstrationen?', en: 'Drop the whole demonstration?' },
  dropMeans: {
    da: 'Alle kunstige borgere, forløb og hændelser slettes for altid, og programmet stopper. Du kan lave en ny med npm run demo.',
    en: 'All artificial citizens, cases and events are deleted for ever, and the program stops. You can make another with npm run demo.',
  },
  dropped: { da: 'Demonstrationen er slettet', en: 'The demonstration is dropped' },
  droppedHow: {
    da: 'Programmet er stoppet. Du kan lukke vinduet.',
    en: 'The program has stopped. You can close the window.',
  },
  cancel: { da: 'Annuller', en: 'Cancel' },
  whatStatesMean: { da: 'Hvad betyder tilstandene?', en: 'What do the states mean?' },
  accessibility: { da: 'Tilgængelighedserklæring', en: 'Accessibility statement' },
} satisfies Record<string, Text>;
