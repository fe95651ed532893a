import type { PoolClient } from 'pg';
import { eraseUnknown } from '../audit/remove-past-retention.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { findCandidate } from './find-candidate.ts';
import type { DeclineCandidate } from './questions.ts';

const page = 100;

/** Nothing is kept of a citizen who is not to be dose packed: the list is not a record. */
export async function declineCandidate(
  store: Store,
  caller: Caller,
  id: string,
  { reason }: DeclineCandidate,
): Promise<void> {
  const { citizenId } = await findCandidate(store, caller, id);
  const at = await store.clock(store.pool);
  await inTransaction(store.pool, async (client) => {
    await erase(client, [id], at, `candidate declined: ${reason}`, caller.id);
    const detail = `candidate declined ${id}: ${reason}` as const;
    await writeAudit(client, { at, caller, action: 'change', citizenId, detail, purpose: 'treatment' });
  });
}

/** Candidates that nobody took up in time, a page at a time. Returns how many there were. */
export async function eraseExpiredCandidates({ pool, clock }: Store): Promise<number> {
  return inTransaction(pool, async (client) => {
    const at = await clock(client);
    const { rows } = await client.query<{ id: string }>(
      'select id from candidate where expires_at <= $1 order by expires_at limit $2 for update skip locked',
      [at, page],
    );
    const ids = rows.map(({ id }) => id);
    await erase(client, ids, at, 'candidate not taken up in time', 'expiry');
    return rows.length;
  });
}

/** The candidates, and of those citizens of whom nothing else is known everything. */
async function erase(
  client: PoolClient,
  ids: readonly string[],
  at: string,
  ground: string,
  by: string,
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await client.query<{ id: string }>(
    'delete from candidate where id = any($1::uuid[]) returning citizen_id as id',
    [ids],
  );
  await eraseUnknown(
    client,
    rows.map(({ id }) => id),
    { at, ground, by },
  );
}
