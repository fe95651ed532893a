import type { Purpose } from '../audit/read-purpose.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import type { Definitions } from '../engine/read-family.ts';
import { listCharges } from './charges.query.ts';
import { openFamily } from './open-family.ts';
import { Restricted, redact } from './redact.ts';

/** The fees of a case and its rolls, for those who treat the citizen (P3). The reading is logged before it is answered (P2). */
export async function readCharges(
  store: Store,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
  purpose: Purpose,
) {
  const { viewer, member, family } = await openFamily(store, definitions, caller, caseId);
  const ids = family.filter(({ row }) => row.id === caseId || row.parentId === caseId).map(({ row }) => row.id);
  const [rows, at] = await Promise.all([listCharges(store.pool, ids), store.clock(store.pool)]);
  await writeAudit(store.pool, { at, caller, action: 'read', caseId, detail: 'charges', purpose });
  const standing = rows.filter(({ reversedAt }) => reversedAt === null);
  const sum = (part: 'regionOre' | 'citizenOre' | 'municipalityOre' | 'unknownOre'): number =>
    standing.reduce((total, row) => total + row[part], 0);
  const owner = member.row.municipalityId;
  const totals = {
    regionOre: sum('regionOre'),
    citizenOre: sum('citizenOre'),
    municipalityOre: sum('municipalityOre'),
    unknownOre: sum('unknownOre'),
  };
  return redact(
    {
      items: rows.map(({ caseId: roll, ...row }) => new Restricted('identity', owner, { case: roll, ...row })),
      totals: new Restricted('identity', owner, totals),
    },
    viewer,
  );
}
