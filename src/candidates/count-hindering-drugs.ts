import { unseal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import { inTransaction } from '../db/transaction.ts';
import type { CandidateDrug } from './questions.ts';

const page = 1_000;
/** Fewer citizens than this could be recognised (P3): such a drug is not written down at all. */
const fewest = 5;

/**
 * Which drugs without a D mark keep most candidates on boxes (R27). They stand in sealed rows, so they are counted now and
 * then and written as sums. Returns how many drugs there are.
 */
export async function countHinderingDrugs({ pool, keys: { vault }, clock }: Store): Promise<number> {
  const at = await clock(pool);
  const counts = new Map<string, number>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await pool.query<{ id: string; citizenId: string; sealed: Buffer; wrapped: Buffer }>(
      `select c.id, c.citizen_id as "citizenId", c.sealed, k.wrapped
       from candidate c join keys.citizen_key k on k.citizen_id = c.citizen_id
       where c.status = 'open' and c.id > $1 order by c.id limit $2`,
      [after, page],
    );
    for (const { id, citizenId, sealed, wrapped } of rows) {
      const opened = unseal(vault.unwrap(citizenId, wrapped), `candidate:${id}`, sealed).toString();
      const { drugs } = JSON.parse(opened) as { drugs: CandidateDrug[] };
      const unmarked = new Set(drugs.flatMap(({ drugId, isDoseDispensable }) => (isDoseDispensable ? [] : [drugId])));
      for (const drug of unmarked) counts.set(drug, (counts.get(drug) ?? 0) + 1);
    }
    const last = rows.at(-1);
    if (!last || rows.length < page) break;
    after = last.id;
  }
  const hindering = [...counts].filter(([, count]) => count >= fewest);
  await inTransaction(pool, async (client) => {
    await client.query('delete from hindering_drug');
    await client.query(
      `insert into hindering_drug (drug_id, candidates, counted_at)
       select drug, n, $3 from unnest($1::text[], $2::int[]) as h(drug, n) on conflict (drug_id) do nothing`,
      [hindering.map(([drug]) => drug), hindering.map(([, count]) => count), at],
    );
  });
  return hindering.length;
}
