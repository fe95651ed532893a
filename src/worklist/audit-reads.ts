import type { Store } from '../db/store.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';

/** A list shows cases too (P2): one row for each, so that a citizen's log names everyone who saw the case. */
export async function auditReads(
  { pool, clock }: Pick<Store, 'pool' | 'clock'>,
  caller: Caller,
  caseIds: readonly string[],
  detail: string,
  purpose: Purpose,
): Promise<void> {
  if (caseIds.length === 0) return;
  await pool.query({
    name: 'audit-reads',
    text: `insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, case_id, detail, purpose)
      select $1, $2, $3, $4, $5, 'read', case_id, $7, $8 from unnest($6::uuid[]) as case_id`,
    values: [
      await clock(pool),
      caller.kind,
      caller.id,
      caller.role,
      caller.organisationId,
      [...new Set(caseIds)],
      detail,
      purpose,
    ],
  });
}
