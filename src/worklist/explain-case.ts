import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import type { Definitions } from '../engine/read-family.ts';
import { fmkDifferences } from './fmk-differences.query.ts';
import { drugNames, drugsIn } from './drug-names.query.ts';
import { hiddenRegions } from './grounds.ts';
import { openFamily } from './open-family.ts';
import { redact } from './redact.ts';
import { showExplanation } from './show-explanation.ts';
import { visibleSince } from './visible-since.query.ts';

/** Why the case stands where it stands, and what would move it. */
export async function explainCase(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
) {
  const { viewer, member } = await openFamily(store, definitions, caller, caseId);
  const since = await visibleSince(store.pool, [caseId], [hiddenRegions(member.definition)]);
  const at = await store.clock(store.pool);
  const names = await drugNames(store.pool, drugsIn([member]), danishDateOf(at));
  const differences = await fmkDifferences(store.pool, caseId);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'explanation', purpose });
  const shown = { visibleSince: since.get(caseId), viewer, drugNames: names, differences, definitions };
  return redact(showExplanation(member, shown), viewer);
}
