import { Refused, answerOf, api } from '../api.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entries.ts';
import type { Given } from './given.ts';

/**
 * How far the sending has come: a case that is opened stays opened whatever is refused after it, and what is recorded is not
 * sent again. The same words have the same key until the server has answered them, so that a lost answer counts once.
 */
export interface Sending {
  caseId: string | undefined;
  recorded: ReadonlySet<string>;
  keys: Map<string, string>;
}

export const unsent = (): Sending => ({ caseId: undefined, recorded: new Set(), keys: new Map() });

export interface NotRecorded {
  entry: Entry;
  refused: Refused;
}

export const wordsOf = ({ type, data }: Pick<Entry, 'data'> & { type: string }): string => JSON.stringify([type, data]);

/** Opens the case, unless it is, and records each entry that is not; throws Refused where the case itself is refused. */
export async function send(
  given: Given,
  sending: Sending,
  progress: (sending: Sending) => void,
): Promise<{ caseId: string; refused: NotRecorded[] }> {
  const { keys } = sending;
  const caseId = sending.caseId ?? (await openCase(given, keys));
  const recorded = new Set(sending.recorded);
  const tell = (): void => progress({ caseId, recorded: new Set(recorded), keys });
  tell();
  const refused: NotRecorded[] = [];
  for (const entry of entriesOf(given)) {
    const words = wordsOf(entry);
    if (recorded.has(words)) continue;
    try {
      await keyed(keys, words, (key) =>
        answerOf(
          api.POST('/api/cases/{id}/commands', {
            params: { path: { id: caseId }, header: { 'Idempotency-Key': key } },
            body: { type: entry.type, data: entry.data },
          }),
        ),
      );
      recorded.add(words);
      tell();
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      refused.push({ entry, refused: error });
    }
  }
  return { caseId, refused };
}

async function openCase(given: Given, keys: Map<string, string>): Promise<string> {
  if (given.candidate) return startPath(given.candidate, given);
  const { way, cpr, name, careSetting, gpPractice, pharmacy, since } = given;
  const data = {
    cpr: cpr.trim(),
    name: name.trim(),
    ...(way && { entry: way }),
    ...(careSetting && { careSetting }),
    ...(gpPractice && { gpPractice }),
    ...(pharmacy && { pharmacy }),
    ...(way === 'alreadyOnDosePacking' && since && { since }),
  };
  const opened = await keyed(keys, wordsOf({ type: 'openCase', data }), (key) =>
    answerOf(
      api.POST('/api/cases', {
        params: { header: { 'Idempotency-Key': key } },
        body: { workflow: 'dose-dispensing', data },
      }),
    ),
  );
  return opened.id;
}

/** From the list of candidates, which opens a case once: asked again it answers the same. */
async function startPath(id: string, { gpPractice, pharmacy }: Given): Promise<string> {
  const started = await answerOf(
    api.POST('/api/candidates/{id}/start', {
      params: { path: { id } },
      body: { ...(gpPractice && { gpPractice }), ...(pharmacy && { pharmacy }) },
    }),
  );
  return started.case;
}

/** A refusal repeats under its key: the next try is a new one. */
async function keyed<Answer>(
  keys: Map<string, string>,
  words: string,
  ask: (key: string) => Promise<Answer>,
): Promise<Answer> {
  const key = keys.get(words) ?? crypto.randomUUID();
  keys.set(words, key);
  try {
    return await ask(key);
  } catch (error) {
    if (error instanceof Refused) keys.delete(words);
    throw error;
  }
}
