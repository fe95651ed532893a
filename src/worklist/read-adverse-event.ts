import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { notFound } from '../kernel/problem.ts';
import { openFamily } from './open-family.ts';
import { Restricted, redact } from './redact.ts';

/** The draft report that someone has had made of a roll that does not arrive, for those who treat the citizen. */
export async function readAdverseEvent(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
) {
  const { viewer, member } = await openFamily(store, definitions, caller, caseId);
  const at = await store.clock(store.pool);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'adverse event', purpose });
  const { definition, state, row } = member;
  const draft = definition.adverseEvent?.(state.snapshot.context as never);
  const seen = redact({ draft: new Restricted('identity', row.municipalityId, draft) }, viewer).draft;
  if (!seen) throw notFound('a draft of an adverse event: give the roll the command draftAdverseEvent first');
  return seen;
}
