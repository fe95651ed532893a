import { Refused } from './api.ts';
import type { Text } from './api.ts';
import { texts } from './texts.ts';

/** What went wrong, for the reader: what the server says to programs is in English, and a browser's own words help nobody. */
export function errorWords(error: Error, say: (text: Text) => string): string {
  if (!(error instanceof Refused) || error.status >= 500) return say(texts.noConnection);
  if (error.problem.refusal) return say(error.problem.refusal.message);
  if (error.status === 403) return `${say(texts.notForRole)} ${say(texts.notForRoleHow)}`;
  if (error.status === 429) return say(texts.tooMany);
  return error.message;
}
