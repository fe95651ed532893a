import type { Actor } from '../../workflows/definition.ts';
import type { Store } from '../db/store.ts';
import { isPassing } from '../db/transaction.ts';
import { plainMessage } from '../kernel/faults.ts';
import { eventsSource, takeEvent } from './take-events.ts';
import type { Intake } from './take-events.ts';
import { settle, unfinished } from './inbox.ts';
import type { InboxRow } from './inbox.ts';
import { openIncident, resolveIncident } from './open-incident.ts';
import { medcomSource, takeNotification } from './take-notification.ts';

const by: Actor = { kind: 'system', id: 'inbox', role: 'client' };
const page = 50;

/**
 * Takes up messages that were accepted and not finished: the process died, the database was away, or the chart had a fault
 * that a newer version may not have. What was done already is known by its key.
 */
export async function resumeInbox(intake: Intake): Promise<number> {
  const { store, engine } = intake;
  const notifications = await unfinished(store, medcomSource, page);
  for (const row of notifications) {
    await orPutAside(store, row, async () => {
      const reply = await takeNotification(store, engine, by, row);
      if (reply.effect) await resolveIncident(store.pool, 'inbox', row.id);
    });
  }
  const events = await unfinished(store, eventsSource, page);
  for (const row of events) {
    await orPutAside(store, row, async () => {
      const { result } = await takeEvent(intake, by, row);
      if (result !== 'faulted') await resolveIncident(store.pool, 'inbox', row.id);
    });
  }
  return notifications.length + events.length;
}

/** One message that cannot be taken must not keep the others behind it waiting. */
async function orPutAside(store: Store, row: InboxRow, take: () => Promise<void>): Promise<void> {
  try {
    await take();
  } catch (error) {
    if (isPassing(error)) throw error;
    await settle(store, row, { id: row.id, status: 'faulted', reason: plainMessage(error) });
    await openIncident(store.pool, 'inbox', row.id, plainMessage(error));
  }
}
