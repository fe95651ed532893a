import type { Pool } from 'pg';
import type { IncidentKind } from './views.ts';

/** What was known of the subject when the attempt began, to tell its end by. */
interface Attempt {
  attempts: number;
  token?: number;
}

interface RetrySubject {
  /** Makes it due now; undefined where there is nothing to try. */
  begin(pool: Pool, subject: string): Promise<Attempt | undefined>;
  look(pool: Pool, subject: string, attempt: Attempt): Promise<Outcome>;
}

/** `failed` carries the subject's own error where that is newer than the incident's. */
export type Outcome = { kind: 'done' | 'waiting' | 'gone' } | { kind: 'failed'; error?: string };

/** Of what has no row of its own: the incident itself is due, for `tryIncidentsAgain`. */
const byIncident = (kind: IncidentKind): RetrySubject => ({
  begin: async (pool, subject) => {
    const { rows } = await pool.query<Attempt>(
      `update incident set retry_at = clock_timestamp() where kind = $1 and subject = $2 and status = 'open' returning attempts`,
      [kind, subject],
    );
    return rows[0];
  },
  look: async (pool, subject, { attempts }) => {
    const { rows } = await pool.query<Attempt>(
      `select attempts from incident where kind = $1 and subject = $2 and status = 'open'`,
      [kind, subject],
    );
    if (!rows[0]) return { kind: 'done' };
    return { kind: rows[0].attempts > attempts ? 'failed' : 'waiting' };
  },
});

/** How each kind of incident is tried again. Attempts run on real time. */
export const subjects: Record<IncidentKind, RetrySubject> = {
  broadcast: byIncident('broadcast'),
  ledger: byIncident('ledger'),

  effect: {
    begin: async (pool, key) => {
      const { rows } = await pool.query<Attempt>(
        `update outbox set due_at = clock_timestamp(), last_error = null, status = case status when 'delivered' then status else 'pending' end
         where key = $1 returning attempts`,
        [key],
      );
      return rows[0];
    },
    look: async (pool, key) => {
      const { rows } = await pool.query<{ status: string; error: string | null }>(
        'select status, last_error as error from outbox where key = $1',
        [key],
      );
      if (!rows[0]) return { kind: 'gone' };
      const { status, error } = rows[0];
      if (status === 'delivered') return { kind: 'done' };
      return error === null ? { kind: 'waiting' } : { kind: 'failed', error };
    },
  },

  timer: {
    begin: async (pool, subject) => {
      const { rows } = await pool.query<Attempt>(
        `update timer set retry_at = clock_timestamp() where case_id = $1 and key = $2 returning attempts, token`,
        timerOf(subject),
      );
      // A timer whose row is gone has fired or was cancelled: there is no failure left.
      return rows[0] ?? { attempts: 0 };
    },
    look: async (pool, subject, { attempts, token }) => {
      const { rows } = await pool.query<Required<Attempt>>(
        'select attempts, token from timer where case_id = $1 and key = $2',
        timerOf(subject),
      );
      const row = rows[0];
      if (!row || row.token !== token) return { kind: 'done' };
      return { kind: row.attempts > attempts ? 'failed' : 'waiting' };
    },
  },

  inbox: {
    begin: async (pool, id) => {
      const { rows } = await pool.query<Attempt>(
        `update inbox set retry_at = clock_timestamp() where id = $1 and sealed is not null returning attempts`,
        [id],
      );
      return rows[0];
    },
    look: async (pool, id, { attempts }) => {
      const { rows } = await pool.query<Attempt & { status: string; resting: boolean }>(
        `select status, attempts, retry_at is null as resting from inbox where id = $1`,
        [id],
      );
      const row = rows[0];
      if (!row) return { kind: 'gone' };
      if (row.status === 'handled' || row.status === 'unmatched') return { kind: 'done' };
      const ended = row.attempts > attempts && row.resting;
      return { kind: ended || row.status === 'unreadable' ? 'failed' : 'waiting' };
    },
  },

  fmk: {
    begin: async (pool, subject) => {
      const { rows } = await pool.query<Attempt>(
        `update fmk_question set due_at = clock_timestamp() where subject = $1 returning attempts`,
        [subject],
      );
      // A question whose row is gone has its answer.
      return rows[0] ?? { attempts: 0 };
    },
    look: async (pool, subject, { attempts }) => {
      const { rows } = await pool.query<Attempt>('select attempts from fmk_question where subject = $1', [subject]);
      const row = rows[0];
      if (!row) return { kind: 'done' };
      return { kind: row.attempts > attempts ? 'failed' : 'waiting' };
    },
  },
};

/** A timer incident's subject is the case's id and the timer's key. */
function timerOf(subject: string): [string, string] {
  return [subject.slice(0, 36), subject.slice(37)];
}
