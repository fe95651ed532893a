import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { notFound } from '../kernel/problem.ts';
import { candidateColumns, candidateTables } from './list-candidates.query.ts';
import type { CandidateRow } from './list-candidates.query.ts';

/** One of the caller's own municipality; for everyone else there is none. */
export async function findCandidate(store: Store, caller: Caller, id: string): Promise<CandidateRow> {
  const { rows } = await seenBy(store, caller).pool.query<CandidateRow>(
    `select ${candidateColumns} from ${candidateTables} where c.id = $1 and c.municipality_id = $2`,
    [id, caller.organisationId],
  );
  const [found] = rows;
  if (!found) throw notFound('a candidate of your municipality');
  return found;
}
