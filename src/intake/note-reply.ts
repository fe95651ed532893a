import type { Pool } from 'pg';
import { resolveIncident } from '../db/open-incident.ts';
import { inTransaction } from '../db/transaction.ts';

/**
 * Whether this is an answer to a message of ours: in its thread, from whom it was sent to. Whoever answers has got it, and it
 * needs no acknowledgement any more. A sender that the directory does not know is taken for a unit of the receiver [I].
 */
export async function noteReply(
  pool: Pool,
  { threadId, sender }: { threadId: string; sender: string },
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ key: string }>(
      `update outbox o set status = 'delivered', acknowledge_by = null, last_error = null,
         outcome = case when status = 'delivered' then outcome else 'replied' end,
         delivered_at = coalesce(delivered_at, clock_timestamp())
       where thread_id = $1 and message_id is not null
         and not exists (select from organisation s where s.sor = $2 and s.id is distinct from o.organisation_id)
       returning key`,
      [threadId, sender],
    );
    for (const { key } of rows) await resolveIncident(client, 'effect', key, 'delivered');
    return rows.length > 0;
  });
}
