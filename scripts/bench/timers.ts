import type { Store } from '../../src/db/store.ts';

/** What the open task of each of these cases waits for is due: one timer each, whatever else is armed. */
export async function makeDue({ pool }: Store, caseIds: readonly string[]): Promise<void> {
  await pool.query(
    `update timer t set due_at = clock_timestamp() - interval '1 minute' from task
     where t.case_id = any($1) and task.case_id = t.case_id and task.closed_at is null and t.key like '%.' || task.key`,
    [caseIds],
  );
}
