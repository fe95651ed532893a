import type { Pool } from 'pg';
import { current } from '../../workflows/policy/current.ts';
import type { PolicySet } from '../../workflows/policy/policy-set.ts';

/** Written with the first decision under it, so that replay finds it whatever was introduced, or shipped, since. */
export const keepPolicySql = `
  insert into policy_set (hash, id, rules, first_used_at) values ($1, $2, $3, $4) on conflict (hash) do nothing`;

/** The rules of these journal rows, by hash. A rule that came later is as it is today: no decision of then read it. */
export async function keptPolicies(pool: Pool, hashes: readonly string[]): Promise<Map<string, PolicySet>> {
  const { rows } = await pool.query<{ hash: string; rules: PolicySet }>(
    'select hash, rules from policy_set where hash = any($1::text[])',
    [[...new Set(hashes)]],
  );
  return new Map(rows.map(({ hash, rules }) => [hash, { ...current, ...rules }]));
}
