import type { Pool } from 'pg';
import type { JsonObject } from '../../workflows/definition.ts';
import { checkSupply, danishDateOf } from '../engine/check-supply.ts';
import { badRequest } from '../kernel/problem.ts';
import { dMarksOf, readSupply } from './read-supply.query.ts';

/** The data that the case is given, or what is wrong with which field: English, and Danish for the form. */
type Checked = { data: JsonObject } | { field: string; expected: string; message: string };
type Check = (pool: Pool, data: JsonObject, at: string) => Promise<Checked>;

/** Commands that name a drug of which the price list in force knows better than the chart or the caller. */
const checks: Readonly<Record<string, Check>> = { confirmSubstitution: checkSubstitute, recordDrug: checkDMark };

/**
 * Answers with the data that the case is given: a drug that the list does not hold is taken, and said to be unknown. Throws a
 * Problem that names the field.
 */
export async function checkAgainstPriceList(
  pool: Pool,
  { type, data, at, scope, key }: { type: string; data: JsonObject; at: string; scope: string; key: string },
): Promise<JsonObject> {
  const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (!check) return data;
  const checked = await check(pool, data, at);
  if ('data' in checked) return checked.data;
  // A repeat gets its first answer (E2), also when another price list has come in force since.
  const first = await pool.query('select from handled where scope = $1 and key = $2', [scope, key]);
  if (first.rowCount) return data;
  const { field, expected, message } = checked;
  throw badRequest(`Expected ${expected}`, [{ field: `data.${field}`, message }]);
}

/**
 * What is chosen in place of a drug on back-order must be packable too (R22), and to be had: the chart knows the group alone,
 * the price list every drug.
 */
async function checkSubstitute(pool: Pool, data: JsonObject, at: string): Promise<Checked> {
  const { substitute } = data;
  if (typeof substitute !== 'string') return { data };
  const [found] = await readSupply(pool, [substitute], danishDateOf(at));
  if (!found) return { data: { ...data, isUnknown: true } };
  const drug = found.supply.drugs.find(({ drugId }) => drugId === substitute);
  const { backOrder } = checkSupply(found.supply, substitute, at);
  const isPackable = drug?.isDoseDispensable === true && !drug.isDeregistered;
  if (isPackable && !backOrder) return { data };
  return isPackable
    ? {
        field: 'substitute',
        expected: 'a drug that can be had, but this one is on back-order',
        message: 'Lægemidlet er selv i restordre: vælg et andet',
      }
    : {
        field: 'substitute',
        expected: 'a drug with the D mark of the price list in force, but this one has none',
        message: 'Lægemidlet kan ikke dosispakkes: vælg et med D-mærke, eller lad feltet være tomt',
      };
}

/**
 * Refused and not corrected: without the mark the drug must be dosed beside the roll, and a form whose answer was turned round
 * in silence would say that it is packed.
 */
async function checkDMark(pool: Pool, data: JsonObject, at: string): Promise<Checked> {
  const drugId = data['drugId'] as string;
  const hasMark = (await dMarksOf(pool, [drugId], danishDateOf(at))).get(drugId);
  if (hasMark === undefined) return { data: { ...data, isUnlisted: true } };
  if (hasMark === data['isDoseDispensable']) return { data };
  return hasMark
    ? {
        field: 'isDoseDispensable',
        expected: 'the D mark of the price list in force, but the drug was said to have none',
        message:
          'Prislisten siger, at lægemidlet kan dosispakkes: svar ja. Skal det ikke pakkes, så vælg, at det doseres ved siden af',
      }
    : {
        field: 'isDoseDispensable',
        expected: 'a drug with the D mark of the price list in force, but this one has none',
        message:
          'Prislisten siger, at lægemidlet ikke kan dosispakkes: svar nej, og dosér det ved siden af dosisrullen',
      };
}
