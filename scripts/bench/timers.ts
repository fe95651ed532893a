import type { Store } from '../../src/db/store.ts';

/** Everything that these cases wait for is due. */
export async function makeDue({ pool }: Store, caseIds: readonly string[]): Promise<void> {
  await pool.query(`update timer set due_at = clock_timestamp() - interval '1 minute' where case_id = any($1)`, [
    caseIds,
  ]);
}
