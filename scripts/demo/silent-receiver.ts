import { openIncident } from '../../src/db/open-incident.ts';
import type { Store } from '../../src/db/store.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { danishDate } from '../../workflows/calendar.ts';
import { homeCode } from './people.ts';
import { partiesOf } from './register.ts';

/** Nobody has this name (RFC 2606): whoever sends there gets no answer. */
const address = 'https://apoteket.invalid/dosisflow';
const notices = 3;
/** As often as the system tries by itself. */
const attempts = 6;

/** A pharmacy whose system does not answer: its latest notices are shown as what the system could not do, and may be tried again. */
export async function addSilentReceiver({ pool, clock }: Store): Promise<void> {
  const at = await clock(pool);
  const { pharmacy } = partiesOf(homeCode);
  await pool.query(
    `insert into channel (organisation_id, kind, address, valid_from, recorded_at, recorded_by) values ($1, 'webhook', $2, $3, $4, $5)`,
    [pharmacy, address, danishDate(at), at, directoryId('person', 'dev|administrator')],
  );
  const error = `${address} did not answer`;
  const { rows } = await pool.query<{ subject: string; caseId: string }>(
    `update outbox set status = 'failed', outcome = null, attempts = $3, delivered_at = null, last_error = $4
     where id in (select id from outbox where kind = 'notice' and organisation_id = $1 order by created_at desc limit $2)
     returning key as subject, case_id as "caseId"`,
    [pharmacy, notices, attempts, error],
  );
  for (const failed of rows)
    await openIncident(pool, { kind: 'effect', organisationId: pharmacy ?? null, attempts, error, ...failed });
}
