import type { WorkflowName } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { servesAll } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import { groundsOf } from './grounds.ts';
import { openFamily } from './open-family.ts';
import { covers } from './redact.ts';
import type { Viewer } from './redact.ts';
import { viewerOf } from './viewer.ts';

export interface CaseAccess {
  viewer: Viewer;
  workflow: WorkflowName;
  version: number;
  municipalityId: string;
}

/**
 * Whether the caller may act on the case, from clear columns where they suffice: a command should not open a family that
 * the engine will open again. Only the other parties of a case are named inside it.
 */
export async function findAccess(
  store: Pick<Store, 'pool' | 'keys' | 'clock'>,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
): Promise<CaseAccess> {
  const { rows } = await store.pool.query<Omit<CaseAccess, 'viewer'>>({
    name: 'find-access',
    text: `select workflow, version, municipality_id as "municipalityId" from "case" where id = $1`,
    values: [caseId],
  });
  const found = rows[0];
  if (!found) throw notFound('a case with this id');
  if (!servesAll(caller) && caller.organisationId !== found.municipalityId) {
    const { viewer, relation } = await openFamily(store, definitions, caller, caseId);
    if (relation?.isEmergency) throw readingAlone();
    return { viewer, ...found };
  }
  const viewer = await viewerOf(store.pool, caller);
  const { whole } = groundsOf(definitions(found.workflow, found.version));
  if (!covers(viewer, whole, found.municipalityId)) throw notFound('a case with this id');
  return { viewer, ...found };
}

function readingAlone(): Problem {
  return new Problem(
    403,
    'emergency-is-for-reading',
    'You may not do this',
    'Forløbet er åbnet i en nødsituation og kan kun læses; ring til kommunen, som kan handle',
  );
}
