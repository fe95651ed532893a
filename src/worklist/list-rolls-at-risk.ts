import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import type { Store } from '../db/store.ts';
import { danishDateOf } from '../engine/check-supply.ts';
import { readCases } from '../engine/read-family.ts';
import type { Definitions } from '../engine/read-family.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { auditReads } from './audit-reads.ts';
import { drugNames, named } from './drug-names.query.ts';
import { listRolls, unknownCutOff } from './list-rolls.query.ts';
import { privateDrugsIn } from './private-drugs.ts';
import { Restricted, redact } from './redact.ts';
import { rollRisks } from './roll-risks.ts';
import { showCitizen } from './show-citizen.ts';
import { viewerOf } from './viewer.ts';

/**
 * The pharmacy's own rolls before packing that may turn out wrong, the first change cut-off first. A page counts the rolls
 * looked at, as what is wrong with one is sealed in its case: those with nothing wrong are neither shown nor logged as read.
 */
export async function listRollsAtRisk(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  { after, limit }: { after: string | undefined; limit: number },
  purpose: Purpose,
) {
  const [changeCutOffAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
  const at = await store.clock(store.pool);
  const rows = await listRolls(store.pool, {
    pharmacyId: caller.organisationId,
    at,
    after: changeCutOffAt && id ? { changeCutOffAt, id } : undefined,
    limit: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => [row.changeCutOffAt?.toISOString() ?? unknownCutOff, row.id]);
  const ids = [...new Set(page.items.flatMap((row) => [row.id, row.rootId]))];
  const read = new Map(
    (await readCases(store.pool, store.keys.vault, definitions, ids, at)).map((each) => [each.row.id, each]),
  );
  const found = page.items.flatMap((row) => {
    const [roll, root] = [read.get(row.id), read.get(row.rootId)];
    const period = roll?.definition.period?.(roll.state.snapshot.context as never);
    if (!roll || !root || !period) return [];
    const coverage = root.definition.coverage?.(root.state.snapshot.context as never, false);
    const risks = rollRisks(root, period, coverage);
    return risks.length > 0 ? [{ row, period, risks, hidden: privateDrugsIn([roll, root]) }] : [];
  });
  const [identities, names] = await Promise.all([
    citizenIdentities(
      store,
      found.map(({ row }) => row.citizenId),
    ),
    drugNames(
      store.pool,
      found.flatMap(({ risks }) => risks.flatMap(({ drugIds }) => drugIds)),
      danishDateOf(at),
    ),
  ]);
  await auditReads(
    store,
    caller,
    found.map(({ row }) => row.rootId),
    'rolls at risk',
    purpose,
  );
  const items = found.map(({ row, period, risks, hidden }) => ({
    id: row.id,
    root: row.rootId,
    citizen: showCitizen(identities.get(row.citizenId), row.municipalityId),
    period: new Restricted('identity', row.municipalityId, {
      startDate: period.startDate,
      endDate: period.endDate,
      status: period.status,
      changeCutOffAt: period.changeCutOffAt,
      isPastCutOff: period.changeCutOffAt <= at,
      ...(period.packedAtOrganisation && { packedAtOrganisation: period.packedAtOrganisation }),
    }),
    risks: new Restricted(
      'identity',
      row.municipalityId,
      risks.map(({ kind, drugIds, renewal }) => ({
        kind,
        drugs: drugIds.filter((drugId) => !hidden.has(drugId)).map((drugId) => named({ drugId }, names)),
        ...(renewal && { renewal }),
      })),
    ),
  }));
  return redact({ items, looked: page.items.length, next: page.next }, await viewerOf(store.pool, caller));
}
