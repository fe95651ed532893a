import type { CaseView, Text } from '../api.ts';
import { texts } from '../texts.ts';

/** The citizen's name, or for those who may not know it the beginning of the case's id, so that cases can be told apart. */
export function nameOf(
  { id, citizen }: { id: string; citizen?: CaseView['citizen'] | undefined },
  say: (text: Text) => string,
): string {
  return citizen?.name ?? `${say(texts.withoutName)} ${id.slice(0, 8)}`;
}
