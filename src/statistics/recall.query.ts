import type { Pool } from 'pg';

export interface Recall {
  case: string;
  /** Why the citizen said no: `doseFee`, `deliveryFee` or `other`. */
  reason: string;
  on: Date;
}

/** A municipality's citizens who said no, those who said it last first: whom to ask again when the rules change (R52, R55). */
export async function recallList(
  pool: Pool,
  municipalityId: string,
  after: { on: string; case: string } | undefined,
  limit: number,
): Promise<Recall[]> {
  const { rows } = await pool.query<Recall>({
    name: 'statistics-recall',
    text: `select s.case_id as "case", split_part(s.kind, '.', 2) as reason, date_trunc('milliseconds', s.occurred_at) as "on"
      from statistic s join "case" c on c.id = s.case_id
      where s.key = 'consentDeclined' and c.municipality_id = $1
        and ($2::timestamptz is null or (date_trunc('milliseconds', s.occurred_at), s.case_id) < ($2, $3::uuid))
      order by 3 desc, 1 desc limit $4`,
    values: [municipalityId, after?.on, after?.case, limit],
  });
  return rows;
}
