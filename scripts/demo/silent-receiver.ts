import type { Store } from '../../src/db/store.ts';
import { directoryId } from '../../src/directory/seed-directory.ts';
import { danishDate } from '../../workflows/calendar.ts';
import { homeCode } from './people.ts';
import { partiesOf } from './register.ts';

/** Nobody has this name (RFC 2606): whoever sends there gets no answer. */
const address = 'https://apoteket.invalid/dosisflow';
const notices = 3;

/**
 * A pharmacy whose system does not answer: its latest notices are sent by the server that is started, fail, and are shown as
 * what the system could not do.
 */
export async function addSilentReceiver({ pool, clock }: Store): Promise<void> {
  const at = await clock(pool);
  const { pharmacy } = partiesOf(homeCode);
  await pool.query(
    `insert into channel (organisation_id, kind, address, valid_from, recorded_at, recorded_by) values ($1, 'webhook', $2, $3, $4, $5)`,
    [pharmacy, address, danishDate(at), at, directoryId('person', 'dev|administrator')],
  );
  await pool.query(
    `update outbox set status = 'pending', outcome = null, attempts = 0, delivered_at = null, due_at = clock_timestamp()
     where id in (select id from outbox where kind = 'notice' and organisation_id = $1 order by created_at desc limit $2)`,
    [pharmacy, notices],
  );
}
