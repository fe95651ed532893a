/** What a batch of decisions comes to, table by table and column by column: computed here, sent by `write-decision.ts`. */
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
import { Columns } from '../db/columns.ts';
import type { DataKey } from '../db/seal.ts';
import type { Keys } from '../db/store.ts';
import { seal } from '../db/seal.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { isOverdue, waitOf, waitingChanges, waitsAsBefore } from './count-waiting.ts';
import type { Waiting } from './count-waiting.ts';
import { persist, regionsOf, responsibleOf } from './decide.ts';
import type { CaseState } from './decide.ts';
import type { Step } from './decide-family.ts';
import { policyHash } from './environment.ts';
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

/** The rows of all these writes. The live states are brought up to what will be stored. */
export function rowsOf(keys: Keys, live: LiveStates, env: Env, writes: readonly FamilyWrite[]): Rows {
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
