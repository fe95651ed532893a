import { openIncident } from '../db/open-incident.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';

const page = 100;

/**
 * Messages that nobody acknowledged in time become incidents, for a person to send again (domain §4.3). They stay sent: an
 * acknowledgement that comes late delivers them all the same. Returns how many there were.
 */
export async function alarmUnacknowledged({ pool, clock }: Store): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Late>(
      `update outbox o set acknowledge_by = null from (
         select id from outbox where status = 'sent' and acknowledge_by <= $2
         order by acknowledge_by limit $1 for update skip locked) late
       where o.id = late.id returning o.key as subject, o.case_id as "caseId", o.organisation_id as "organisationId", o.attempts`,
      [page, await clock(client)],
    );
    for (const late of rows) {
      await openIncident(client, { kind: 'effect', error: 'No acknowledgement came within 30 minutes', ...late });
    }
    return rows.length;
  });
}

interface Late {
  subject: string;
  caseId: string | null;
  organisationId: string | null;
  attempts: number;
}
