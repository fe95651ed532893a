import type { Pool } from 'pg';
import { Problem } from '../kernel/problem.ts';
import type { Caller } from './caller.ts';

/** What holds for the whole country is changed by those who coordinate all of it, and by administrators. */
export async function requireProgramme(pool: Pool, { role, organisationId }: Caller): Promise<void> {
  if (role === 'administrator') return;
  const { rows } = await pool.query<{ kind: string }>('select kind from organisation where id = $1', [organisationId]);
  if (rows[0]?.kind === 'authority') return;
  throw new Problem(403, 'forbidden', 'You may not do this', 'Expected a national coordinator or an administrator');
}
