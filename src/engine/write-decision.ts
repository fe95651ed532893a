import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type {
  CaseContext,
  Env,
  FeeCharge,
  Message,
  OpenTask,
  Parties,
  Statistic,
  WorkflowDefinition,
} from '../../workflows/definition.ts';
import { Columns, withRows } from '../db/columns.ts';
import type { DataKey } from '../db/seal.ts';
import type { Keys } from '../db/store.ts';
import type { Send } from '../db/transaction.ts';
import { seal } from '../db/seal.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { isOverdue, waitOf, waitingChanges, waitsAsBefore } from './count-waiting.ts';
import type { Waiting } from './count-waiting.ts';
import { persist, regionsOf, responsibleOf } from './decide.ts';
import type { CaseState } from './decide.ts';
import type { Step } from './decide-family.ts';
import { policyHash } from './environment.ts';
import { keepPolicySql } from './kept-policies.query.ts';
import type { LiveStates } from './live-states.ts';
import type { CaseRow } from './load-family.ts';

/** A step with its place in the journal of its case. */
export interface PlacedStep extends Step {
  row: CaseRow;
  seq: number;
  /** After this step. */
  revision: number;
  regions: Record<string, string>;
}

/** One message's steps through one family, ready to be written. */
export interface FamilyWrite {
  key: DataKey;
  rows: Map<string, CaseRow>;
  /** What each of the family's cases waited for before this batch. */
  waiting: ReadonlyMap<string, Waiting>;
  /** The state of each touched case before this message; absent for cases it opened. */
  before: Map<string, CaseState>;
  steps: PlacedStep[];
  /** A timer that fired: its row goes with the decision. */
  fired?: { caseId: string; key: string };
  /** Of the message, for what it causes. */
  trace?: string | undefined;
}

export interface HandledWrite {
  scope: string;
  key: string;
  requestHash: Buffer;
  answer: object;
}

/** What workers may want to look at now. */
export interface Written {
  /** How many messages shared the commit. */
  decided: number;
  messages: number;
  notices: number;
  broadcasts: number;
  timersDueBy: string | undefined;
}

const handledDays = 90;

/**
 * Writes a batch of decisions with one statement per table: set-based, so that many commands cost one commit (E1).
 * The only writer of cases, journal, timers, tasks, outbox and what is counted.
 */
export function writeDecisions(
  send: Send,
  { keys, live, kept }: { keys: Keys; live: LiveStates; kept: ReadonlySet<string> },
  env: Env,
  writes: readonly FamilyWrite[],
  handled: readonly HandledWrite[],
): Written {
  const rows = collect(keys, live, env, writes);
  const put = (name: string, text: string, rows: Columns): void => {
    if (rows.length > 0) send(withRows(name, text, rows));
  };
  const hash = policyHash(env.policy);
  if (!kept.has(hash))
    send({
      name: 'keep-policy',
      text: keepPolicySql,
      values: [hash, env.policy.id, JSON.stringify(env.policy), env.at],
    });
  put('write-opened', openedSql, rows.opened);
  put('write-moved', movedSql, rows.moved);
  put('write-touched', touchedSql, rows.touched);
  put('write-journal', journalSql, rows.journal);
  put(
    'write-timers-gone',
    `delete from timer t using unnest($1::uuid[], $2::text[]) as gone(case_id, key) where t.case_id = gone.case_id and t.key = gone.key`,
    rows.timersGone,
  );
  put('write-timers-set', timersSql, rows.timersSet);
  put('write-tasks-closed', tasksClosedSql, rows.tasksClosed);
  put('write-tasks-renamed', tasksRenamedSql, rows.tasksRenamed);
  put('write-tasks-opened', tasksSql, rows.tasksOpened);
  put(
    'write-tasks-moved',
    `update task t set municipality_id = d.municipality_id from unnest($1::uuid[], $2::uuid[]) as d(case_id, municipality_id) where t.case_id = d.case_id and t.closed_at is null and t.municipality_id <> d.municipality_id`,
    rows.tasksMoved,
  );
  put(
    'write-waiting-counts',
    `insert into waiting_count_change (municipality_id, version, key, hospital, tasks, families) select * from unnest($1::uuid[], $2::int[], $3::text[], $4::bool[], $5::int[], $6::int[])`,
    rows.waiting,
  );
  put('write-outbox', outboxSql, rows.outbox);
  put('write-broadcasts', broadcastSql, rows.broadcasts);
  put(
    'write-statistics-gone',
    `delete from statistic s using unnest($1::uuid[], $2::text[]) as gone(case_id, key) where s.case_id = gone.case_id and s.key = gone.key`,
    rows.statisticsGone,
  );
  put('write-statistics', statisticsSql, rows.statistics);
  put('write-charges-reversed', reversedSql, rows.chargesReversed);
  put('write-charges', chargesSql, rows.charges);
  put(
    'write-packed-gone',
    `delete from packed_product p using unnest($1::bytea[], $2::uuid[]) as gone(product, case_id) where p.product = gone.product and p.case_id = gone.case_id`,
    rows.packedGone,
  );
  put(
    'write-packed',
    `insert into packed_product (product, case_id) select * from unnest($1::bytea[], $2::uuid[]) on conflict do nothing`,
    rows.packed,
  );
  put(
    'write-participation-ended',
    `update participation p set until = d.at from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as d(family_id, party, at) where p.family_id = d.family_id and p.party = d.party and p.until is null`,
    rows.partiesGone,
  );
  put('write-participation', partiesSql, rows.parties);
  put(
    'write-departments-gone',
    `delete from participation p using unnest($1::uuid[], $2::uuid[]) as d(family_id, case_id) where p.family_id = d.family_id and p.case_id = d.case_id`,
    rows.departmentsGone,
  );
  put('write-departments', departmentsSql, rows.departments);
  put(
    'write-case-counts',
    `insert into case_count_change (workflow, region, state, change) select * from unnest($1::text[], $2::text[], $3::text[], $4::int[])`,
    rows.counts,
  );
  put('write-audit', auditSql, rows.audit);
  const answers = new Columns(5);
  const expires = new Date(Date.parse(env.at) + handledDays * 86_400_000).toISOString();
  for (const { scope, key, requestHash, answer } of handled) {
    answers.add(scope, key, requestHash, JSON.stringify(answer), expires);
  }
  put('write-handled', handledSql, answers);
  return {
    decided: writes.length,
    messages: rows.outbox.column(2).filter((kind) => kind === 'message').length,
    notices: rows.outbox.column(2).filter((kind) => kind === 'notice').length,
    broadcasts: rows.broadcasts.length,
    timersDueBy: (rows.timersSet.column(3) as string[]).reduce<string | undefined>(
      (first, due) => (first !== undefined && first <= due ? first : due),
      undefined,
    ),
  };
}

type Rows = ReturnType<typeof emptyRows>;

function emptyRows() {
  return {
    opened: new Columns(24),
    moved: new Columns(18),
    touched: new Columns(2),
    journal: new Columns(20),
    timersGone: new Columns(2),
    timersSet: new Columns(4),
    tasksClosed: new Columns(4),
    tasksRenamed: new Columns(6),
    tasksOpened: new Columns(13),
    tasksMoved: new Columns(2),
    waiting: new Columns(6),
    outbox: new Columns(8),
    broadcasts: new Columns(7),
    statisticsGone: new Columns(2),
    statistics: new Columns(5),
    chargesReversed: new Columns(3),
    charges: new Columns(17),
    packedGone: new Columns(2),
    packed: new Columns(2),
    partiesGone: new Columns(3),
    parties: new Columns(4),
    departmentsGone: new Columns(2),
    departments: new Columns(5),
    counts: new Columns(4),
    audit: new Columns(10),
  };
}

function collect(keys: Keys, live: LiveStates, env: Env, writes: readonly FamilyWrite[]): Rows {
  const rows = emptyRows();
  const finals = new Map<string, Final>();
  for (const write of writes) {
    if (write.fired) rows.timersGone.add(write.fired.caseId, write.fired.key);
    for (const step of write.steps) addStep(rows, keys, env, write, step, finals);
  }
  for (const [id, final] of finals) addCase(rows, keys, live, env, id, final);
  addCounts(rows, finals.values());
  addWaiting(rows, finals);
  return rows;
}

/** How many more or fewer tasks, and citizens with one, wait in each state and for each cause. */
function addWaiting(rows: Rows, finals: ReadonlyMap<string, Final>): void {
  const families = new Map<string, ReadonlyMap<string, Waiting>>();
  const moved = new Map<string, Map<string, Waiting>>();
  for (const [id, { row, write, parties, after }] of finals) {
    if (!after) continue;
    const before = write.waiting.get(id);
    if (before && before.municipalityId !== parties.municipality) rows.tasksMoved.add(id, parties.municipality);
    const waiting: Waiting = { municipalityId: parties.municipality, version: row.version, tasks: after.tasks };
    // Most messages open and close nothing, and a family may have many cases.
    if (before && waitsAsBefore(before, waiting)) continue;
    const { familyId } = row;
    families.set(familyId, write.waiting);
    const now = moved.get(familyId) ?? new Map<string, Waiting>();
    now.set(id, waiting);
    moved.set(familyId, now);
  }
  for (const [familyId, now] of moved) {
    const before = families.get(familyId) ?? new Map<string, Waiting>();
    const after = new Map([...before, ...now]);
    for (const change of waitingChanges([...before.values()], [...after.values()])) {
      const { municipalityId, version, key, hospital, tasks, families: citizens } = change;
      rows.waiting.add(municipalityId, version, key, hospital, tasks, citizens);
    }
  }
}

/** How many open cases more or fewer stand in each state. */
function addCounts(rows: Rows, finals: Iterable<Final>): void {
  const changes = new Map<string, { place: readonly [string, string, string]; change: number }>();
  const count = (by: number, ...place: readonly [string, string, string]): void => {
    const key = place.join(' ');
    const known = changes.get(key);
    if (known) known.change += by;
    else changes.set(key, { place, change: by });
  };
  for (const { row, before, after } of finals) {
    if (!after) continue;
    const [was, is] = [openRegionsOf(before), openRegionsOf(after)];
    // A message moves two or three of some thirty regions.
    for (const region in was) if (was[region] !== is[region]) count(-1, row.workflow, region, was[region] ?? '');
    for (const region in is) if (is[region] !== was[region]) count(1, row.workflow, region, is[region] ?? '');
  }
  for (const { place, change } of changes.values()) if (change !== 0) rows.counts.add(...place, change);
}

function openRegionsOf(state: CaseState | undefined): Readonly<Record<string, string>> {
  return state && !state.snapshot.tags.has('closed') ? regionsOf(state.snapshot) : {};
}

/** Where a case stands at the end of the batch: one row update, whatever number of messages moved it. */
interface Final {
  write: FamilyWrite;
  row: CaseRow;
  definition: WorkflowDefinition;
  parties: Parties;
  before: CaseState | undefined;
  after: CaseState | undefined;
  opened: boolean;
  timersBefore: Set<string>;
  timersAfter: Map<string, { dueAt: string; token: number }>;
  /** A task may open and close within one batch: it is written closed. */
  tasksOpened: (OpenTask & { seq: number; closedAt: string | undefined })[];
}

function addStep(
  rows: Rows,
  keys: Keys,
  env: Env,
  write: FamilyWrite,
  step: PlacedStep,
  finals: Map<string, Final>,
): void {
  const { member, message, decision, opened, row, seq, revision, regions } = step;
  const parties = (member.state.snapshot.context as CaseContext).parties;
  let final = finals.get(member.id);
  if (!final) {
    final = {
      write,
      row,
      definition: member.definition,
      parties,
      before: opened ? undefined : write.before.get(member.id),
      after: undefined,
      opened,
      timersBefore: new Set(opened ? [] : write.before.get(member.id)?.timers.map(({ key }) => key)),
      timersAfter: new Map(),
      tasksOpened: [],
    };
    finals.set(member.id, final);
  }
  if (decision.kind === 'accepted') {
    final.after = decision.next;
    final.parties = parties;
    for (const key of decision.cancelTimers) final.timersAfter.delete(key);
    for (const timer of decision.setTimers) final.timersAfter.set(timer.key, { dueAt: timer.dueAt, token: seq });
    for (const key of decision.closeTasks) {
      const opened = final.tasksOpened.findLast((task) => task.key === key && !task.closedAt);
      if (opened) opened.closedAt = env.at;
      else {
        const goesOn = decision.openTasks.some((task) => waitOf(task.key) === waitOf(key));
        rows.tasksClosed.add(member.id, key, env.at, !goesOn);
      }
    }
    for (const { from, to } of decision.carried?.tasks ?? [])
      rows.tasksRenamed.add(member.id, from, to.key, JSON.stringify(to.title), to.basis, to.deadlineAt);
    for (const task of decision.openTasks) final.tasksOpened.push({ ...task, seq, closedAt: undefined });
    for (const [n, effect] of decision.effects.entries()) {
      const organisation = parties[effect.party] ?? parties.municipality;
      rows.outbox.add(
        `${member.id}:${revision}:${n}`,
        member.id,
        effect.kind,
        organisation,
        effect.code,
        env.at,
        null,
        write.trace,
      );
    }
    for (const [n, broadcast] of decision.broadcasts.entries()) {
      const key = `${member.id}:${revision}:b${n}`;
      addBroadcast(rows, keys, env, key, broadcast);
    }
  }
  const sealed = seal(
    write.key,
    `journal:${member.id}:${seq}`,
    JSON.stringify(opened ? { data: message.data, parties } : { data: message.data }),
  );
  rows.journal.add(
    member.id,
    seq,
    revision,
    env.at,
    message.occurredAt,
    message.kind,
    message.type,
    opened,
    decision.kind,
    decision.kind === 'refused'
      ? JSON.stringify(decision.refusal)
      : decision.kind === 'ignored'
        ? JSON.stringify(decision.reason)
        : null,
    message.key,
    message.by.kind,
    message.by.id,
    message.by.role,
    message.by.organisationId,
    basisOf(member.definition, message),
    env.policy.id,
    policyHash(env.policy),
    decision.kind === 'accepted' ? JSON.stringify(regions) : null,
    sealed,
  );
  if (message.kind === 'command' || message.kind === 'fact') {
    rows.audit.add(
      env.at,
      message.by.kind,
      message.by.id,
      message.by.role,
      message.by.organisationId,
      member.id,
      `${message.type} ${decision.kind}`,
      message.kind,
      seq,
      createHash('sha256').update(sealed).digest(),
    );
  }
}

function addBroadcast(
  rows: Rows,
  keys: Keys,
  env: Env,
  key: string,
  broadcast: { selector: { drugIds: string[] }; type: string; data: object },
): void {
  const id = uuidv5(key, uuidv5.URL);
  const products = broadcast.selector.drugIds.map((drug) => keys.vault.hash('drug', drug).toString('hex'));
  rows.broadcasts.add(
    id,
    key,
    products.join(','),
    broadcast.type,
    seal(keys.system, `broadcast:${id}`, JSON.stringify(broadcast.data)),
    env.at,
    null,
  );
}

function addCase(rows: Rows, keys: Keys, live: LiveStates, env: Env, id: string, final: Final): void {
  const { row, write, definition, before, after } = final;
  if (!after) {
    rows.touched.add(id, row.seq);
    return;
  }
  const snapshot = seal(write.key, `case.snapshot:${id}`, JSON.stringify(persist(after.snapshot)));
  live.put(id, snapshot, after.snapshot);
  const tags = [...after.snapshot.tags] as string[];
  row.tags = tags;
  row.closedAt = tags.includes('closed') ? (row.closedAt ?? new Date(env.at)) : null;
  row.policyId = env.policy.id;
  const { responsible, deadlineAt } = responsibleOf(after.tasks);
  // Without hospital days: what the citizen has at home rests on no hospital's message, and is the same for all who treat (P3).
  const coverage = definition.coverage?.(after.snapshot.context as never, false);
  const standing = [
    JSON.stringify(row.state),
    tags.join(','),
    row.since,
    row.revision,
    row.seq,
    responsible?.role,
    responsible?.organisationId,
    deadlineAt,
    row.closedAt,
    env.policy.id,
    snapshot,
    coverage?.firstGap,
    coverage?.coveredUntil,
    coverage?.hasPrivateDrugs ?? false,
    definition.period?.(after.snapshot.context as never)?.changeCutOffAt,
  ];
  if (final.opened) {
    rows.opened.add(
      id,
      row.familyId,
      row.parentId,
      row.childKey,
      row.citizenId,
      row.workflow,
      row.version,
      final.parties.municipality,
      env.at,
      ...standing,
    );
  } else {
    rows.moved.add(id, ...standing, final.parties.municipality, row.version);
  }
  const armed = new Set(after.timers.map(({ key }) => key));
  for (const key of final.timersBefore) if (!armed.has(key)) rows.timersGone.add(id, key);
  for (const [key, { dueAt, token }] of final.timersAfter)
    if (armed.has(key)) rows.timersSet.add(id, key, token, dueAt);
  for (const task of final.tasksOpened) {
    rows.tasksOpened.add(
      uuidv5(`${task.key} ${task.seq}`, id),
      id,
      task.key,
      JSON.stringify(task.title),
      task.role,
      task.organisationId,
      task.basis,
      task.deadlineAt,
      env.at,
      task.closedAt,
      final.parties.municipality,
      isOverdue(task),
      waitOf(task.key),
    );
  }
  addDifferences(rows, keys, id, definition, before, after);
  addParticipation(rows, env, id, final, after);
  addCharges(rows, env, id, final, after);
}

function addDifferences(
  rows: Rows,
  keys: Keys,
  id: string,
  definition: WorkflowDefinition,
  before: CaseState | undefined,
  after: CaseState,
): void {
  const { statistics: now, drugs: has } = countedOf(definition, after);
  const { statistics: earlier, drugs: had } = before ? countedOf(definition, before) : nothing;
  for (const key of earlier.keys()) if (!now.has(key)) rows.statisticsGone.add(id, key);
  for (const [key, each] of now) {
    if (JSON.stringify(earlier.get(key)) !== JSON.stringify(each))
      rows.statistics.add(id, key, each.kind, each.occurredAt, each.unit);
  }
  for (const drug of had) if (!has.has(drug)) rows.packedGone.add(keys.vault.hash('drug', drug), id);
  for (const drug of has) if (!had.has(drug)) rows.packed.add(keys.vault.hash('drug', drug), id);
}

/** Who may see the case, from when until when. Parties belong to the family, departments to a stay of it. */
function addParticipation(
  rows: Rows,
  env: Env,
  id: string,
  { row, definition, parties, before }: Final,
  after: CaseState,
): void {
  if (row.citizenId && row.parentId === null) {
    const earlier: Partial<Parties> = before ? (before.snapshot.context as CaseContext).parties : {};
    for (const party of ['municipality', 'gpPractice', 'pharmacy', 'hospital', 'region'] as const) {
      if (earlier[party] === parties[party]) continue;
      if (earlier[party]) rows.partiesGone.add(id, party, env.at);
      if (parties[party]) rows.parties.add(id, parties[party], party, env.at);
    }
  }
  const { departments } = definition;
  if (!departments) return;
  const [was, is] = [before, after].map((state) => (state ? departments(state.snapshot.context as never) : []));
  if (canonicalJson(was) === canonicalJson(is)) return;
  rows.departmentsGone.add(row.familyId, id);
  for (const { sor, from, until } of is ?? []) rows.departments.add(row.familyId, id, sor, from, until);
}

/** A ledger: what stands no more is reversed and stays, and what takes its place is a row of its own. */
function addCharges(
  rows: Rows,
  env: Env,
  id: string,
  { definition, row, parties, before }: Final,
  after: CaseState,
): void {
  const { charges } = definition;
  if (!charges) return;
  const standing = (state: CaseState | undefined): Map<string, FeeCharge> =>
    new Map(state && charges(state.snapshot.context as never).map((charge) => [charge.key, charge]));
  const [earlier, now] = [standing(before), standing(after)];
  const isSame = (key: string): boolean => canonicalJson(earlier.get(key)) === canonicalJson(now.get(key));
  for (const key of earlier.keys()) if (!isSame(key)) rows.chargesReversed.add(id, key, env.at);
  for (const [key, charge] of now) {
    if (isSame(key)) continue;
    const { kind, tariff, payers } = charge;
    const { region, citizen, municipality, unknown } = payers;
    const [on, days] = charge.kind === 'roll' ? [charge.handedOutOn, charge.days] : [charge.on, 0];
    const { dispatch, packing, delivery } =
      charge.kind === 'roll' ? charge.components : { dispatch: 0, packing: 0, delivery: 0 };
    rows.charges.add(
      ...[id, key, row.seq, parties.municipality, env.at, on, days, tariff],
      ...[dispatch, packing, delivery, region, citizen, municipality, unknown],
      ...[kind, kind === 'roll' ? 0 : region],
    );
  }
}

interface Counted {
  statistics: ReadonlyMap<string, Statistic>;
  drugs: ReadonlySet<string>;
}
const nothing: Counted = { statistics: new Map(), drugs: new Set() };
/** The state after one message is the one before the next. */
const known = new WeakMap<object, Counted>();

function countedOf({ statistics, packedDrugs }: WorkflowDefinition, { snapshot }: CaseState): Counted {
  const context = snapshot.context as CaseContext;
  let counted = known.get(context);
  if (!counted) {
    counted = {
      statistics: new Map(statistics?.(context as never).map((each) => [each.key, each])),
      drugs: new Set(packedDrugs?.(context as never)),
    };
    known.set(context, counted);
  }
  return counted;
}

/** The legal ground of what a message writes (P3). Timers and persons' commands rest on what their workflow does. */
function basisOf(definition: WorkflowDefinition, message: Message): string {
  const spec = definition.messages[message.type];
  if (spec?.kind === 'fact' || spec?.kind === 'internal') return spec.basis;
  return definition.name === 'hospital-stay' ? 'hospitalNotification' : 'municipal';
}

const openedSql = `
  insert into "case" (id, family_id, parent_id, child_key, citizen_id, workflow, version, municipality_id, opened_at, state, tags,
    since, revision, seq, responsible_role, responsible_organisation_id, deadline_at, closed_at, policy_id, snapshot,
    first_gap, covered_until, has_private_drugs, change_cut_off_at)
  select id, family_id, parent_id, child_key, citizen_id, workflow, version, municipality_id, opened_at, state::jsonb,
    string_to_array(tags, ','), since, revision, seq, role, organisation_id, deadline_at, closed_at, policy_id, snapshot, first_gap,
    covered_until, has_private_drugs, change_cut_off_at
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::int[], $8::uuid[], $9::timestamptz[],
    $10::text[], $11::text[], $12::timestamptz[], $13::int[], $14::int[], $15::text[], $16::uuid[], $17::timestamptz[],
    $18::timestamptz[], $19::text[], $20::bytea[], $21::date[], $22::date[], $23::bool[], $24::timestamptz[])
    as d(id, family_id, parent_id, child_key, citizen_id, workflow, version, municipality_id, opened_at, state, tags, since,
      revision, seq, role, organisation_id, deadline_at, closed_at, policy_id, snapshot, first_gap, covered_until,
      has_private_drugs, change_cut_off_at)`;

const movedSql = `
  update "case" c set state = d.state::jsonb, tags = string_to_array(d.tags, ','), since = d.since, revision = d.revision,
    seq = d.seq, responsible_role = d.role, responsible_organisation_id = d.organisation_id, deadline_at = d.deadline_at,
    closed_at = d.closed_at, policy_id = d.policy_id, snapshot = d.snapshot, first_gap = d.first_gap,
    covered_until = d.covered_until, has_private_drugs = d.has_private_drugs, change_cut_off_at = d.change_cut_off_at,
    municipality_id = d.municipality_id, version = d.version
  from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::int[], $6::int[], $7::text[], $8::uuid[],
    $9::timestamptz[], $10::timestamptz[], $11::text[], $12::bytea[], $13::date[], $14::date[], $15::bool[],
    $16::timestamptz[], $17::uuid[], $18::int[])
    as d(id, state, tags, since, revision, seq, role, organisation_id, deadline_at, closed_at, policy_id, snapshot, first_gap,
      covered_until, has_private_drugs, change_cut_off_at, municipality_id, version)
  where c.id = d.id`;

const touchedSql = `update "case" c set seq = d.seq from unnest($1::uuid[], $2::int[]) as d(id, seq) where c.id = d.id`;

const journalSql = `
  insert into journal (case_id, seq, revision, at, occurred_at, kind, type, opened, outcome, reason, key, actor_kind, actor_id,
    actor_role, actor_organisation_id, basis, policy_id, policy_hash, state, sealed)
  select case_id, seq, revision, at, occurred_at, kind, type, opened, outcome, reason::jsonb, key, actor_kind, actor_id,
    actor_role, organisation_id, basis, policy_id, policy_hash, state::jsonb, sealed
  from unnest($1::uuid[], $2::int[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[], $7::text[], $8::bool[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::text[], $17::text[],
    $18::text[], $19::text[], $20::bytea[])
    as d(case_id, seq, revision, at, occurred_at, kind, type, opened, outcome, reason, key, actor_kind, actor_id, actor_role,
      organisation_id, basis, policy_id, policy_hash, state, sealed)`;

const timersSql = `
  insert into timer (case_id, key, token, due_at)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[])
  on conflict (case_id, key) do update set token = excluded.token, due_at = excluded.due_at, retry_at = null, attempts = 0`;

const tasksRenamedSql = `
  update task t set key = d.now, title = d.title::jsonb, basis = d.basis, deadline_at = d.deadline_at
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
    as d(case_id, was, now, title, basis, deadline_at)
  where t.case_id = d.case_id and t.key = d.was and t.closed_at is null`;

/** A wait that has ended is counted among the earlier stays in its state: the bucket is a quarter of a doubling of hours. */
const tasksClosedSql = `
  with closed as (
    update task t set closed_at = d.at
    from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bool[]) as d(case_id, key, at, is_over)
    where t.case_id = d.case_id and t.key = d.key and t.closed_at is null
    returning t.key, extract(epoch from d.at - t.waiting_since) / 3600 as hours, d.is_over)
  insert into dwell_change (state, bucket)
  select regexp_replace(key, '\\.(due|overdue)$', ''), floor(4 * log(2, greatest(hours, 0.25))) from closed where is_over`;

/** A wait that goes on, now overdue or told of again, keeps since when: what it was before has closed in this commit. */
const tasksSql = `
  insert into task (id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, closed_at, municipality_id,
    waiting_since, overdue_since)
  select d.id, d.case_id, d.key, d.title::jsonb, d.role, d.organisation_id, d.basis, d.deadline_at, d.opened_at, d.closed_at,
    d.municipality_id, coalesce(before.waiting_since, d.opened_at),
    case when d.is_overdue then coalesce(before.overdue_since, d.opened_at) end
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::timestamptz[],
    $9::timestamptz[], $10::timestamptz[], $11::uuid[], $12::bool[], $13::text[])
    as d(id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at, closed_at, municipality_id, is_overdue, wait)
  left join lateral (
    select t.waiting_since, case when t.key = d.key then t.overdue_since end as overdue_since from task t
    where t.case_id = d.case_id and t.key = any(array[d.key, d.wait || '.due', d.wait || '.overdue']) and t.closed_at = d.opened_at
    order by t.key = d.key desc limit 1) before on true`;

/** Attempts run on real time, whatever the domain's clock says. */
const outboxSql = `
  insert into outbox (key, case_id, kind, organisation_id, code, created_at, due_at, sealed, trace)
  select key, case_id, kind, organisation_id, code, at, clock_timestamp(), sealed, trace
  from unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::timestamptz[], $7::bytea[], $8::text[])
    as d(key, case_id, kind, organisation_id, code, at, sealed, trace)
  on conflict (key) do nothing`;

const broadcastSql = `
  insert into broadcast (id, key, products, type, sealed, created_at, expected)
  select d.id, d.key, p.products, d.type, d.sealed, d.at,
    (select count(distinct case_id) from packed_product where product = any(p.products))
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::timestamptz[], $7::text[])
    as d(id, key, products, type, sealed, at, _),
    lateral (select coalesce(array_agg(decode(hex, 'hex')), '{}') as products from unnest(string_to_array(d.products, ',')) as hex) p
  on conflict (key) do nothing`;

const statisticsSql = `
  insert into statistic (case_id, key, kind, occurred_at, unit)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
  on conflict (case_id, key) do update set kind = excluded.kind, occurred_at = excluded.occurred_at, unit = excluded.unit`;

/** Back at the same instant is as if it had not been away. */
const partiesSql = `
  insert into participation (family_id, organisation_id, party, case_id, since)
  select family_id, organisation_id, party, family_id, at from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
    as d(family_id, organisation_id, party, at)
  on conflict (family_id, organisation_id, party, case_id, since) do update set until = null`;

/** [I] Days after its part of a stay in which a department is asked about it and may answer. */
const departmentFollowUpDays = 30;

/** A department that the directory does not know takes no part: nobody signs in for it. */
const departmentsSql = `
  insert into participation (family_id, organisation_id, party, case_id, since, until)
  select d.family_id, o.id, 'hospital', d.case_id, d.since, max(d.until) + interval '${departmentFollowUpDays} days'
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[]) as d(family_id, case_id, sor, since, until)
  join organisation o on o.sor = d.sor and o.kind = 'hospital' group by d.family_id, o.id, d.case_id, d.since`;

const reversedSql = `
  update fee_charge f set reversed_at = d.at from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as d(case_id, key, at)
  where f.case_id = d.case_id and f.key = d.key and f.reversed_at is null`;

const chargesSql = `
  insert into fee_charge (case_id, key, seq, municipality_id, charged_at, handed_out_on, days, tariff, dispatch_ore, packing_ore,
    delivery_ore, region_ore, citizen_ore, municipality_ore, unknown_ore, kind, service_ore)
  select * from unnest($1::uuid[], $2::text[], $3::int[], $4::uuid[], $5::timestamptz[], $6::date[], $7::int[], $8::text[],
    $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::int[], $15::int[], $16::text[], $17::int[])`;

const auditSql = `
  insert into audit (at, actor_kind, actor_id, actor_role, organisation_id, action, case_id, detail, purpose, journal_seq, content_hash)
  select at, kind, id, role, organisation_id, 'change', case_id, detail, purpose, journal_seq, content_hash
  from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::int[],
      $10::bytea[])
    as d(at, kind, id, role, organisation_id, case_id, detail, purpose, journal_seq, content_hash)`;

const handledSql = `
  insert into handled (scope, key, request_hash, answer, expires_at)
  select scope, key, request_hash, answer::jsonb, expires_at
  from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::timestamptz[]) as d(scope, key, request_hash, answer, expires_at)`;
