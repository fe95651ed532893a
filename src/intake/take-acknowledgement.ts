import { openIncident, resolveIncident } from '../db/open-incident.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import { parseAcknowledgement } from '../integration/medcom/parse-acknowledgement.ts';
import type { ParsedAcknowledgement } from '../integration/medcom/parse-acknowledgement.ts';
import type { Read } from '../integration/medcom/read.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import type { Reply } from './answer-medcom.ts';
import { settle } from './inbox.ts';
import type { InboxRow } from './inbox.ts';

/**
 * An answer to a message of ours. By `ok` it is delivered: nobody waits any more, and an alarm about it is over. Any other
 * answer is an incident, as the receiver has not got it. Never acknowledged itself: that would never end (KR2).
 */
export async function takeAcknowledgement(
  store: Store,
  row: InboxRow,
  { bundle }: Extract<Read, { kind: 'bundle' }>,
): Promise<Reply> {
  const answer = parseAcknowledgement(bundle);
  const isKnown = answer !== undefined && (await noteAnswer(store, answer));
  crashPoint('acknowledgementNoted');
  await settle(store, row, { id: row.id, status: isKnown ? 'handled' : 'unmatched', code: 'acknowledgement' });
  return { status: 202, format: 'json', resource: undefined };
}

/**
 * Whether it answers one of our messages, from whom it was sent to; a sender that the directory does not know is taken for a
 * unit of the receiver, as in noteReply [I]. One that is delivered stays so, whatever comes after.
 */
async function noteAnswer({ pool }: Store, { of, code, sender }: ParsedAcknowledgement): Promise<boolean> {
  const isOk = code === 'ok';
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Answered>(
      `select key, status, case_id as "caseId", organisation_id as "organisationId", attempts from outbox o
       where message_id::text = $1
         and not exists (select from organisation s where s.sor = $2 and s.id is distinct from o.organisation_id)
       for update`,
      [of.toLowerCase().replace(/^urn:uuid:/, ''), sender ?? null],
    );
    const [sent] = rows;
    if (!sent || sent.status === 'delivered') return sent !== undefined;
    const error = `The receiver answered ${code}`;
    await client.query(
      `update outbox set status = case when $2 then 'delivered' else 'failed' end, acknowledge_by = null,
         delivered_at = case when $2 then clock_timestamp() end, outcome = case when $2 then 'acknowledged' end,
         last_error = case when $2 then null else $3 end where key = $1`,
      [sent.key, isOk, error],
    );
    if (isOk) await resolveIncident(client, 'effect', sent.key, 'delivered');
    else await openIncident(client, { kind: 'effect', subject: sent.key, error, ...sent });
    return true;
  });
}

interface Answered {
  key: string;
  status: string;
  caseId: string | null;
  organisationId: string | null;
  attempts: number;
}
