import type { Pool } from 'pg';
import type { ChannelKind } from './channel-views.ts';

export interface ChannelRow {
  kind: ChannelKind;
  address: string | null;
  from: string;
  recordedAt: string;
}

/** Every channel that an organisation had, has and will have; of one day the last recorded counts. */
export async function listChannels(pool: Pool, organisationId: string): Promise<ChannelRow[]> {
  const { rows } = await pool.query<Omit<ChannelRow, 'recordedAt'> & { recordedAt: Date }>(
    `select kind, address, valid_from::text as "from", recorded_at as "recordedAt" from channel
     where organisation_id = $1 order by valid_from desc, seq desc`,
    [organisationId],
  );
  return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
}
