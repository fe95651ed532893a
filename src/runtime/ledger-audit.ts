import { Inject, Injectable } from '@nestjs/common';
import { openIncident } from '../db/open-incident.ts';
import { Store } from '../db/store.ts';
import { regionsOf, timersOf } from '../engine/decide.ts';
import type { Member } from '../engine/decide-family.ts';
import { waitingChanges } from '../engine/count-waiting.ts';
import type { CountedTask, Waiting, WaitingChange } from '../engine/count-waiting.ts';
import { DEFINITIONS } from '../engine/engine.module.ts';
import { loadFamilies } from '../engine/load-family.ts';
import type { Definitions } from '../engine/engine.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { OtherReleaseFault, plainMessage } from '../kernel/faults.ts';

const page = 100;
/** Between two rounds: a small database would else be read over and over. */
const restMs = 60_000;

/** One thing that the tables say of a case and its snapshot does not, or the other way round. */
export interface Discrepancy {
  caseId: string;
  what: string;
}

/**
 * Compares the tables with the charts, both ways (E4): every armed state has its timer row and every row its state, and
 * the same for tasks and the clear copy of the state. A page at each sweep, round and round.
 */
@Injectable()
export class LedgerAudit {
  #cursor: string | undefined;
  #restUntil = 0;

  constructor(
    private readonly store: Store,
    @Inject(DEFINITIONS) private readonly definitions: Definitions,
  ) {}

  /** Audits the next page of families and opens an incident for each discrepancy. */
  async nextPage(): Promise<Discrepancy[]> {
    if (Date.now() < this.#restUntil) return [];
    const { rows } = await this.store.pool.query<{ id: string }>(
      `select id from "case" where parent_id is null and ($1::uuid is null or id > $1) order by id limit $2`,
      [this.#cursor ?? null, page],
    );
    const ids = rows.map(({ id }) => id);
    this.#cursor = ids.length < page ? undefined : ids.at(-1);
    if (!this.#cursor) this.#restUntil = Date.now() + restMs;
    const compared = await this.families(ids).catch((error: unknown) => {
      // A page with a case of another release is for that release's processes to compare.
      if (error instanceof OtherReleaseFault) return undefined;
      throw error;
    });
    if (!compared) return [];
    const found = [...compared, ...(this.#cursor ? [] : await this.orphans())];
    for (const each of found) await this.#report(each);
    await this.#resolveRepaired(ids, found);
    return found;
  }

  /** Everything, at once: for tests, and after a restore. */
  async everything(): Promise<Discrepancy[]> {
    const { rows } = await this.store.pool.query<{ id: string }>(
      `select id from "case" where parent_id is null order by id`,
    );
    const found: Discrepancy[] = [];
    for (let from = 0; from < rows.length; from += page) {
      found.push(...(await this.families(rows.slice(from, from + page).map(({ id }) => id))));
    }
    return [...found, ...(await this.orphans()), ...(await this.miscounted()), ...(await this.miscountedWaits())];
  }

  /** What is to be said of one case, now. */
  async ofCase(caseId: string): Promise<Discrepancy[]> {
    const { rows } = await this.store.pool.query<{ root: string }>(
      'select family_id as root from "case" where id = $1',
      [caseId],
    );
    const found = rows[0] ? await this.families([rows[0].root]) : await this.orphans();
    return found.filter((each) => each.caseId === caseId);
  }

  async families(ids: readonly string[]): Promise<Discrepancy[]> {
    const client = await this.store.pool.connect();
    try {
      const families = await loadFamilies(client, this.store.keys.vault, this.definitions, ids, { lock: 'none' });
      return families.flatMap((family) =>
        family.members.flatMap((member) =>
          compare(member, family.rows.get(member.id)?.state).map((what) => ({ caseId: member.id, what })),
        ),
      );
    } finally {
      client.release();
    }
  }

  async orphans(): Promise<Discrepancy[]> {
    const { rows } = await this.store.pool.query<Discrepancy>(
      `select t.case_id as "caseId", 'timer without a case: ' || t.key as what from timer t
         where not exists (select from "case" c where c.id = t.case_id)
       union all
       select t.case_id, 'task without a case: ' || t.key from task t
         where t.closed_at is null and not exists (select from "case" c where c.id = t.case_id)`,
    );
    return rows;
  }

  /** States that the counters number otherwise than the cases do. */
  async miscounted(): Promise<Discrepancy[]> {
    const { rows } = await this.store.pool.query<Discrepancy>(
      `with counted as (
         select workflow, region, state, cases from case_count
         union all select workflow, region, state, change from case_count_change
         union all select c.workflow, s.key, s.value, -1 from "case" c, jsonb_each_text(c.state) s where c.closed_at is null)
       select '' as "caseId", 'counter off by ' || sum(cases) || ': ' || workflow || ' ' || region || ' ' || state as what
       from counted group by workflow, region, state having sum(cases) <> 0`,
    );
    return rows;
  }

  /** States and causes that the counters number otherwise than the open tasks do. */
  async miscountedWaits(): Promise<Discrepancy[]> {
    const { rows } = await this.store.pool.query<WaitingChange>(
      `select municipality_id as "municipalityId", version, key, hospital, sum(tasks)::int as tasks, sum(families)::int as families
       from (select * from waiting_count union all select * from waiting_count_change) counted group by 1, 2, 3, 4`,
    );
    const { rows: open } = await this.store.pool.query<CountedTask & Omit<Waiting, 'tasks'> & { family: string }>(
      `select c.family_id as family, c.municipality_id as "municipalityId", c.version, t.key, t.title, t.basis
       from task t join "case" c on c.id = t.case_id where t.closed_at is null`,
    );
    const families = new Map<string, Waiting[]>();
    for (const { family, municipalityId, version, ...task } of open)
      families.set(family, [...(families.get(family) ?? []), { municipalityId, version, tasks: [task] }]);
    const left = new Map<string, number>();
    const add = (
      { municipalityId, version, key, hospital, tasks, families: citizens }: WaitingChange,
      by: 1 | -1,
    ): void => {
      for (const [what, n] of Object.entries({ tasks, citizens })) {
        const name = `${what} ${municipalityId} ${version} ${hospital} ${key}`;
        left.set(name, (left.get(name) ?? 0) + by * n);
      }
    };
    for (const row of rows) add(row, 1);
    for (const family of families.values()) for (const change of waitingChanges([], family)) add(change, -1);
    return [...left].flatMap(([name, n]) => (n === 0 ? [] : [{ caseId: '', what: `counter off by ${n}: ${name}` }]));
  }

  /** What the audit of these families no longer finds has been repaired. */
  async #resolveRepaired(roots: readonly string[], found: readonly Discrepancy[]): Promise<void> {
    await this.store.pool.query(
      `update incident set status = 'resolved', resolved_at = clock_timestamp(), resolution = 'repaired'
       where kind = 'ledger' and status = 'open' and not subject = any($2)
         and case_id in (select id from "case" where family_id = any($1))`,
      [roots, found.map(({ caseId, what }) => `${caseId} ${what}`)],
    );
  }

  async #report({ caseId, what }: Discrepancy): Promise<void> {
    await openIncident(this.store.pool, { kind: 'ledger', subject: `${caseId} ${what}`, caseId, error: what });
  }
}

function compare(member: Member, stored: Record<string, string> | undefined): string[] {
  try {
    const { snapshot, timers, tasks } = member.state;
    return [
      ...differences(
        'timer',
        timersOf(snapshot),
        timers.map(({ key }) => key),
      ),
      ...differences(
        'task',
        taskKeys(member),
        tasks.map(({ key }) => key),
      ),
      ...(canonicalJson(regionsOf(snapshot)) === canonicalJson(stored)
        ? []
        : ['the clear copy of the state is another']),
    ];
  } catch (error) {
    return [`the snapshot cannot be read: ${plainMessage(error)}`];
  }
}

function taskKeys(member: Member): string[] {
  return member.state.snapshot._nodes
    .filter((node) => (node.meta as { task?: unknown } | undefined)?.task)
    .map(({ id }) => id);
}

function differences(kind: string, expected: readonly string[], rows: readonly string[]): string[] {
  return [
    ...expected.filter((key) => !rows.includes(key)).map((key) => `${kind} without a row: ${key}`),
    ...rows.filter((key) => !expected.includes(key)).map((key) => `${kind} row without a state: ${key}`),
  ];
}
