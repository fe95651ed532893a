import type { Pool } from 'pg';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { CommitBell } from '../engine/engine.module.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import { listIncidents } from './list-incidents.query.ts';
import { subjects } from './retry-subjects.ts';
import type { Outcome } from './retry-subjects.ts';
import type { RetryView } from './views.ts';

const waitMs = 10_000;
const pollMs = 100;

/**
 * Has what failed tried again at once, by whoever does such work, and says how it went: done only when it is done (E5).
 * Nothing is claimed of an attempt that has not ended within ten seconds; it goes on.
 */
export async function retryIncident(
  store: Store,
  bell: CommitBell,
  caller: Caller,
  incidentId: string,
  wait = waitMs,
): Promise<RetryView> {
  const { pool, clock } = store;
  const [shown] = await listIncidents(pool, caller, { id: incidentId, limit: 1 });
  if (!shown) throw notFound('an incident with this id');
  if (shown.status === 'resolved') {
    throw new Problem(409, 'incident-resolved', 'The incident is resolved', 'Hændelsen er allerede løst');
  }
  const subject = subjects[shown.kind];
  const before = await incidentNow(pool, incidentId);
  const attempt = await subject.begin(pool, before.subject);
  const at = await clock(pool);
  const of = shown.case ? { caseId: shown.case } : {};
  await writeAudit(pool, { at, caller, action: 'change', ...of, detail: 'incident retried', purpose: 'operation' });
  bell.ring({ decided: 0, messages: 1, notices: 1, broadcasts: 0, timersDueBy: at });

  for (const until = Date.now() + wait; Date.now() < until; await pause()) {
    const outcome: Outcome = attempt ? await subject.look(pool, before.subject, attempt) : { kind: 'gone' };
    if (outcome.kind === 'done') {
      await resolve(pool, incidentId);
      return { succeeded: true, waiting: false };
    }
    if (outcome.kind === 'gone') return failed(caller, 'There is nothing left to try');
    const now = await incidentNow(pool, incidentId);
    if (outcome.kind === 'failed') return failed(caller, outcome.error ?? now.lastError);
    if (now.attempts > before.attempts) return failed(caller, now.lastError);
  }
  return { succeeded: false, waiting: true };
}

/** The technical error is for administrators. */
function failed({ role }: Caller, lastError: string): RetryView {
  return { succeeded: false, waiting: false, ...(role === 'administrator' && { lastError }) };
}

interface IncidentNow {
  subject: string;
  attempts: number;
  lastError: string;
}

async function incidentNow(pool: Pool, id: string): Promise<IncidentNow> {
  const { rows } = await pool.query<IncidentNow>(
    'select subject, attempts, last_error as "lastError" from incident where id = $1',
    [id],
  );
  if (!rows[0]) throw notFound('an incident with this id');
  return rows[0];
}

async function resolve(pool: Pool, id: string): Promise<void> {
  await pool.query(
    `update incident set status = 'resolved', resolved_at = clock_timestamp(), resolution = 'retried' where id = $1 and status = 'open'`,
    [id],
  );
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pollMs));
}
