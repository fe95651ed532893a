import type { Pool } from 'pg';
import type { Caller } from '../auth/caller.ts';
import type { IncidentView } from './views.ts';

export interface IncidentRow extends Omit<IncidentView, 'lastError' | 'openedAt' | 'resolvedAt'> {
  lastError: string | null;
  openedAt: Date;
  resolvedAt: Date | null;
}

/**
 * Incidents, the oldest first. An administrator sees them all; a coordinator those of the own organisation, without the
 * technical error and without the case where the incident would tell of a hospital's message (P3).
 */
export async function listIncidents(
  pool: Pool,
  { role, organisationId }: Pick<Caller, 'role' | 'organisationId'>,
  filter: { id?: string; status?: string; after?: { openedAt: string; id: string } | undefined; limit: number },
): Promise<IncidentRow[]> {
  const { id, status, after, limit } = filter;
  const { rows } = await pool.query<IncidentRow>(
    `select i.id, i.kind, i.status, i.opened_at as "openedAt", i.attempts, i.advice, i.resolved_at as "resolvedAt",
       i.resolution, coalesce(i.organisation_id, c.municipality_id) as organisation,
       case when $1 or (i.kind <> 'inbox' and c.workflow <> 'hospital-stay') then i.case_id end as case,
       case when $1 then i.last_error end as "lastError"
     from incident i left join "case" c on c.id = i.case_id
     where ($1 or coalesce(i.organisation_id, c.municipality_id) = $2) and ($3::uuid is null or i.id = $3)
       and ($4::text is null or i.status = $4)
       and ($5::timestamptz is null or (date_trunc('milliseconds', i.opened_at), i.id) > ($5, $6::uuid))
     order by date_trunc('milliseconds', i.opened_at), i.id limit $7`,
    [role === 'administrator', organisationId, id, status, after?.openedAt, after?.id, limit],
  );
  return rows;
}
