import type { Pool, PoolClient } from 'pg';
import type { DatedRules } from '../../workflows/policy/in-force.ts';

/**
 * What the installation has said about its rules, and from when. Read in the transaction of each decision, not kept in the
 * process: so that all processes decide by the same, and the clock may step over a change.
 */
export async function readRules(client: Pool | PoolClient): Promise<DatedRules> {
  const { rows } = await client.query<DatedRules>({
    name: 'dated-rules',
    text: `select
      coalesce((select json_agg(json_build_object('policy', policy, 'from', valid_from, 'to', valid_to) order by valid_from, id)
        from policy_introduction), '[]') as introductions,
      coalesce((select json_agg(json_build_object('id', id, 'validFrom', valid_from, 'source', source, 'dispatchOre', dispatch_ore,
        'packingOre', packing_ore, 'feeDays', fee_days, 'vatPercent', vat_percent, 'deliveryOre', delivery_ore,
        'gpStartOre', gp_start_ore, 'rePrescriptionOre', re_prescription_ore) order by valid_from, entered_at)
        from tariff), '[]') as tariffs`,
  });
  const [rules] = rows;
  if (!rules) throw new Error('Expected the dated rules as one row');
  return rules;
}
