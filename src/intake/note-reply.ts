import type { Pool } from 'pg';
import { resolveIncident } from '../db/open-incident.ts';
import { inTransaction } from '../db/transaction.ts';

/** Whether a thread is one of ours. Whoever replies has got our message: it needs no acknowledgement any more. */
export async function noteReply(pool: Pool, threadId: string): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ key: string }>(
      `update outbox set status = 'delivered', acknowledge_by = null, last_error = null,
         outcome = case when status = 'delivered' then outcome else 'replied' end,
         delivered_at = coalesce(delivered_at, clock_timestamp())
       where thread_id = $1 and message_id is not null returning key`,
      [threadId],
    );
    for (const { key } of rows) await resolveIncident(client, 'effect', key, 'delivered');
    return rows.length > 0;
  });
}
