import type { Caller } from '../auth/caller.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { actorOf } from '../auth/actor-of.ts';
import { unseal } from '../db/seal.ts';
import { Problem } from '../kernel/problem.ts';
import { findMessage, isReplayable } from './read-message.ts';
import { takeUp } from './resume-inbox.ts';
import type { Intake } from './take-events.ts';

/**
 * Takes a message up again that was not finished, now: the answer is what became of it. Whoever else has it just now is left
 * to it. The same message never does its work twice: the engine knows it by its key (E2).
 */
export async function replayMessage(intake: Intake, caller: Caller, id: string): Promise<void> {
  const { pool, keys, clock } = intake.store;
  const message = await findMessage(intake.store, caller, id);
  if (!isReplayable(message, caller)) {
    const detail = message.isKept
      ? 'Beskeden er behandlet: den samme besked ændrer intet en gang til'
      : 'Beskedens indhold er slettet: bed afsenderen sende den igen';
    throw new Problem(409, 'not-replayable', 'The message cannot be taken up again', detail);
  }
  const { rows } = await pool.query<{ sealed: Buffer; day: string; wrapped: Buffer; trace: string | null }>(
    `update inbox i set attempts = attempts + 1, retry_at = clock_timestamp() + interval '1 minute'
     from keys.day_key k where i.id = $1 and k.day = i.key_day and i.sealed is not null
       and (i.status <> 'received' or i.retry_at is null or i.retry_at <= clock_timestamp())
     returning i.sealed, i.key_day::text as day, k.wrapped, i.trace`,
    [id],
  );
  const [row] = rows;
  if (!row) {
    throw new Problem(
      409,
      'being-handled',
      'The message is being handled',
      'Beskeden er ved at blive behandlet; se igen om lidt',
    );
  }
  const at = await clock(pool);
  await writeAudit(pool, { at, caller, action: 'change', detail: `message ${id} replayed`, purpose: 'operation' });
  const raw = unseal(keys.vault.unwrap(row.day, row.wrapped), `inbox:${id}`, row.sealed);
  const { source, mediaType } = message;
  await takeUp(intake, actorOf(caller), { id, source, mediaType, raw, trace: row.trace });
}
