import type { Pool, PoolClient } from 'pg';

/** The role that reads for people: bound by the policies of the tables, as the engine's role, their owner, is not. */
export const readerRole = 'dosisflow_reader';

/** What is read for people by row: a policy says which rows (migration 0014). */
export const readByRow = [
  '"case"',
  'journal',
  'timer',
  'task',
  'fee_charge',
  'statistic',
  'candidate',
  'citizen',
  'citizen_number',
  'keys.citizen_key',
  'participation',
  'personal_access',
  'case_note',
  'saved_view',
  'audit',
  'incident',
  'inbox',
  'outbox',
  'fmk_question',
  'fmk_difference',
] as const;

/** Organisations, products, rules, time, and how many wait and for how long: of no citizen. */
export const readWhole = [
  'organisation',
  'person',
  'deputy',
  'contact',
  'practice_system',
  'quality_cluster',
  'care_record',
  'care_record_link',
  'cluster_package',
  'clock',
  'price_list',
  'drug',
  'package',
  'dose_substitution',
  'back_order',
  'supply_reading',
  'policy_set',
  'policy_introduction',
  'tariff',
  'agreement',
  'fmk_resync',
  'waiting_count',
  'waiting_count_change',
  'dwell',
  'dwell_change',
  'keys.system_key',
] as const;

/** Views of what a data protection officer follows up: they show rows of their own condition, whatever the policies. */
export const readAsOversight = ['overseen_access', 'overseen_opening'] as const;

/** Of these no more than what is listed here: how far a message has come, and not what it says. */
export const readInPart = {
  broadcast: ['id', 'type', 'handled', 'expected', 'created_at', 'finished_at'],
} as const;

/**
 * Makes the reader and grants it what it may read. Answers a sentence for the operator where this database's user may not:
 * production stops with it, a trial goes on under the engine's role, and the API alone separates organisations. To be called
 * under the lock of migrations: grants of two processes at once would fail.
 */
export async function prepareReader(pool: Pool): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    // Roles are the server's: a process of another database may make it at the same moment.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = '${readerRole}') then create role ${readerRole} nologin; end if;
      if not pg_has_role(current_user, '${readerRole}', 'member') then grant ${readerRole} to current_user; end if;
    exception when duplicate_object or unique_violation or insufficient_privilege then null; end $$`);
    const { rows } = await client.query<{ known: boolean; user: string }>(
      `select exists (select from pg_roles where rolname = $1) as known, current_user as user`,
      [readerRole],
    );
    const { known = false, user = '' } = rows[0] ?? {};
    if (!known || !(await mayBecomeReader(client))) return missing(user);
    await client.query(`grant usage on schema public, keys to ${readerRole};
      grant select on ${[...readByRow, ...readWhole, ...readAsOversight].join(', ')} to ${readerRole};
      grant insert on audit to ${readerRole};
      ${Object.entries(readInPart)
        .map(([table, columns]) => `grant select (${columns.join(', ')}) on ${table} to ${readerRole};`)
        .join('\n')}`);
    return undefined;
  } finally {
    client.release();
  }
}

async function mayBecomeReader(client: PoolClient): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(`set local role ${readerRole}`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    return false;
  } finally {
    await client.query('rollback');
  }
}

function missing(user: string): string {
  return `Row-level security is off, for the database user "${user}" may not make or become ${readerRole}. Have an administrator of PostgreSQL run: CREATE ROLE ${readerRole} NOLOGIN; GRANT ${readerRole} TO "${user}"; and start Dosisflow again.`;
}
