import type { PoolClient } from 'pg';
import type { OpenTask, Timer, WorkflowDefinition, WorkflowName } from '../../workflows/definition.ts';
import type { DataKey, Vault } from '../db/seal.ts';
import { unseal } from '../db/seal.ts';
import { systemKeyName } from '../db/open-keys.ts';
import { NeverRetryFault, OtherReleaseFault } from '../kernel/faults.ts';
import type { Waiting } from './count-waiting.ts';
import { restore } from './decide.ts';
import type { LiveStates } from './live-states.ts';
import type { CaseState } from './decide.ts';
import type { Member } from './decide-family.ts';

/** What the table knows of a case beside its chart state. */
export interface CaseRow {
  id: string;
  familyId: string;
  parentId: string | null;
  childKey: string | null;
  /** None of a product's case, which the system key seals. */
  citizenId: string | null;
  municipalityId: string;
  workflow: WorkflowName;
  version: number;
  state: Record<string, string>;
  tags: string[];
  since: Date;
  openedAt: Date;
  closedAt: Date | null;
  revision: number;
  seq: number;
  policyId: string;
}

/** A family under lock: the members for deciding, the rows and the citizen's key for writing. */
export interface StoredFamily {
  id: string;
  key: DataKey;
  members: Member[];
  rows: Map<string, CaseRow>;
  /** Activation token of each armed timer, by `caseId key`. */
  tokens: Map<string, number>;
  /** What each case waited for when it was loaded. */
  waiting: ReadonlyMap<string, Waiting>;
}

export type Definitions = (name: WorkflowName, version?: number) => WorkflowDefinition;

/**
 * Locks the families of these cases in id order, so that two writers wait and never cross, and loads them. With the lock
 * `skip`, families that another writer holds are left out; `none` is for reading, and loads them whole. Erased citizens
 * have no key and no family.
 *
 * For writing, children closed long ago stay where they are unless they are asked for, by id or by `childKeys`: a citizen
 * gets 26 rolls a year, and each would be read at every message.
 */
export async function loadFamilies(
  client: PoolClient,
  vault: Vault,
  definitions: Definitions,
  caseIds: readonly string[],
  options: { lock: 'wait' | 'skip' | 'none'; live?: LiveStates; childKeys?: readonly string[] } = { lock: 'wait' },
): Promise<StoredFamily[]> {
  if (caseIds.length === 0) return [];
  const load = (ids: readonly string[]): Promise<{ rows: LoadedRow[] }> =>
    options.lock === 'none'
      ? client.query<LoadedRow>({ name: 'load-families-whole', text: `${loadSql} ${orderSql}`, values: [ids] })
      : client.query<LoadedRow>({
          name: 'load-families',
          text: `${loadSql} ${atHandSql} ${orderSql}`,
          values: [ids, caseIds, options.childKeys ?? []],
        });
  const { rows } = await (options.lock === 'none' ? load(caseIds) : lockAndLoad(client, options.lock, caseIds, load));
  const families = new Map<string, StoredFamily & { waiting: Map<string, Waiting> }>();
  for (const row of rows) {
    if (!row.wrapped) continue;
    let family = families.get(row.familyId);
    if (!family) {
      const { citizenId, wrapped } = row;
      const owner = citizenId ?? systemKeyName;
      const unwrap = (): DataKey => vault.unwrap(owner, wrapped);
      const key = options.live ? options.live.keyOf(owner, wrapped, unwrap) : unwrap();
      family = { id: row.familyId, key, members: [], rows: new Map(), tokens: new Map(), waiting: new Map() };
      families.set(row.familyId, family);
    }
    family.rows.set(row.id, caseRowOf(row));
    family.members.push(memberOf(row, family.key, definitions, options.live));
    const { municipalityId, version, tasks } = row;
    family.waiting.set(row.id, { municipalityId, version, tasks: tasks ?? [] });
    for (const timer of row.timers ?? []) family.tokens.set(`${row.id} ${timer.key}`, timer.token);
  }
  return [...families.values()];
}

/** Both go out at once where the lock is waited for; where it is not, only what was locked is loaded. */
async function lockAndLoad<Loaded>(
  client: PoolClient,
  lock: 'wait' | 'skip',
  caseIds: readonly string[],
  load: (ids: readonly string[]) => Promise<Loaded>,
): Promise<Loaded> {
  const text = lock === 'wait' ? lockSql : `${lockSql} skip locked`;
  const locking = client.query<{ id: string }>({ name: `lock-families-${lock}`, text, values: [caseIds] });
  if (lock === 'skip') return load((await locking).rows.map(({ id }) => id));
  const [loaded] = await Promise.all([load(caseIds), locking]);
  return loaded;
}

const lockSql = `select id from "case" where id in (select family_id from "case" where id = any($1::uuid[])) order by id for update`;

/** Of the citizen `k`, or of the system where the case `c` has no citizen. */
export const wrappedKeySql = `case when c.citizen_id is null then (select wrapped from keys.system_key where name = '${systemKeyName}') else k.wrapped end`;

const loadSql = `
  select c.id, c.family_id as "familyId", c.parent_id as "parentId", c.child_key as "childKey", c.citizen_id as "citizenId",
    c.municipality_id as "municipalityId", c.workflow, c.version, c.state, c.tags, c.since, c.opened_at as "openedAt",
    c.closed_at as "closedAt", c.revision, c.seq, c.policy_id as "policyId", c.snapshot, ${wrappedKeySql} as wrapped,
    (select json_agg(json_build_object('key', t.key, 'dueAt', t.due_at, 'token', t.token) order by t.due_at)
      from timer t where t.case_id = c.id) as timers,
    (select json_agg(json_build_object('key', t.key, 'title', t.title, 'role', t.role, 'organisationId', t.organisation_id,
      'deadlineAt', t.deadline_at, 'basis', t.basis) order by t.opened_at, t.key)
      from task t where t.case_id = c.id and t.closed_at is null) as tasks
  from "case" c left join keys.citizen_key k on k.citizen_id = c.citizen_id
  where c.family_id in (select family_id from "case" where id = any($1::uuid[]))`;

/**
 * [I] A child closed longer ago hears of nothing by itself, as its case forgets it; 90 days as for a closed case. The children
 * that a case opens by telling them are always there, or it would open one a second time.
 */
const atHandSql = `
  and (c.closed_at is null or c.parent_id is null or c.id = any($2::uuid[]) or c.child_key = any($3::text[]) or c.workflow = 'substitution'
    or c.closed_at > (select case when mode = 'simulated' then at else clock_timestamp() end from clock) - interval '90 days')`;

const orderSql = `order by c.family_id, c.parent_id nulls first, c.opened_at, c.id`;

interface LoadedRow extends CaseRow {
  snapshot: Buffer;
  wrapped: Buffer | null;
  timers: (Timer & { token: number })[] | null;
  tasks: (Omit<OpenTask, 'party'> & { party: OpenTask['party'] })[] | null;
}

function caseRowOf({ snapshot: _, wrapped: __, timers: ___, tasks: ____, ...row }: LoadedRow): CaseRow {
  return row;
}

/** The state is opened only where it is asked for: a family may hold many cases that a message does not touch. */
function memberOf(row: LoadedRow, key: DataKey, definitions: Definitions, live: LiveStates | undefined): Member {
  const definition = knownDefinition(definitions, row);
  let state: CaseState | undefined;
  return {
    id: row.id,
    parentId: row.parentId ?? undefined,
    childKey: row.childKey ?? undefined,
    definition,
    revision: row.revision,
    get state(): CaseState {
      state ??= {
        snapshot: live?.get(row.id, row.snapshot) ?? restore(definition, parseSnapshot(row, key)),
        timers: (row.timers ?? []).map((timer) => ({ key: timer.key, dueAt: new Date(timer.dueAt).toISOString() })),
        tasks: (row.tasks ?? []).map((task) => ({ ...task, deadlineAt: new Date(task.deadlineAt).toISOString() })),
      };
      return state;
    },
  };
}

function knownDefinition(definitions: Definitions, { workflow, version }: LoadedRow): WorkflowDefinition {
  try {
    return definitions(workflow, version);
  } catch {
    throw new OtherReleaseFault(workflow, version);
  }
}

function parseSnapshot(row: LoadedRow, key: DataKey): object {
  const json: unknown = JSON.parse(unseal(key, `case.snapshot:${row.id}`, row.snapshot).toString());
  if (typeof json !== 'object' || json === null)
    throw new NeverRetryFault(`Expected the snapshot of ${row.id} to be an object`);
  return json;
}
