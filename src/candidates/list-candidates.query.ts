import type { Pool } from 'pg';
import type { CareSetting } from '../db/tables.ts';
import type { Blocker, CandidatesQuery } from './questions.ts';

export interface CandidateRow {
  id: string;
  citizenId: string;
  careSetting: CareSetting;
  status: 'open' | 'started';
  coveragePercent: number;
  blockers: Blocker[];
  expiresAt: Date;
  caseId: string | null;
  sealed: Buffer;
  wrapped: Buffer;
}

export const candidateColumns = `c.id, c.citizen_id as "citizenId", c.care_setting as "careSetting", c.status,
  c.coverage_percent as "coveragePercent", c.blockers, c.expires_at as "expiresAt", c.case_id as "caseId", c.sealed,
  k.wrapped`;
export const candidateTables = `candidate c join keys.citizen_key k on k.citizen_id = c.citizen_id`;

export type CandidateFilter = Pick<CandidatesQuery, 'careSetting' | 'blocker' | 'minCoverage'> & {
  municipalityId: string;
  isUnblocked: boolean;
  after: { coveragePercent: number; id: string } | undefined;
  limit: number;
};

/** A municipality's candidates, those first who can have most of their medicine packed (index candidate_list). */
export async function listCandidates(pool: Pool, filter: CandidateFilter): Promise<CandidateRow[]> {
  const { municipalityId, careSetting, blocker, isUnblocked, minCoverage, after, limit } = filter;
  const { rows } = await pool.query<CandidateRow>(
    `select ${candidateColumns} from ${candidateTables}
     where c.municipality_id = $1 and ($2::text is null or c.care_setting = $2) and ($3::text is null or $3 = any(c.blockers))
       and (not $4 or c.blockers = '{}') and c.coverage_percent >= coalesce($5, 0)
       and ($6::int is null or (-c.coverage_percent, c.id) > (-$6, $7::uuid))
     order by c.coverage_percent desc, c.id limit $8`,
    [municipalityId, careSetting, blocker, isUnblocked, minCoverage, after?.coveragePercent, after?.id, limit],
  );
  return rows;
}
