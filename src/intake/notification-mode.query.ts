import type { Pool } from 'pg';

/**
 * How a municipality gets its hospital notifications from us. `copy`, the default: its care record stays the receiver and
 * answers the hospital. `receiver`, by choice: we are, and what the hospital asks for is asked of us.
 */
export async function notificationMode(pool: Pool, sor: string): Promise<'copy' | 'receiver'> {
  const { rows } = await pool.query<{ mode: 'copy' | 'receiver' }>({
    name: 'notification-mode',
    text: 'select notification_mode as mode from organisation where sor = $1',
    values: [sor],
  });
  return rows[0]?.mode ?? 'copy';
}
