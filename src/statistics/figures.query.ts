import type { Pool } from 'pg';

/** A figure from elsewhere, as its source says it. Shares in percent. */
export interface Figure {
  /** `2025-09`. */
  month: string;
  /** `DK`, a region's code or a municipality's. */
  area: string;
  usersAll: number | null;
  users65: number | null;
  users75: number | null;
  share65: number | null;
  share75: number | null;
  source: string;
  /** The day its source was made or drawn. */
  vintage: string;
}

/** Of each area and month the figure recorded last: a later vintage corrects an earlier one, which stays in the table. */
export async function recordedFigures(pool: Pool): Promise<Figure[]> {
  const { rows } = await pool.query<Figure>(
    `select distinct on (area, month) to_char(month, 'YYYY-MM') as month, area, users_all as "usersAll", users_65 as "users65",
       users_75 as "users75", share_65::float8 as "share65", share_75::float8 as "share75", source, vintage::text as vintage
     from uptake_figure order by area, month, seq desc`,
  );
  return rows;
}
