import type { Pool } from 'pg';
import type { Bands } from './small-cells.ts';

export interface MunicipalMonth extends Bands {
  month: string;
  /** Municipality code, four digits. */
  code: string;
  usersSocial: number;
}

/** Our own counts, by month and municipality, the oldest first. */
export async function ownUptake(pool: Pool): Promise<MunicipalMonth[]> {
  const { rows } = await pool.query<MunicipalMonth>(
    `select to_char(u.month, 'YYYY-MM') as month, o.municipality_code as code, u.users_all as "usersAll",
       u.users_65 as "users65", u.users_75 as "users75", u.users_social as "usersSocial"
     from uptake_month u join organisation o on o.id = u.municipality_id where o.municipality_code is not null
     order by u.month, o.municipality_code`,
  );
  return rows;
}
