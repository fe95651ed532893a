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

/** Cases opened in an emergency, the oldest first, as far as the reader oversees them. `waiting`: only those that nobody has followed up. */
export async function emergencyOpenings(
  pool: Pool,
  filter: {
    id?: string;
    waiting?: boolean;
    after?: { openedAt: string; id: string } | undefined;
    limit: number;
  },
): Promise<EmergencyOpeningRow[]> {
  const { id, waiting = false, after, limit } = filter;
  const { rows } = await pool.query<EmergencyOpeningRow>(
    `select a.id, a.family_id as "caseId", a.citizen_id as "citizenId", a.wrapped, a.person_id as "personId",
       p.name as "personName", p.role, o.name as organisation, a.reason, a.since as "openedAt", a.until, a.verdict, a.note,
       a.followed_up_at as "followedUpAt", f.name as "followedUpBy"
     from overseen_opening a join person p on p.id = a.person_id join organisation o on o.id = a.organisation_id
       left join person f on f.id = a.followed_up_by
     where (not $1 or a.verdict is null) and ($2::uuid is null or a.id = $2)
       and ($3::timestamptz is null or (a.since, a.id) > ($3, $4::uuid))
     order by a.since, a.id limit $5`,
    [waiting, id, after?.openedAt, after?.id, limit],
  );
  return rows;
}
