import type { Pool } from 'pg';

export const itemKinds = ['milestone', 'decision', 'risk'] as const;
export const itemStatuses = ['open', 'inProgress', 'done', 'dropped'] as const;

export interface ProgrammeItem {
  /** Its name in the register, kept when it changes. */
  id: string;
  kind: (typeof itemKinds)[number];
  title: string;
  status: (typeof itemStatuses)[number];
  /** Danish dates. */
  plannedOn: string | null;
  doneOn: string | null;
  owner: string | null;
  /** Ids of what must come first. */
  dependsOn: string[];
  note: string;
  source: string;
  recordedAt: string;
}

interface Recorded extends Omit<ProgrammeItem, 'recordedAt'> {
  withdrawn: boolean;
  recordedAt: Date;
}

/** What was recorded last of each item, also that it was withdrawn. */
export async function recordedItems(pool: Pool): Promise<Recorded[]> {
  const { rows } = await pool.query<Recorded>(
    `select distinct on (id) id, kind, title, status, planned_on::text as "plannedOn", done_on::text as "doneOn", owner,
       depends_on as "dependsOn", note, source, withdrawn, recorded_at as "recordedAt"
     from programme_item order by id, seq desc`,
  );
  return rows;
}
