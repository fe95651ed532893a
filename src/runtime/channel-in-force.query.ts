import type { Pool, PoolClient } from 'pg';

/** How an organisation is told: by a message, at an address, or by its tasks alone. */
export type Channel = { kind: 'careCommunication' | 'webhook' | 'email'; address: string } | { kind: 'task' };

/** The channel in force on this Danish date; until one is recorded, the address that the register gives the organisation. */
export async function channelInForce(pool: Pool | PoolClient, organisationId: string, today: string): Promise<Channel> {
  const { rows } = await pool.query<{ kind: Channel['kind']; address: string | null }>(
    `with recorded as (
       select kind, address from channel where organisation_id = $1 and valid_from <= $2::date
       order by valid_from desc, seq desc limit 1)
     select kind, address from recorded
     union all
     select 'webhook', webhook_url from organisation where id = $1 and not exists (select from recorded)`,
    [organisationId, today],
  );
  const [found] = rows;
  if (!found || found.kind === 'task' || found.address === null) return { kind: 'task' };
  return { kind: found.kind, address: found.address };
}
