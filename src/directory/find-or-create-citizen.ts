import { randomUUID } from 'node:crypto';
import { seal } from '../db/seal.ts';
import type { Store } from '../db/store.ts';
import type { Cpr } from '../kernel/cpr.ts';

export interface CitizenToFind {
  cpr: Cpr;
  name?: string | undefined;
  /** The municipality of residence, written when the citizen is new. */
  municipalityId: string;
  at: string;
}

/** The citizen's id. Of two processes that meet a new citizen at once, one creates the row and both answer its id. */
export async function findOrCreateCitizen(
  { pool, keys: { vault } }: Pick<Store, 'pool' | 'keys'>,
  { cpr, name, municipalityId, at }: CitizenToFind,
): Promise<string> {
  const lookup = vault.hash('cpr', cpr);
  const known = async (): Promise<string | undefined> => {
    const { rows } = await pool.query<{ id: string }>('select citizen_id as id from citizen_number where lookup = $1', [
      lookup,
    ]);
    return rows[0]?.id;
  };

  const found = await known();
  if (found) return found;

  const id = randomUUID();
  const { key, wrapped } = vault.newKey(id);
  const sealed = seal(key, `citizen:${id}`, JSON.stringify({ cpr, name }));
  const { rowCount } = await pool.query(
    `with numbered as (
       insert into citizen_number (lookup, citizen_id, recorded_for) values ($2, $1, $1)
       on conflict (lookup) do nothing
       returning citizen_id
     ), created as (
       insert into citizen (id, sealed, municipality_id, created_at) select citizen_id, $3, $4, $5 from numbered returning id
     )
     insert into keys.citizen_key (citizen_id, wrapped) select id, $6 from created`,
    [id, lookup, sealed, municipalityId, at, wrapped],
  );
  if (rowCount === 1) return id;
  const created = await known();
  if (!created) throw new Error('Expected the citizen that another process has just created');
  return created;
}
