import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { citizenIdentities, showCitizen } from './citizen-identities.query.ts';
import { familyTasks } from './family-tasks.query.ts';
import { hiddenRegions } from './grounds.ts';
import { openFamily } from './open-family.ts';
import { redact } from './redact.ts';
import { showCase } from './show-case.ts';
import { visibleSince } from './visible-since.query.ts';

/** The case as this caller may see it, with its children. The reading is logged before it is answered (P2). */
export async function readCase(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
) {
  const { viewer, member, family } = await openFamily(store, definitions, caller, caseId);
  const ids = family.map(({ row }) => row.id);
  const hidden = family.map(({ definition }) => hiddenRegions(definition));
  const { citizenId, municipalityId } = member.row;
  const [tasks, since, identities, at] = await Promise.all([
    familyTasks(store.pool, ids),
    visibleSince(store.pool, ids, hidden),
    citizenIdentities(store, [citizenId]),
    store.clock(store.pool),
  ]);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'case', purpose });
  const shown = {
    ...showCase(member, family, { viewer, tasks, visibleSince: since }),
    citizen: showCitizen(identities.get(citizenId), municipalityId),
  };
  return redact(shown, viewer);
}
