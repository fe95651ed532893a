import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { questionsOf } from '../worklist/questions-of.ts';

/** The drug that each of these cases seeks a substitute for. A case that seeks none, or for a private one, is left out. */
export async function proposedDrugs(
  store: Store,
  definitions: Definitions,
  caseIds: readonly string[],
): Promise<Map<string, string>> {
  const asked = await questionsOf(store, definitions, caseIds, await store.clock(store.pool));
  return new Map(
    [...asked].flatMap(([caseId, questions]) => {
      const drugId = questions.find(({ kind }) => kind === 'substitution')?.drugs[0]?.drugId;
      return drugId ? [[caseId, drugId] as const] : [];
    }),
  );
}
