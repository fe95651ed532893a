import { setClock } from '../db/clock.ts';
import type { Store } from '../db/store.ts';
import { alarmUnacknowledged } from './alarm-unacknowledged.ts';
import type { Chores } from './chores.ts';
import { nextDigestAfter } from './make-digests.ts';

export interface Stepped {
  now: string;
  fired: number;
}

/**
 * Moves the simulated clock to `to`, stopping at each due instant on the way until everything is quiet, so that a timer
 * sees the time it was armed for and what it causes happens in order.
 */
export async function stepClock(store: Store, chores: Chores, to: string): Promise<Stepped> {
  const client = await store.pool.connect();
  try {
    // Two that step at once would each set the time that the other has just passed.
    await client.query('select pg_advisory_lock(471102)');
    return await step(store, chores, to);
  } finally {
    await client.query('select pg_advisory_unlock(471102)').catch(() => {});
    client.release();
  }
}

async function step(store: Store, chores: Chores, to: string): Promise<Stepped> {
  const { pool, clock } = store;
  let fired = 0;
  for (;;) {
    fired += await untilQuiet(store, chores);
    const { rows } = await pool.query<{ due: Date | null }>(
      `select least(
         (select min(due_at) from timer where retry_at is null and due_at <= $1),
         (select min(acknowledge_by) from outbox where status = 'sent' and acknowledge_by <= $1)) as due`,
      [to],
    );
    const now = await clock(pool);
    const digest = await nextDigestAfter(store, now);
    const [due] = [rows[0]?.due?.toISOString(), digest].flatMap((at) => (at && at <= to ? [at] : [])).toSorted();
    if (!due) break;
    if (due > now) await setClock(pool, due);
  }
  const now = await clock(pool);
  if (to > now) await setClock(pool, to);
  return { now: await clock(pool), fired };
}

async function untilQuiet(store: Store, chores: Chores): Promise<number> {
  let fired = 0;
  for (;;) {
    const timers = await chores.run('timers');
    let other = await alarmUnacknowledged(store);
    for (const chore of ['digests', 'messages', 'notices', 'broadcasts'] as const) other += await chores.run(chore);
    fired += timers;
    if (timers + other === 0) return fired;
  }
}
