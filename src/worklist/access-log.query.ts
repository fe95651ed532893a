import type { Pool } from 'pg';
import type { Vault } from '../db/seal.ts';
import type { Cpr } from '../kernel/cpr.ts';

/** One look at or change of a citizen's cases. */
export interface AccessLogRow {
  at: Date;
  action: 'read' | 'search' | 'change';
  /** What was seen or done, in words of the product. */
  detail: string;
  purpose: string;
  /** Null where the citizen was seen without a case, as a candidate. */
  caseId: string | null;
  workflow: string | null;
  actorKind: string;
  actorRole: string;
  /** The person or client by name; null where nobody of the directory did it. */
  actorName: string | null;
  organisation: string | null;
  organisationSor: string | null;
}

/**
 * Everything that was seen or changed of a citizen's cases, oldest first. `organisationId`: only of a citizen in whose cases
 * it has had part.
 */
export async function accessLogOf(
  pool: Pool,
  vault: Vault,
  cpr: Cpr,
  organisationId: string | undefined,
): Promise<AccessLogRow[]> {
  const { rows } = await pool.query<AccessLogRow>(
    `select a.at, a.action, a.detail, a.purpose, a.case_id as "caseId", c.workflow, a.actor_kind as "actorKind",
       a.actor_role as "actorRole", p.name as "actorName", o.name as organisation, o.sor as "organisationSor"
     from citizen_number n join (
         select c.citizen_id as of_citizen, a.* from "case" c join audit a on a.case_id = c.id
         where $2::uuid is null
           or exists (select from participation t where t.family_id = c.family_id and t.organisation_id = $2)
         union all
         select a.citizen_id, a.* from audit a where a.case_id is null and a.citizen_id is not null
           and ($2::uuid is null or a.organisation_id = $2)
       ) a on a.of_citizen = n.citizen_id
       left join "case" c on c.id = a.case_id
       left join person p on p.id::text = a.actor_id left join organisation o on o.id = a.organisation_id
     where n.lookup = $1 order by a.id`,
    [vault.hash('cpr', cpr), organisationId],
  );
  return rows;
}
