import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Engine } from '../engine/engine.ts';
import type { Definitions } from '../engine/read-family.ts';
import { openCase } from '../intake/open-case.ts';
import { findCandidate } from './find-candidate.ts';
import type { StartPath } from './questions.ts';
import { openCandidate } from './show-candidate.ts';
import type { StartedPath } from './views.ts';

interface Services {
  store: Store;
  engine: Engine;
  definitions: Definitions;
}

/** Opens the citizen's case from the list, as one found for dose packing. Once: a second call answers the same case. */
export async function startPath(
  services: Services,
  caller: Caller,
  id: string,
  { gpPractice, pharmacy }: StartPath,
): Promise<StartedPath> {
  const { store } = services;
  const candidate = await findCandidate(store, caller, id);
  if (candidate.caseId) return { case: candidate.caseId };
  const { cpr, name } = openCandidate(store.keys.vault, candidate);
  const { careSetting } = candidate;
  const data = {
    cpr,
    ...(name && { name }),
    entry: 'identified',
    careSetting,
    ...(gpPractice && { gpPractice }),
    ...(pharmacy && { pharmacy }),
  };
  const { caseId } = await openCase(services, caller, data, `candidate:${id}`);
  await store.pool.query(`update candidate set status = 'started', case_id = $2 where id = $1`, [id, caseId]);
  const at = await store.clock(store.pool);
  await writeAudit(store.pool, {
    at,
    caller,
    action: 'change',
    caseId,
    citizenId: candidate.citizenId,
    detail: `candidate started ${id}`,
    purpose: 'treatment',
  });
  return { case: caseId };
}
