import type { Pool } from 'pg';
import type { JsonObject } from '../../workflows/definition.ts';
import { checkSupply, danishDateOf } from '../engine/check-supply.ts';
import { badRequest } from '../kernel/problem.ts';
import { readSupply } from './read-supply.query.ts';

/**
 * What is chosen in place of a drug on back-order must be packable too (R22), and to be had: the chart knows the group alone,
 * the price list every drug. Answers with the data that the case is given: one that the list does not hold is taken, and said
 * to be unknown. Throws a Problem that names the field.
 */
export async function checkSubstitute(
  pool: Pool,
  { type, data, at, scope, key }: { type: string; data: JsonObject; at: string; scope: string; key: string },
): Promise<JsonObject> {
  const { substitute } = data;
  if (type !== 'confirmSubstitution' || typeof substitute !== 'string') return data;
  const [found] = await readSupply(pool, [substitute], danishDateOf(at));
  if (!found) return { ...data, isUnknown: true };
  const drug = found.supply.drugs.find(({ drugId }) => drugId === substitute);
  const { backOrder } = checkSupply(found.supply, substitute, at);
  const isPackable = drug?.isDoseDispensable === true && !drug.isDeregistered;
  if (isPackable && !backOrder) return data;
  // A repeat gets its first answer (E2), also when another price list has come in force since.
  const first = await pool.query('select from handled where scope = $1 and key = $2', [scope, key]);
  if (first.rowCount) return data;
  const [english, message] = isPackable
    ? ['that can be had, but this one is on back-order', 'Lægemidlet er selv i restordre: vælg et andet']
    : [
        'with the D mark of the price list in force, but this one has none',
        'Lægemidlet kan ikke dosispakkes: vælg et med D-mærke, eller lad feltet være tomt',
      ];
  throw badRequest(`Expected a drug ${english}`, [{ field: 'data.substitute', message }]);
}
