import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

const advice = {
  da: 'En modtaget besked kunne ikke behandles. Den ligger forseglet i indbakken og kan prøves igen.',
  en: 'A message was received but could not be handled. It lies sealed in the inbox and can be tried again.',
};

export async function openIncident(pool: Pool, kind: 'inbox', subject: string, error: string): Promise<void> {
  await pool.query(
    `insert into incident (id, kind, subject, opened_at, attempts, last_error, advice, status)
     values ($1, $2, $3, clock_timestamp(), 1, $4, $5, 'open')
     on conflict (kind, subject) where status = 'open' do update set attempts = incident.attempts + 1, last_error = excluded.last_error`,
    [randomUUID(), kind, subject, error, JSON.stringify(advice)],
  );
}

export async function resolveIncident(pool: Pool, kind: 'inbox', subject: string): Promise<void> {
  await pool.query(
    `update incident set status = 'resolved', resolved_at = clock_timestamp(), resolution = 'handled'
     where kind = $1 and subject = $2 and status = 'open'`,
    [kind, subject],
  );
}
