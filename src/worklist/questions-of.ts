import type { Question } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';

import { readCases } from '../engine/read-family.ts';
import type { Definitions } from '../engine/read-family.ts';
import { privateDrugsIn } from './private-drugs.ts';

/** What may be asked about each of these cases; which of it is, the keys of the tasks say. A drug marked private is not named. */
export async function questionsOf(
  store: Pick<Store, 'pool' | 'keys'>,
  definitions: Definitions,
  caseIds: readonly string[],
  at: string,
): Promise<Map<string, Question[]>> {
  const asked = await askedAbout(store, definitions, caseIds, at);
  return new Map([...asked].map(([id, { questions }]) => [id, questions]));
}

interface AskedAbout {
  questions: Question[];
  /** The citizen's, where the case has one. */
  pharmacyId: string | undefined;
}

/** The same, with the pharmacy that the prescriptions go to. */
export async function askedAbout(
  { pool, keys }: Pick<Store, 'pool' | 'keys'>,
  definitions: Definitions,
  caseIds: readonly string[],
  at: string,
): Promise<Map<string, AskedAbout>> {
  const read = await readCases(pool, keys.vault, definitions, caseIds, at);
  const asked = new Set(caseIds);
  const otherRoots = [...new Set(read.map(({ row }) => row.familyId))].filter((id) => !asked.has(id));
  const roots = otherRoots.length > 0 ? await readCases(pool, keys.vault, definitions, otherRoots, at) : [];
  const hidden = new Map([...read, ...roots].map((each) => [each.row.id, privateDrugsIn([each])]));
  return new Map(
    read.map(({ row, definition, state, parties }) => {
      const known: Question[] = definition.questions?.(state.snapshot.context as never) ?? [];
      const questions = known.map((question) => withoutPrivate(question, hidden.get(row.familyId) ?? none));
      return [row.id, { questions, pharmacyId: parties.pharmacy }];
    }),
  );
}

const none: ReadonlySet<string> = new Set();

function withoutPrivate(question: Question, hidden: ReadonlySet<string>): Question {
  const drugs = question.drugs.filter(({ drugId }) => !hidden.has(drugId));
  return drugs.length === question.drugs.length ? question : { ...question, drugs, hasPrivateDrugs: true };
}
