/** The levels of NSIS, lowest first: how sure it is that somebody is who he says (low, substantial, high; lav, betydelig, høj). */
export const assurances = ['low', 'substantial', 'high'] as const;
export type Assurance = (typeof assurances)[number];

/** `https://data.gov.dk/concept/core/nsis/Substantial`, as NemLog-in writes it, or the word alone. */
export function assuranceOf(text: string): Assurance | undefined {
  const word = text.replace(/^https:\/\/data\.gov\.dk\/concept\/core\/nsis\//, '').toLowerCase();
  return assurances.find((each) => each === word);
}

/** One that is not known is below every other. */
export function isBelow(level: Assurance | undefined, least: Assurance): boolean {
  return assurances.findIndex((each) => each === level) < assurances.indexOf(least);
}
