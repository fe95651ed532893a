import type { Pool } from 'pg';
import type { Role, Text, WorkflowName } from '../../workflows/definition.ts';

export interface ListedCaseRow {
  id: string;
  workflow: WorkflowName;
  version: number;
  citizenId: string;
  municipalityId: string;
  state: Record<string, string>;
  since: Date;
  revision: number;
  openedAt: Date;
  closedAt: Date | null;
  /** The most urgent task of the family, and the most urgent that does not rest on a hospital's message. */
  next: NextTask | null;
  seenNext: NextTask | null;
}

interface NextTask {
  id: string;
  title: Text;
  role: Role;
  organisation: string;
  deadlineAt: string;
}

export interface CaseFilter {
  /** Undefined: every municipality. */
  municipalityId: string | undefined;
  /** Undefined: every case. Otherwise those that wait for this organisation. */
  waitingFor: string | undefined;
  closed: boolean;
  region: { name: string; path: string } | undefined;
  after: string | undefined;
  limit: number;
  /** Whose tasks show to those whom hospital notifications do not cover. */
  viewerOrganisationId: string;
}

/** Citizens' cases by id, the same order on every page whatever happens meanwhile. */
export async function listCases(pool: Pool, filter: CaseFilter): Promise<ListedCaseRow[]> {
  const { municipalityId, waitingFor, closed, region, after, limit, viewerOrganisationId } = filter;
  const { rows } = await pool.query<ListedCaseRow>(
    `select c.id, c.workflow, c.version, c.citizen_id as "citizenId", c.municipality_id as "municipalityId", c.state,
       c.since, c.revision, c.opened_at as "openedAt", c.closed_at as "closedAt",
       ${nextTask('true')} as next, ${nextTask(`t.basis <> 'hospitalNotification' and t.organisation_id = $7`)} as "seenNext"
     from "case" c
     where c.parent_id is null and c.citizen_id is not null and c.closed_at is ${closed ? 'not null' : 'null'}
       and ($1::uuid is null or c.municipality_id = $1) and ($2::uuid is null or c.id > $2)
       and ($3::uuid is null or c.id in (
         select m.family_id from task t join "case" m on m.id = t.case_id
         where t.organisation_id = $3 and t.closed_at is null and t.basis <> 'hospitalNotification'))
       and ($4::text is null or c.state ->> $4 = $5 or starts_with(c.state ->> $4, $5 || '.'))
     order by c.id limit $6`,
    [municipalityId, after, waitingFor, region?.name, region?.path, limit, viewerOrganisationId],
  );
  return rows;
}

function nextTask(condition: string): string {
  return `(
    select json_build_object('id', t.id, 'title', t.title, 'role', t.role, 'organisation', t.organisation_id,
      'deadlineAt', to_char(t.deadline_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from "case" m join task t on t.case_id = m.id and t.closed_at is null
    where m.family_id = c.id and ${condition} order by t.deadline_at, t.id limit 1)`;
}
