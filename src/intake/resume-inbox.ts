import type { Actor } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import { OtherReleaseFault } from '../kernel/faults.ts';
import { inSpan } from '../telemetry/span.ts';
import { eventsSource, takeEvent } from './take-events.ts';
import type { Intake } from './take-events.ts';
import { putAside, unfinished } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { resolveIncident } from '../db/open-incident.ts';
import { fmkSource, takeFmk } from './take-fmk.ts';
import { medcomSource } from './answer-medcom.ts';
import { takeMedcom } from './take-medcom.ts';

const by: Actor = { kind: 'system', id: 'inbox', role: 'client' };
/** Of each source, at each sweep. */
const page = { limit: 50, share: 10 };

/** How a message of each source is taken, from its bytes on. */
const takes: Readonly<Record<string, (intake: Intake, by: Actor, row: InboxRow) => Promise<unknown>>> = {
  [medcomSource]: takeMedcom,
  [eventsSource]: takeEvent,
  [fmkSource]: takeFmk,
};

/**
 * Takes up messages that were accepted and not finished: the process died, the database was away, or the chart had a fault
 * that a newer version may not have. What was done already is known by its key.
 */
export async function resumeInbox(intake: Intake): Promise<number> {
  let taken = 0;
  for (const source of Object.keys(takes)) {
    const rows = await unfinished(intake.store, source, page);
    for (const row of rows) await takeUp(intake, by, row);
    taken += rows.length;
  }
  return taken;
}

/** One message that cannot be taken must not keep the others behind it waiting. */
export async function takeUp(intake: Intake, actor: Actor, row: InboxRow): Promise<void> {
  const { store } = intake;
  try {
    await inSpan('inbox taken up', { parent: row.trace ?? null }, async () => takes[row.source]?.(intake, actor, row));
    if (await isSettled(store, row.id)) await resolveIncident(store.pool, 'inbox', row.id, 'handled');
  } catch (error) {
    // A process of the other release takes it up when our turn with it is over.
    if (error instanceof OtherReleaseFault) return;
    if (isPassing(error)) throw error;
    await putAside(store, row, error);
  }
}

/** Handled, about nobody here, or not to be read: whichever, there is nothing left to try. */
async function isSettled({ pool }: Store, id: string): Promise<boolean> {
  const { rowCount } = await pool.query(`select from inbox where id = $1 and status not in ('received', 'faulted')`, [
    id,
  ]);
  return rowCount === 1;
}
