import { openIncident, resolveIncident } from '../db/open-incident.ts';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import type { Engine } from '../engine/engine.ts';
import { NeverRetryFault, OtherReleaseFault, plainMessage } from '../kernel/faults.ts';
import { tellUnreached } from './broadcasts.ts';
import type { LedgerAudit } from './ledger-audit.ts';

const page = 50;
/** Longer than one attempt takes: after it, another process takes over what one that died had begun. */
const lease = '60 seconds';

interface Again {
  kind: 'broadcast' | 'ledger';
  subject: string;
  caseId: string;
}

interface Means {
  store: Store;
  engine: Engine;
  audit: LedgerAudit;
}

/** Each throws where it fails as before. */
const attempts: Record<Again['kind'], (again: Again, means: Means) => Promise<void>> = {
  broadcast: ({ subject, caseId }, { store, engine }) => tellUnreached(store, engine, subject.slice(0, 36), caseId),
  ledger: async ({ subject, caseId }, { audit }) => {
    const found = (await audit.ofCase(caseId)).find((each) => `${each.caseId} ${each.what}` === subject);
    if (found) throw new NeverRetryFault(found.what);
  },
};

/**
 * Tries again what a person asked for and no other table holds as due: cases that a broadcast did not reach, and what the
 * ledger audit found. Resolved only when it succeeded (E5); what fails is open, with one attempt more. Returns how many it tried.
 */
export async function tryIncidentsAgain(means: Means): Promise<number> {
  const { pool } = means.store;
  const { rows } = await pool.query<Again>(
    `update incident i set retry_at = clock_timestamp() + $2::interval from (
       select id from incident where status = 'open' and retry_at <= clock_timestamp() order by retry_at limit $1 for update skip locked) due
     where i.id = due.id returning i.kind, i.subject, i.case_id as "caseId"`,
    [page, lease],
  );
  for (const again of rows) await tryAgain(again, means);
  return rows.length;
}

async function tryAgain(again: Again, means: Means): Promise<void> {
  const { pool } = means.store;
  const { kind, subject, caseId } = again;
  try {
    await attempts[kind](again, means);
    await resolveIncident(pool, kind, subject, 'retried');
  } catch (error) {
    // A process of the other release takes it up when our turn with it is over.
    if (error instanceof OtherReleaseFault) return;
    if (isPassing(error)) throw error;
    await openIncident(pool, { kind, subject, caseId, error: plainMessage(error) });
  }
}
