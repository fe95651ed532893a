import type { Pool } from 'pg';
import { worksAs } from '../../workflows/definition.ts';
import type { Caller } from '../auth/caller.ts';
import { withHelpers } from './hand-over-task.ts';

/** More than anyone picks from by hand; a municipality's nurses are tens. */
const most = 500;

/** The active persons of the caller's own organisation who do the same tasks, the caller left out, by name. */
export async function listColleagues(
  pool: Pool,
  { id, organisationId, role }: Pick<Caller, 'id' | 'organisationId' | 'role'>,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await pool.query<{ id: string; name: string }>({
    name: 'list-colleagues',
    text: `select id, name from person
      where organisation_id = $1 and role = any($2::text[]) and kind = 'person' and active and id <> $3 order by name, id limit $4`,
    values: [organisationId, withHelpers(worksAs(role)), id, most],
  });
  return rows;
}
