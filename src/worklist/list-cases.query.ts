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

/** At one look. */
const mostTasks = 5_000;

interface Deadline extends CasePlace {
  familyId: string;
}

/**
 * The most urgent first, those without a deadline last. Whoever may not know of a stay (P3) gets the order of their own
 * organisation's tasks, as a place in the list would tell as much as the deadline does.
 *
 * The tasks are gone through in their index's order until the page is full, more of them each time. In one statement with
 * the cases, PostgreSQL expects few to be left and goes over every task of the municipality: 280 ms at 200,000 cases.
 */
export async function listCasesByDeadline(
  pool: Pool,
  filter: CaseFilter & { coversHospital: boolean },
  after: CasePlace | undefined,
): Promise<ListedCaseRow[]> {
  const deadlines = filter.coversHospital ? ofCases : ofOwnTasks;
  const owner = filter.coversHospital ? filter.municipalityId : filter.viewerOrganisationId;
  const listed: ListedCaseRow[] = [];
  let place = after;
  // What is closed waits for nothing.
  let hasMore = !filter.closed && after?.deadlineAt !== never;
  for (let most = 2 * filter.limit; hasMore; most = Math.min(4 * most, mostTasks)) {
    const { rows: tasks } = await pool.query<Deadline>(
      `select u.family_id as "familyId", ${utc('u.deadline_at')} as "deadlineAt", u.id from (${deadlines('$1')}) u
       where $2::timestamptz is null or (u.deadline_at, u.id) > ($2, $3::uuid) order by u.deadline_at, u.id limit $4`,
      [owner, place?.deadlineAt, place?.id, most],
    );
    const known = new Set(listed.map(({ id }) => id));
    const found = await firstOfTheirFamily(pool, deadlines, owner, filter, tasks);
    // Between two looks the first task may have been done, and the case come by its second.
    listed.push(...found.filter(({ id }) => !known.has(id)));
    if (listed.length >= filter.limit) return listed.slice(0, filter.limit);
    place = tasks.at(-1);
    hasMore = tasks.length === most;
  }
  const { rows: others } = await pool.query<ListedCaseRow>(
    `select ${columns}, json_build_object('deadlineAt', '${never}', 'id', c.id) as place
     from "case" c where ${shown(filter)} and ($7::uuid is null or c.id > $7)
       and not exists (select from (${deadlines('$8')}) e where e.family_id = c.id)
     order by c.id limit $6`,
    [
      ...values({ ...filter, limit: filter.limit - listed.length }),
      after?.deadlineAt === never ? after.id : undefined,
      owner,
    ],
  );
  return [...listed, ...others];
}

/** The cases whose most urgent task is among these, in the tasks' order. */
async function firstOfTheirFamily(
  pool: Pool,
  deadlines: Deadlines,
  owner: string | undefined,
  filter: CaseFilter,
  tasks: readonly Deadline[],
): Promise<ListedCaseRow[]> {
  if (tasks.length === 0) return [];
  const { rows } = await pool.query<ListedCaseRow>(
    `select ${columns}, json_build_object('deadlineAt', ${utc('d.deadline_at')}, 'id', d.id) as place
     from unnest($8::uuid[], $9::timestamptz[], $10::uuid[]) as d(family_id, deadline_at, id)
       join "case" c on c.id = d.family_id
     where ${shown(filter)} and not exists (
       select from (${deadlines('$7')}) e
       where e.family_id = d.family_id and (e.deadline_at, e.id) < (d.deadline_at, d.id))
     order by d.deadline_at, d.id limit $6`,
    [
      ...values(filter),
      owner,
      tasks.map(({ familyId }) => familyId),
      tasks.map(({ deadlineAt }) => deadlineAt),
      tasks.map(({ id }) => id),
    ],
  );
  return rows;
}

type Deadlines = (owner: string) => string;
/** The deadlines of the tasks of a family (index task_of_municipality): an index on a case's own would be written at every message. */
const ofCases: Deadlines = (
  owner,
) => `select m.family_id, t.deadline_at, t.id from task t join "case" m on m.id = t.case_id
  where t.closed_at is null and (${owner}::uuid is null or t.municipality_id = ${owner})`;
/** Those of the viewer's organisation that rest on no hospital's message (index task_list). */
const ofOwnTasks: Deadlines = (
  owner,
) => `select m.family_id, t.deadline_at, t.id from task t join "case" m on m.id = t.case_id
  where t.organisation_id = ${owner}::uuid and t.closed_at is null and t.basis <> 'hospitalNotification'`;

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
