import type { Pool } from 'pg';
import type { Caller } from '../auth/caller.ts';
import type { IncidentView } from './views.ts';

export interface IncidentRow extends Omit<IncidentView, 'what' | 'lastError' | 'openedAt' | 'resolvedAt'> {
  /** When it opened, to the microsecond: what the list is ordered by. */
  place: string;
  what: string | null;
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
  filter: {
    id?: string;
    status?: string;
    kind?: string;
    after?: { openedAt: string; id: string } | undefined;
    limit: number;
  },
): Promise<IncidentRow[]> {
  const { id, status, kind, after, limit } = filter;
  const { rows } = await pool.query<IncidentRow>(incidentsSql, [
    role === 'administrator',
    organisationId,
    id ?? null,
    status ?? null,
    after?.openedAt ?? null,
    after?.id ?? null,
    limit,
    kind ?? null,
  ]);
  return rows;
}

/** Of any number: the index `incident_list` gives the order. */
export const incidentsSql = `
  select i.id, i.kind, i.status, i.opened_at as "openedAt", i.attempts, i.advice, i.resolved_at as "resolvedAt",
    i.resolution, coalesce(i.organisation_id, c.municipality_id) as organisation,
    case when $1 or (i.kind <> 'inbox' and c.workflow <> 'hospital-stay') then i.case_id end as case,
    case when $1 then i.last_error end as "lastError",
    case when $1 then case i.kind when 'effect' then (select o.code from outbox o where o.key = i.subject)
      when 'inbox' then (select x.code from inbox x where x.id = i.subject::uuid) end end as what,
    to_char(i.opened_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
  from incident i left join "case" c on c.id = i.case_id
  where ($1 or coalesce(i.organisation_id, c.municipality_id) = $2) and ($3::uuid is null or i.id = $3)
    and ($4::text is null or i.status = $4) and ($8::text is null or i.kind = $8)
    and ($5::timestamptz is null or (i.opened_at, i.id) > ($5, $6::uuid))
  order by i.opened_at, i.id limit $7`;
