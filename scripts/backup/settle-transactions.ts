import type { Pool } from 'pg';

const page = 10_000;
/** The first number of an ordinary transaction: older than all that is to come. */
const longAgo = '3';

/**
 * Another server counts its transactions anew. What the pages would hear of as having moved (live-moves.query.ts) must not
 * bear a number that this server has yet to give.
 */
export async function settleTransactions(pool: Pool): Promise<void> {
  for (const [table, column, key] of [
    ['journal', 'xact', 'case_id, seq'],
    ['task', 'moved_in', 'id'],
  ] as const) {
    for (let settled = page; settled === page;) {
      const { rowCount } = await pool.query(
        `update ${table} set ${column} = '${longAgo}' where (${key}) in (
           select ${key} from ${table} where ${column} > pg_snapshot_xmax(pg_current_snapshot()) limit ${page})`,
      );
      settled = rowCount ?? 0;
    }
  }
}
