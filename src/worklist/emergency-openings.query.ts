import type { Pool } from 'pg';
import type { Role } from '../../workflows/definition.ts';

export interface EmergencyOpeningRow {
  id: string;
  caseId: string;
  citizenId: string | null;
  /** Null once the citizen is erased. */
  wrapped: Buffer | null;
  personId: string;
  personName: string;
  role: Role;
  organisation: string;
  reason: Buffer;
  openedAt: Date;
  until: Date;
  verdict: 'approved' | 'objected' | null;
  note: Buffer | null;
  followedUpAt: Date | null;
  followedUpBy: string | null;
}

/**
 * Cases opened in an emergency, the oldest first: by people of this organisation, or cases that it took part in then.
 * `waiting`: only those that nobody has followed up.
 */
export async function emergencyOpenings(
  pool: Pool,
  filter: {
    organisationId: string;
    id?: string;
    waiting?: boolean;
    after?: { openedAt: string; id: string } | undefined;
    limit: number;
  },
): Promise<EmergencyOpeningRow[]> {
  const { organisationId, id, waiting = false, after, limit } = filter;
  const { rows } = await pool.query<EmergencyOpeningRow>(
    `select a.id, a.family_id as "caseId", c.citizen_id as "citizenId", k.wrapped, a.person_id as "personId",
       p.name as "personName", p.role, o.name as organisation, a.reason, a.since as "openedAt", a.until, a.verdict, a.note,
       a.followed_up_at as "followedUpAt", f.name as "followedUpBy"
     from personal_access a join person p on p.id = a.person_id join organisation o on o.id = a.organisation_id
       join "case" c on c.id = a.family_id left join keys.citizen_key k on k.citizen_id = c.citizen_id
       left join person f on f.id = a.followed_up_by
     where a.ground = 'breakGlass' and (not $2 or a.verdict is null) and ($3::uuid is null or a.id = $3)
       and (a.organisation_id = $1 or exists (select from participation t where t.family_id = a.family_id
         and t.organisation_id = $1 and t.since <= a.since and (t.until is null or t.until > a.since)))
       and ($4::timestamptz is null or (a.since, a.id) > ($4, $5::uuid))
     order by a.since, a.id limit $6`,
    [organisationId, waiting, id, after?.openedAt, after?.id, limit],
  );
  return rows;
}
