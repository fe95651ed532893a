import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import { overseenBy } from '../auth/seen-by.ts';
import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import { emergencyOpenings } from './emergency-openings.query.ts';
import { notePlace } from './grant-access.ts';
import { showOpening } from './list-emergency-openings.ts';
import type { FollowUp } from './questions.ts';

/** What the data protection officer found of an emergency opening, once. An objection ends it at once where it still runs. */
export async function followUpOpening(store: Store, caller: Caller, id: string, { verdict, note }: FollowUp) {
  const { pool, keys, clock } = store;
  const seen = overseenBy(store, caller);
  const asked = { id, limit: 1 };
  const [found] = await emergencyOpenings(seen.pool, asked);
  if (!found) throw notFound('an emergency opening with this id');
  const { citizenId, wrapped } = found;
  const sealed = citizenId && wrapped ? seal(keys.vault.unwrap(citizenId, wrapped), notePlace(id), note) : null;
  const at = await clock(pool);
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `update personal_access set verdict = $2, note = $3, followed_up_at = $4, followed_up_by = $5,
         until = case when $2 = 'objected' then least(until, $4::timestamptz) else until end
       where id = $1 and verdict is null`,
      [id, verdict, sealed, at, caller.id],
    );
    if (rowCount === 0) {
      throw new Problem(409, 'already-followed-up', 'It has been followed up', 'Åbningen er allerede fulgt op');
    }
    const detail = `emergency opening ${verdict}` as const;
    await writeAudit(client, { at, caller, action: 'change', caseId: found.caseId, detail, purpose: 'operation' });
  });
  const [followed] = await emergencyOpenings(seen.pool, asked);
  return showOpening(keys.vault, followed ?? found);
}
