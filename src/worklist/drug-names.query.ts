import type { Pool } from 'pg';
import type { ReadCase } from '../engine/read-family.ts';

/** By LMS drug id; one that no price list holds is left out. */
export type DrugNames = ReadonlyMap<string, string>;

/** What these drugs are called, with form and strength, by the newest price list in force that holds them. */
export async function drugNames(pool: Pool, drugIds: Iterable<string>, today: string): Promise<DrugNames> {
  const asked = [...new Set(drugIds)];
  if (asked.length === 0) return new Map();
  const { rows } = await pool.query<{ drugId: string; name: string }>({
    name: 'drug-names',
    text: `select asked.id as "drugId", found.name from unnest($1::text[]) as asked(id), lateral (
        select d.name from price_list l join drug d on d.valid_from = l.valid_from and d.drug_id = asked.id
        where l.valid_from <= $2::date order by l.valid_from desc limit 1) found`,
    values: [asked, today],
  });
  return new Map(rows.map(({ drugId, name }) => [drugId, name]));
}

/** Every drug that an answer about these cases names. */
export function drugsIn(cases: readonly ReadCase[]): string[] {
  return cases.flatMap(({ definition, state }) => {
    const context = state.snapshot.context as never;
    const { drugs = [] } = definition.coverage?.(context, false) ?? {};
    const { drugIds = [] } = definition.period?.(context) ?? {};
    const { drugId = [] } = definition.request?.(context) ?? {};
    const choices = Object.values(definition.choices ?? {}).flatMap((fields) =>
      Object.values(fields).flatMap((choicesIn) => choicesIn(context)),
    );
    const asked = state.tasks.flatMap(({ key }) => definition.aboutTask?.(context, key)?.drugs ?? []);
    return [...[...drugs, ...choices].map((each) => each.drugId), ...drugIds, drugId, ...asked].flat();
  });
}

export function named<Drug extends { drugId: string }>(drug: Drug, names: DrugNames): Drug & { name?: string } {
  const name = names.get(drug.drugId);
  return { ...drug, ...(name && { name }) };
}
