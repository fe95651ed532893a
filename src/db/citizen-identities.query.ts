import { unseal } from './seal.ts';
import type { Store } from './store.ts';
import type { CareSetting } from './tables.ts';

export interface Identity {
  cpr?: string;
  name?: string;
  careSetting?: CareSetting;
}

/** Who these citizens are. An erased citizen has no key and is left out. */
export async function citizenIdentities(
  { pool, keys: { vault } }: Pick<Store, 'pool' | 'keys'>,
  citizenIds: readonly string[],
): Promise<Map<string, Identity>> {
  const { rows } = await pool.query<{ id: string; sealed: Buffer; wrapped: Buffer; careSetting: CareSetting | null }>({
    name: 'citizen-identities',
    text: `select c.id, c.sealed, c.care_setting as "careSetting", k.wrapped from citizen c join keys.citizen_key k on k.citizen_id = c.id
      where c.id = any($1::uuid[])`,
    values: [citizenIds],
  });
  return new Map(
    rows.map(({ id, sealed, wrapped, careSetting }) => {
      const opened = unseal(vault.unwrap(id, wrapped), `citizen:${id}`, sealed);
      return [id, { ...(JSON.parse(opened.toString()) as Identity), ...(careSetting && { careSetting }) }];
    }),
  );
}
