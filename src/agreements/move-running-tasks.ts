import { actorOf } from '../auth/actor-of.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Engine } from '../engine/engine.ts';
import { pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { notFound } from '../kernel/problem.ts';
import { listAgreements } from './list-agreements.query.ts';
import type { MoveRunningTasks } from './questions.ts';
import type { MovedTasksView } from './views.ts';

/**
 * Gives the open tasks of a municipality's cases to whom the agreements in force now name, a page of cases at a time. Each case
 * is told by a command of its own, so that its journal says who moved them; told twice it stays as it is.
 */
export async function moveRunningTasks(
  { store, engine }: { store: Store; engine: Engine },
  caller: Caller,
  agreementId: string,
  { after, limit }: MoveRunningTasks,
): Promise<MovedTasksView> {
  const [agreement] = await listAgreements(store.pool, {
    id: agreementId,
    municipalityId: undefined,
    after: undefined,
    limit: 1,
  });
  if (!agreement?.municipality || agreement.municipality !== caller.organisationId)
    throw notFound('an agreement of your municipality');
  const [last] = placeAfter(after, uuidPattern) ?? [];
  const { rows } = await store.pool.query<{ id: string }>(
    `select id from "case" where municipality_id = $1 and closed_at is null and workflow = 'dose-dispensing'
       and ($2::uuid is null or id > $2) order by id limit $3`,
    [agreement.municipality, last, limit + 1],
  );
  const { items, next } = pageOf(rows, limit, ({ id }) => [id]);
  const at = await store.clock(store.pool);
  await Promise.all(
    items.map(({ id }) =>
      engine.handle({
        to: 'case',
        caseId: id,
        scope: `${caller.kind}:${caller.id}`,
        message: {
          kind: 'command',
          type: 'rerouteTasks',
          data: {},
          occurredAt: at,
          by: actorOf(caller),
          key: `agreement:${agreementId}:${at}:${id}`,
        },
      }),
    ),
  );
  return { cases: items.length, next };
}
