import type { Purpose } from '../audit/read-purpose.ts';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { checkSupply, danishDateOf } from '../engine/check-supply.ts';
import type { Definitions } from '../engine/read-family.ts';
import { namesOfDrugs, readSupply } from '../intake/read-supply.query.ts';
import { instantPattern, pageOf, placeAfter, uuidPattern } from '../kernel/page.ts';
import { auditReads } from '../worklist/audit-reads.ts';
import { citizenIdentities } from '../db/citizen-identities.query.ts';
import { showCitizen } from '../worklist/show-citizen.ts';
import { listTasks } from '../worklist/list-tasks.query.ts';
import type { ListedTaskRow } from '../worklist/list-tasks.query.ts';
import { Restricted, redact } from '../worklist/redact.ts';
import { viewerOf } from '../worklist/viewer.ts';
import { proposedDrugs } from './proposed-drugs.ts';

/**
 * What a practice is asked about products on back-order: one proposal for each product, with all its patients, the most
 * urgent first (R58). A page counts patients, as the drug is sealed in each case: a product may go on on the next.
 */
export async function listProposals(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  { after, limit }: { after: string | undefined; limit: number },
  purpose: Purpose,
) {
  const [deadlineAt, id] = placeAfter(after, instantPattern, uuidPattern) ?? [];
  const seen = seenBy(store, caller);
  const rows = await listTasks(seen.pool, {
    organisationId: caller.organisationId,
    role: 'gp',
    workflow: 'substitution',
    claimedBy: undefined,
    at: await store.clock(store.pool),
    awakeAt: undefined,
    after: deadlineAt && id ? { deadlineAt, id } : undefined,
    limit: limit + 1,
  });
  const page = pageOf(rows, limit, (row) => [row.deadlineAt.toISOString(), row.id]);
  const cases = page.items.map(({ caseId }) => caseId);
  const [identities, drugs] = await Promise.all([
    citizenIdentities(
      seen,
      page.items.flatMap(({ citizenId }) => citizenId ?? []),
    ),
    proposedDrugs(seen, definitions, cases),
  ]);
  // Products are nobody's, and reading how they stand is numbered.
  const products = await productsNow(store, [...new Set(drugs.values())]);
  await auditReads(seen, caller, cases, 'substitution proposals', purpose);

  const patients = new Map<string, ListedTaskRow[]>();
  for (const row of page.items) {
    const drugId = drugs.get(row.caseId);
    if (drugId) patients.set(drugId, [...(patients.get(drugId) ?? []), row]);
  }
  const items = [...patients].map(([drugId, asked]) => ({
    ...products(drugId),
    // They come by deadline.
    answerBy: asked[0]?.deadlineAt.toISOString() ?? '',
    patients: asked.map(
      (row) =>
        new Restricted(row.basis, row.municipalityId, {
          case: row.caseId,
          root: row.rootId,
          citizen: showCitizen(row.citizenId ? identities.get(row.citizenId) : undefined, row.municipalityId),
          askedAt: row.openedAt.toISOString(),
          answerBy: row.deadlineAt.toISOString(),
        }),
    ),
  }));
  return redact({ items, next: page.next }, await viewerOf(store.pool, caller));
}

/** How these products stand by the price list in force and the back-orders known now. */
async function productsNow({ pool, clock }: Store, drugIds: readonly string[]) {
  const at = await clock(pool);
  const today = danishDateOf(at);
  const read = await readSupply(pool, drugIds, today);
  const standings = new Map(read.map(({ drugId, supply }) => [drugId, checkSupply(supply, drugId, at)]));
  const alternatives = [...standings.values()].flatMap((standing) => standing.alternatives);
  const names = await namesOfDrugs(pool, [...drugIds, ...alternatives], today);
  const product = (drugId: string) => ({ drugId, name: names.get(drugId) ?? null });
  return (drugId: string) => {
    const standing = standings.get(drugId);
    return {
      product: product(drugId),
      alternatives: (standing?.alternatives ?? []).map(product),
      since: standing?.backOrder?.since ?? null,
      expectedTo: standing?.backOrder?.expectedTo ?? null,
    };
  };
}
