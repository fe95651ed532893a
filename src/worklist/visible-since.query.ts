import type { Pool } from 'pg';

/**
 * When each case last moved in the regions that are not hidden, open and stopped duties taken as one (see seenPath):
 * `since` itself would tell the moment of an admission or of a death.
 * `hidden` holds the hidden regions of each case in the order of the ids.
 */
export async function visibleSince(
  pool: Pool,
  caseIds: readonly string[],
  hidden: readonly (readonly string[])[],
): Promise<Map<string, Date>> {
  const { rows } = await pool.query<{ caseId: string; since: Date }>({
    name: 'visible-since',
    text: `select asked.id as "caseId", (
        select max(at) from (
          select j.at, shown is distinct from lag(shown) over (order by j.seq) as moved
          from journal j, lateral (select regexp_replace((j.state - string_to_array(asked.hidden, ','))::text, 'stopped|open(\\.\\w+)*', 'open', 'g') as shown) s
          where j.case_id = asked.id and j.outcome = 'accepted') steps
        where moved) as since
      from unnest($1::uuid[], $2::text[]) as asked(id, hidden)`,
    values: [caseIds, hidden.map((regions) => regions.join(','))],
  });
  return new Map(rows.map(({ caseId, since }) => [caseId, since]));
}
