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
  /** Danish dates, as of the case's last message: see CoverView. */
  firstGap: string | null;
  coveredUntil: string | null;
  hasPrivateDrugs: boolean;
  /** The most urgent task of the family, and the most urgent that does not rest on a hospital's message. */
  next: NextTask | null;
  seenNext: NextTask | null;
  /** By which the row is placed where cases are listed by deadline. */
  place?: CasePlace;
}

/** The most urgent deadline in the case's family, with the id that tells two of one instant apart. */
export interface CasePlace {
  deadlineAt: string;
  id: string;
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
  limit: number;
  /** Whose tasks show to those whom hospital notifications do not cover. */
  viewerOrganisationId: string;
}

/** Citizens' cases by id, the same order on every page whatever happens meanwhile. */
export async function listCases(pool: Pool, filter: CaseFilter, after: string | undefined): Promise<ListedCaseRow[]> {
  const { rows } = await pool.query<ListedCaseRow>(
    `select ${columns} from "case" c where ${shown(filter)} and ($7::uuid is null or c.id > $7) order by c.id limit $6`,
    [...values(filter), after],
  );
  return rows;
}

/** Beyond every deadline. */
const never = '9999-12-31T00:00:00.000Z';

/**
 * The most urgent first, those without a deadline last. Whoever may not know of a stay (P3) gets the order of their own
 * organisation's tasks, as a place in the list would tell as much as the deadline does.
 */
export async function listCasesByDeadline(
  pool: Pool,
  filter: CaseFilter & { coversHospital: boolean },
  after: CasePlace | undefined,
): Promise<ListedCaseRow[]> {
  const deadlines = filter.coversHospital ? ofCases : ofOwnTasks;
  const { rows: waiting } = await pool.query<ListedCaseRow>(
    `select ${columns}, json_build_object('deadlineAt', ${utc('u.deadline_at')}, 'id', u.id) as place
     from (${deadlines}) u join "case" c on c.id = u.family_id
     where ${shown(filter)} and ($7::timestamptz is null or (u.deadline_at, u.id) > ($7, $8::uuid))
       and not exists (
         select from (${deadlines}) e where e.family_id = u.family_id and (e.deadline_at, e.id) < (u.deadline_at, u.id))
     order by u.deadline_at, u.id limit $6`,
    [...values(filter), after?.deadlineAt, after?.id],
  );
  if (waiting.length >= filter.limit) return waiting;
  const { rows: others } = await pool.query<ListedCaseRow>(
    `select ${columns}, json_build_object('deadlineAt', '${never}', 'id', c.id) as place
     from "case" c where ${shown(filter)} and ($7::uuid is null or c.id > $7)
       and not exists (select from (${deadlines}) e where e.family_id = c.id)
     order by c.id limit $6`,
    [
      ...values({ ...filter, limit: filter.limit - waiting.length }),
      after?.deadlineAt === never ? after.id : undefined,
    ],
  );
  return [...waiting, ...others];
}

/** The deadlines of the tasks of a family (index task_of_municipality): an index on a case's own would be written at every message. */
const ofCases = `select m.family_id, t.deadline_at, t.id from task t join "case" m on m.id = t.case_id
  where t.closed_at is null and ($1::uuid is null or t.municipality_id = $1)`;
/** Those of the viewer's organisation that rest on no hospital's message (index task_list). */
const ofOwnTasks = `select m.family_id, t.deadline_at, t.id from task t join "case" m on m.id = t.case_id
  where t.organisation_id = $2 and t.closed_at is null and t.basis <> 'hospitalNotification'`;

const utc = (instant: string): string => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `c.id, c.workflow, c.version, c.citizen_id as "citizenId", c.municipality_id as "municipalityId", c.state,
  c.since, c.revision, c.opened_at as "openedAt", c.closed_at as "closedAt",
  c.first_gap::text as "firstGap", c.covered_until::text as "coveredUntil",
  c.has_private_drugs as "hasPrivateDrugs",
  ${nextTask('true')} as next, ${nextTask(`t.basis <> 'hospitalNotification' and t.organisation_id = $2`)} as "seenNext"`;

/** Which cases a filter shows; its values are $1 to $6. */
function shown({ closed }: CaseFilter): string {
  return `c.parent_id is null and c.citizen_id is not null and c.closed_at is ${closed ? 'not null' : 'null'}
    and ($1::uuid is null or c.municipality_id = $1)
    and ($3::uuid is null or c.id in (
      select m.family_id from task t join "case" m on m.id = t.case_id
      where t.organisation_id = $3 and t.closed_at is null and t.basis <> 'hospitalNotification'))
    and ($4::text is null or c.state ->> $4 = $5 or starts_with(c.state ->> $4, $5 || '.'))`;
}

function values({ municipalityId, viewerOrganisationId, waitingFor, region, limit }: CaseFilter): unknown[] {
  return [municipalityId, viewerOrganisationId, waitingFor, region?.name, region?.path, limit];
}

function nextTask(condition: string): string {
  return `(
    select json_build_object('id', t.id, 'title', t.title, 'role', t.role, 'organisation', t.organisation_id,
      'deadlineAt', ${utc('t.deadline_at')})
    from "case" m join task t on t.case_id = m.id and t.closed_at is null
    where m.family_id = c.id and ${condition} order by t.deadline_at, t.id limit 1)`;
}
