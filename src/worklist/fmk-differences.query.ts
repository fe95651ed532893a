import type { Pool } from 'pg';

/** What a comparison of all citizens with FMK found otherwise at this case: no notification had told it. */
export interface FmkDifference {
  foundAt: Date;
  /** By the name of the fact in its workflow. */
  fact: string;
  /** `told`: FMK shows it, and the case did not. `gone`: the other way round. */
  change: 'told' | 'gone';
  number: number;
}

/** The newest first; as far back as walks are kept. */
export async function fmkDifferences(pool: Pool, caseId: string): Promise<FmkDifference[]> {
  const { rows } = await pool.query<FmkDifference>(
    `select r.started_at as "foundAt", d.fact, d.change, d.number
     from fmk_difference d join fmk_resync r on r.id = d.walk
     where d.case_id = $1 order by r.started_at desc, d.fact, d.change limit 20`,
    [caseId],
  );
  return rows;
}
