import type { Pool } from 'pg';

export interface DeputyRow {
  id: string;
  away: { id: string; name: string };
  deputy: { id: string; name: string };
  from: string;
  to: string;
}

/** More than an organisation has away at once. */
const most = 500;

/** Who stands in for whom in an organisation on this Danish day and later, the first to begin on top; or the one with this id. */
export async function listDeputies(
  pool: Pool,
  { organisationId, today, id }: { organisationId: string; today: string; id?: string },
): Promise<DeputyRow[]> {
  const { rows } = await pool.query<DeputyRow>({
    name: 'list-deputies',
    text: `select d.id, json_build_object('id', a.id, 'name', a.name) as away, json_build_object('id', s.id, 'name', s.name) as deputy,
        d.valid_from::text as "from", d.valid_to::text as "to"
      from deputy d join person a on a.id = d.away_id join person s on s.id = d.deputy_id
      where d.organisation_id = $1 and d.ended_at is null and d.valid_to >= $2::date and ($3::uuid is null or d.id = $3)
      order by d.valid_from, d.id limit $4`,
    values: [organisationId, today, id, most],
  });
  return rows;
}
