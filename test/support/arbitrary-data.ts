import fc from 'fast-check';
import { readData, schemaOf } from '../../src/engine/message-schema.ts';
import type { JsonSchema } from '../../src/engine/message-schema.ts';
import type { DataClass, Json, JsonObject } from '../../workflows/definition.ts';

/** Few values, so that messages speak of the same things; among them the names that trip up objects used as maps. */
const drugs = ['28100009555', '28100009556'];
const words = fc.constantFrom('a', 'b', 'c', '', 'æøå ”–', '__proto__', 'constructor', ...drugs);
const day = fc
  .date({ min: new Date('2023-02-20T00:00:00Z'), max: new Date('2023-04-20T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const time = fc.constantFrom('00:00:00Z', '12:00:00Z', '12:00:00+01:00', '02:30:00.5+02:00', '23:59:59-11:00');
/** Around the change to summer time. */
export const arbitraryInstant = fc.tuple(day, time).map(([date, at]) => `${date}T${at}`);

/** Data that this message's own class accepts. */
export function arbitraryData(type: DataClass): fc.Arbitrary<JsonObject> {
  return object(schemaOf(type)).filter((data) => readData(type, data).ok);
}

function object({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<JsonObject> {
  const fields = Object.entries(properties).map(([name, field]) => [name, value(field as JsonSchema)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
}

function value(schema: JsonSchema): fc.Arbitrary<Json> {
  const { type, format, pattern, enum: choices, items, minItems = 0, minimum = 0, maximum = minimum + 10 } = schema;
  if (choices) return fc.constantFrom(...(choices as Json[]));
  if (format === 'date') return day;
  if (format === 'date-time') return arbitraryInstant;
  if (format === 'uuid')
    return fc.constantFrom('5a1ee3ac-9e2b-4b36-8d4c-2c2c0b8d5f10', '6b2ff4bd-0f3c-4c47-9e5d-3d3d1c9e6a21');
  if (pattern?.startsWith(String.raw`^\d{11}`)) return fc.constantFrom(...drugs);
  if (pattern?.startsWith(String.raw`^\d`)) return fc.constantFrom('265161000016000', '502701000016000');
  switch (type) {
    case 'string':
      return words;
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: minimum, max: maximum });
    case 'array':
      return fc.array(value(items as JsonSchema), { minLength: minItems, maxLength: 3 });
    case 'object':
      return object(schema);
    default:
      throw new Error(`Expected a schema that says what the data is, but it is ${JSON.stringify(schema)}`);
  }
}
