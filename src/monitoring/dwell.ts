import type { Pool } from 'pg';

/** How long earlier stays in a state lasted, in hours; null where there were too few to say. */
interface Usual {
  medianHours: number;
  /** Nine of ten were shorter. */
  p90Hours: number;
  stays: number;
}

/** Fewer stays say more of chance than of the state. */
const fewest = 10;

/** The wait that a due or an overdue task belongs to. */
export const stateOf = (key: string): string => key.replace(/\.(due|overdue)$/, '');

/** Of each state: from how many stays fell into which bucket, each a quarter of a doubling of hours. */
export async function usualDwell(pool: Pool, states: readonly string[]): Promise<ReadonlyMap<string, Usual>> {
  const { rows } = await pool.query<{ state: string; bucket: number; stays: number }>(
    `select state, bucket, sum(stays)::int as stays from (
       select state, bucket, stays from dwell where state = any($1)
       union all select state, bucket, 1 from dwell_change where state = any($1)) counted
     group by 1, 2 order by 1, 2`,
    [[...new Set(states)]],
  );
  const byState = new Map<string, { bucket: number; stays: number }[]>();
  for (const { state, ...bucket } of rows) byState.set(state, [...(byState.get(state) ?? []), bucket]);
  return new Map(
    [...byState].flatMap(([state, buckets]) => {
      const stays = buckets.reduce((sum, each) => sum + each.stays, 0);
      if (stays < fewest) return [];
      return [[state, { medianHours: hoursAt(buckets, stays * 0.5), p90Hours: hoursAt(buckets, stays * 0.9), stays }]];
    }),
  );
}

/** The middle of the bucket that so many stays reach into. */
function hoursAt(buckets: readonly { bucket: number; stays: number }[], count: number): number {
  let seen = 0;
  for (const { bucket, stays } of buckets) {
    seen += stays;
    if (seen >= count) return 2 ** ((bucket + 0.5) / 4);
  }
  return 0;
}
