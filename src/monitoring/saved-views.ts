import { randomUUID } from 'node:crypto';
import type { Caller } from '../auth/caller.ts';
import { seenBy } from '../auth/seen-by.ts';
import type { Store } from '../db/store.ts';
import { Problem, notFound } from '../kernel/problem.ts';
import type { SaveView, SavedView } from './stuck-work-views.ts';

/** More than anyone chooses from. */
const most = 50;

/** What a person has kept of this page's filters, by name; nobody else sees them. */
export async function listSavedViews(store: Store, caller: Caller): Promise<SavedView[]> {
  const { rows } = await seenBy(store, caller).pool.query<SavedView>(
    'select id, name, filter from saved_view where person_id = $1 order by name limit $2',
    [caller.id, most],
  );
  return rows;
}

/** Under a name that is there already it takes that one's place. */
export async function saveView(store: Store, caller: Caller, { name, filter }: SaveView): Promise<SavedView> {
  const { pool, clock } = store;
  const { rows } = await pool.query<SavedView>(
    `insert into saved_view (id, person_id, name, filter, saved_at)
     select $1, $2, $3, $4, $5 where (select count(*) from saved_view where person_id = $2 and name <> $3) < $6
     on conflict (person_id, name) do update set filter = excluded.filter, saved_at = excluded.saved_at
     returning id, name, filter`,
    [randomUUID(), caller.id, name.trim(), JSON.stringify(filter), await clock(pool), most],
  );
  const [saved] = rows;
  if (!saved)
    throw new Problem(
      409,
      'too-many-views',
      'There are too many saved views',
      `Du kan gemme ${most} visninger; slet en først`,
    );
  return saved;
}

export async function deleteView({ pool }: Store, caller: Caller, id: string): Promise<void> {
  const { rowCount } = await pool.query('delete from saved_view where id = $1 and person_id = $2', [id, caller.id]);
  if (rowCount === 0) throw notFound('a saved view of yours');
}
