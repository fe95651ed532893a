import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import type { Definitions } from '../engine/read-family.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { showCitizen } from './show-citizen.ts';
import { drugNames, drugsIn } from './drug-names.query.ts';
import { familyTasks } from './family-tasks.query.ts';
import { hiddenRegions } from './grounds.ts';
import { openFamily } from './open-family.ts';
import { privateDrugsIn } from './private-drugs.ts';
import { redact } from './redact.ts';
import { showCase } from './show-case.ts';
import { showCoverage } from './show-coverage.ts';
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
  const privateDrugs = privateDrugsIn(family);
  const at = await store.clock(store.pool);
  const [tasks, since, identities, names] = await Promise.all([
    familyTasks(store.pool, ids),
    visibleSince(store.pool, ids, hidden),
    citizenIdentities(store, citizenId ? [citizenId] : []),
    drugNames(store.pool, drugsIn(family), danishDateOf(at)),
  ]);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'case', purpose });
  const shown = {
    ...showCase(member, family, { viewer, tasks, visibleSince: since, drugNames: names, privateDrugs }),
    // A stay's tasks and a roll's are judged by the citizen's days too.
    coverage: showCoverage(family[0] ?? member, names),
    citizen: showCitizen(citizenId ? identities.get(citizenId) : undefined, municipalityId),
  };
  return redact(shown, viewer);
}
