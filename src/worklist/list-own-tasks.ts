import { worksAs } from '../../workflows/definition.ts';
import type { Question, Role, Text, WorkflowName } from '../../workflows/definition.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { organisationFacts } from '../db/organisation-facts.query.ts';
import type { Definitions } from '../engine/read-family.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { auditReads } from './audit-reads.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { contactsOfTasks } from './contacts-of-tasks.ts';
import { showCitizen } from './show-citizen.ts';
import { drugNames, named } from './drug-names.query.ts';
import { guidanceFor } from './gp-guidance.ts';
import { deputisedBy } from './deputised-by.query.ts';
import { listTasks } from './list-tasks.query.ts';
import type { ListedTaskRow } from './list-tasks.query.ts';
import { questionsOf } from './questions-of.ts';
import type { TasksQuery } from './questions.ts';
import { Restricted, redact } from './redact.ts';
import { showCover } from './show-coverage.ts';
import { showTask } from './show-task.ts';
import { snoozableUntil } from './snooze-task.ts';
import { viewerOf } from './viewer.ts';

export interface TasksAsked {
  role: Role | undefined;
  organisation: string | undefined;
  workflow: WorkflowName | undefined;
  mine: boolean;
  free: boolean;
  due: TasksQuery['due'];
  snoozed: boolean;
  after: string | undefined;
  limit: number;
}

/** The worklist: what an organisation's role must do, by deadline. Snoozed tasks come back when their time is up. */
export async function listOwnTasks(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  asked: TasksAsked,
  purpose: Purpose,
) {
  const organisationId = asked.organisation ?? caller.organisationId;
  if (organisationId !== caller.organisationId && !servesAll(caller)) {
    throw new Problem(403, 'forbidden', 'You may not do this', 'Expected tasks of your own organisation');
  }
  const [deadlineAt, id] = placeAfter(asked.after, instantPattern, uuidPattern) ?? [];
  const at = await store.clock(store.pool);
  const rows = await listTasks(store.pool, {
    organisationId,
    role: asked.role ?? worksAs(caller.role),
    workflow: asked.workflow,
    claimedBy: asked.mine ? [caller.id, ...(await deputisedBy(store.pool, caller.id, at))] : undefined,
    free: asked.free,
    due: asked.due,
    at,
    awakeAt: asked.snoozed ? undefined : at,
    after: deadlineAt && id ? { deadlineAt, id } : undefined,
    limit: asked.limit + 1,
  });
  const page = pageOf(rows, asked.limit, (row) => [row.deadlineAt.toISOString(), row.id]);
  const identities = await citizenIdentities(
    store,
    page.items.flatMap(({ citizenId }) => citizenId ?? []),
  );
  await auditReads(
    store,
    caller,
    page.items.map(({ caseId }) => caseId),
    'list of tasks',
    purpose,
  );
  const asks =
    (asked.role ?? caller.role) === 'gp' ? await askedOf(store, definitions, organisationId, page.items) : none;
  const contacts = await contactsOfTasks(store.pool, page.items, at);
  const items = page.items.map((row) => {
    const question = asks.get(row.id);
    const toAsk = contacts.get(row.id);
    const citizen = showCitizen(row.citizenId ? identities.get(row.citizenId) : undefined, row.municipalityId);
    return new Restricted(row.basis, row.municipalityId, {
      ...showTask(row),
      snoozableUntil: snoozableUntil(row),
      root: row.rootId,
      workflow: row.workflow,
      citizen,
      cover: showCover(row, row.municipalityId),
      ...(toAsk && { contacts: toAsk }),
      // An administrator sees the tasks of a practice, and no citizen's medicine.
      ...(question && { question: new Restricted('identity', row.municipalityId, question) }),
    });
  });
  return redact({ items, next: page.next }, await viewerOf(store.pool, caller));
}

interface Asked extends Pick<Question, 'kind' | 'drugs' | 'hasPrivateDrugs'> {
  guidance: Text;
}
const none: ReadonlyMap<string, Asked> = new Map();

/** What a practice is asked by each of its tasks, with what to do in its own system. */
async function askedOf(
  store: Store,
  definitions: Definitions,
  practiceId: string,
  tasks: readonly ListedTaskRow[],
): Promise<ReadonlyMap<string, Asked>> {
  const at = await store.clock(store.pool);
  const [factsOf, questions] = await Promise.all([
    organisationFacts(store.pool, [practiceId], danishDateOf(at)),
    questionsOf(
      store,
      definitions,
      tasks.map(({ caseId }) => caseId),
      at,
    ),
  ]);
  const drugIds = [...questions.values()].flat().flatMap(({ drugs }) => drugs.map(({ drugId }) => drugId));
  const names = await drugNames(store.pool, drugIds, danishDateOf(at));
  const asks = tasks.flatMap(({ id, caseId, key }): [string, Asked][] => {
    const question = questions.get(caseId)?.find(({ task }) => key.startsWith(task));
    if (!question) return [];
    const { kind, hasPrivateDrugs } = question;
    const drugs = question.drugs.map((drug) => named(drug, names));
    const guidance = guidanceFor(kind, factsOf(practiceId).practiceSystem);
    return [[id, { kind, drugs, ...(hasPrivateDrugs && { hasPrivateDrugs }), guidance }]];
  });
  return new Map(asks);
}
