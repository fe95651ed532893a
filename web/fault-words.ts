import { Refused } from './api.ts';
import type { Fault, Text } from './api.ts';

/** The rules that a field can break, by the names of the library that checks them, and our own. `#` is the number in the message. */
const words: Record<string, Text> = {
  isInt: { da: 'Skriv et helt tal', en: 'Write a whole number' },
  isNumber: { da: 'Skriv et tal', en: 'Write a number' },
  min: { da: 'Skal være mindst #', en: 'Must be # at least' },
  max: { da: 'Må højst være #', en: 'Must be # at most' },
  minLength: { da: 'Skriv mindst # tegn', en: 'Write at least # characters' },
  maxLength: { da: 'Skriv højst # tegn', en: 'Write at most # characters' },
  isIso8601: { da: 'Skriv en dato', en: 'Write a date' },
  matches: { da: 'Det kan ikke skrives sådan: se eksemplet', en: 'It cannot be written so: see the example' },
  isBoolean: { da: 'Svar ja eller nej', en: 'Answer yes or no' },
  isIn: { da: 'Vælg en af mulighederne', en: 'Choose one of the possibilities' },
  isEnum: { da: 'Vælg en af mulighederne', en: 'Choose one of the possibilities' },
  isUuid: { da: 'Vælg på listen', en: 'Choose from the list' },
  isString: { da: 'Skal udfyldes', en: 'Must be filled in' },
  isNotEmpty: { da: 'Skal udfyldes', en: 'Must be filled in' },
  isDefined: { da: 'Skal udfyldes', en: 'Must be filled in' },
  arrayMinSize: { da: 'Vælg mindst #', en: 'Choose at least #' },
  arrayMaxSize: { da: 'Vælg højst #', en: 'Choose at most #' },
  laterDay: { da: 'Vælg i morgen eller senere', en: 'Choose tomorrow or later' },
  dayTaken: {
    da: 'Der er allerede en takst fra den dag: vælg en anden dag, eller ret den, der er der',
    en: 'There is a tariff from that day already: choose another day, or correct the one that is there',
  },
  nameTaken: {
    da: 'Navnet bruges af en takst, der er begyndt: vælg et andet',
    en: 'The name is used by a tariff that has begun: choose another',
  },
};

type Say = (text: Text) => string;

/** In the reader's language where the rule is known; else as the server says it, which for its own rules is in Danish. */
export function faultWords({ rule, message }: Fault, say: Say): string {
  const ofLength = message.includes('shorter than') ? 'maxLength' : 'minLength';
  // A pattern of ours may have words of its own for the reader; those for programs are in English.
  const isForReader = rule === 'matches' && !/^Expected| must /.test(message);
  const known = isForReader ? undefined : words[rule === 'isLength' ? ofLength : (rule ?? '')];
  return known ? say(known).replace('#', /-?\d+(?!.*\d)/.exec(message)?.[0] ?? '') : message;
}

/** What is wrong with each field, by its name; that it is no number, say, before that it is too small a one. */
export function faultsOf(error: Error | null, say: Say): Record<string, string> {
  const faults = error instanceof Refused ? (error.problem.faults ?? []) : [];
  const isOfKind = ({ rule }: Fault): number => Number(/^is(?!In$|Length$)/.test(rule ?? ''));
  return Object.fromEntries(
    faults.toSorted((a, b) => isOfKind(a) - isOfKind(b)).map((fault) => [fault.field, faultWords(fault, say)]),
  );
}
