import type { Role } from '../../workflows/definition.ts';
import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { Problem } from '../kernel/problem.ts';
import { auditReads } from './audit-reads.ts';
import { citizenIdentities, showCitizen } from './citizen-identities.query.ts';
import { listTasks } from './list-tasks.query.ts';
import { Restricted, redact } from './redact.ts';
import { showTask } from './show-task.ts';
import { servesAll, viewerOf } from './viewer.ts';

export interface TasksAsked {
  role: Role | undefined;
  organisation: string | undefined;
  mine: boolean;
  snoozed: boolean;
  after: string | undefined;
  limit: number;
}

/** The worklist: what an organisation's role must do, by deadline. Snoozed tasks come back when their time is up. */
export async function listOwnTasks(store: Store, caller: Caller, asked: TasksAsked, purpose: Purpose) {
  const organisationId = asked.organisation ?? caller.organisationId;
  if (organisationId !== caller.organisationId && !servesAll(caller)) {
    throw new Problem(403, 'forbidden', 'You may not do this', 'Expected tasks of your own organisation');
  }
  const [deadlineAt, id] = placeAfter(asked.after, instantPattern, uuidPattern) ?? [];
  const rows = await listTasks(store.pool, {
    organisationId,
    role: asked.role ?? caller.role,
    claimedBy: asked.mine ? caller.id : undefined,
    awakeAt: asked.snoozed ? undefined : await store.clock(store.pool),
    after: deadlineAt && id ? { deadlineAt, id } : undefined,
    limit: asked.limit + 1,
  });
  const page = pageOf(rows, asked.limit, (row) => [row.deadlineAt.toISOString(), row.id]);
  const identities = await citizenIdentities(
    store,
    page.items.map(({ citizenId }) => citizenId),
  );
  await auditReads(
    store,
    caller,
    page.items.map(({ caseId }) => caseId),
    'list of tasks',
    purpose,
  );
  const items = page.items.map((row) => {
    const citizen = showCitizen(identities.get(row.citizenId), row.municipalityId);
    return new Restricted(row.basis, row.municipalityId, {
      ...showTask(row),
      root: row.rootId,
      workflow: row.workflow,
      citizen,
    });
  });
  return redact({ items, next: page.next }, await viewerOf(store.pool, caller));
}
