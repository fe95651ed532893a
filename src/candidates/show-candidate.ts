import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import type { CandidateRow } from './list-candidates.query.ts';
import type { CandidateStability } from './questions.ts';
import type { CandidateDrugView, CandidateView } from './views.ts';

/**
 * What is sealed of a candidate, all of it as the municipality gave it but the D marks: what is known of the citizen elsewhere is
 * not its business.
 */
export interface CandidateContent {
  cpr: string;
  name?: string | undefined;
  drugs: CandidateDrugView[];
  stability?: CandidateStability | undefined;
  isRegisteredNotSuited?: boolean | undefined;
}

/** A candidate opened: for the municipality's own nurse, who looks at the whole CPR number too. */
export function showCandidate({ keys: { vault } }: Store, row: CandidateRow): CandidateView {
  const { cpr, name, drugs, stability } = openCandidate(vault, row);
  const { id, careSetting, status, coveragePercent, blockers, expiresAt, caseId } = row;
  return {
    id,
    cpr,
    ...(name !== undefined && { name }),
    careSetting,
    status,
    coveragePercent,
    blockers,
    drugs,
    stability: stability ?? null,
    expiresAt: expiresAt.toISOString(),
    case: caseId,
  };
}

export function openCandidate(
  vault: Store['keys']['vault'],
  { id, citizenId, wrapped, sealed }: Pick<CandidateRow, 'id' | 'citizenId' | 'wrapped' | 'sealed'>,
): CandidateContent {
  return JSON.parse(unseal(vault.unwrap(citizenId, wrapped), `candidate:${id}`, sealed).toString()) as CandidateContent;
}
