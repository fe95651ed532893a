import type { Pool } from 'pg';
import type { Role } from '../../workflows/definition.ts';

/** More than anyone picks from by hand. */
const most = 500;

/** The active persons of an organisation who do its tasks, by name. */
export async function listStaff(
  pool: Pool,
  organisationId: string,
): Promise<{ id: string; name: string; role: Role }[]> {
  const { rows } = await pool.query<{ id: string; name: string; role: Role }>(
    `select id, name, role from person where organisation_id = $1 and kind = 'person' and active
       and role not in ('coordinator', 'administrator', 'dataProtectionOfficer') order by name, id limit $2`,
    [organisationId, most],
  );
  return rows;
}
