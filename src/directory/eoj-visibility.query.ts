import type { Pool } from 'pg';
import { rejectionSeen } from '../../workflows/reference/eoj-visibility.ts';
import { careRecords } from '../db/tables.ts';
import type { CareRecord } from '../db/tables.ts';
import type { CareRecordVisibilityView } from './reference-views.ts';

/** What each care record (EOJ) shows of a rejected prescription request on a day (R64), and the municipalities that have it. */
export async function careRecordVisibility(pool: Pool, day: string): Promise<CareRecordVisibilityView[]> {
  const { rows } = await pool.query<{ careRecord: CareRecord | null; id: string; name: string }>(
    `select o.id, o.name, (select r.value from care_record r where r.organisation_id = o.id and r.valid_from <= $1
         and (r.valid_to is null or $1 <= r.valid_to) order by r.valid_from desc limit 1) as "careRecord"
     from organisation o where o.kind = 'municipality' and o.valid_from <= $1 and (o.valid_to is null or $1 <= o.valid_to)
     order by o.name, o.id`,
    [day],
  );
  return [...careRecords, null].map((careRecord) => ({
    careRecord,
    ownRequests: rejectionSeen(careRecord ?? undefined, true, day),
    othersRequests: rejectionSeen(careRecord ?? undefined, false, day),
    municipalities: rows.flatMap((row) => (row.careRecord === careRecord ? [{ id: row.id, name: row.name }] : [])),
  }));
}
