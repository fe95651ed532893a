import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { DataClass, JsonObject } from '../../workflows/definition.ts';
import { fieldFaults } from '../kernel/field-faults.ts';
import type { FieldFault } from '../kernel/field-faults.ts';

export type JsonSchema = ReturnType<typeof targetConstructorToSchema>;

const schemas = new WeakMap<DataClass, JsonSchema>();

/** The JSON Schema of a message's data, narrower than the library alone makes it: integers, dates, lists of objects. */
export function schemaOf(data: DataClass): JsonSchema {
  let schema = schemas.get(data);
  if (!schema) {
    const plain = targetConstructorToSchema(data, { additionalConverters: converters });
    const properties: Record<string, JsonSchema> = {};
    for (const [name, field] of Object.entries(plain.properties ?? {})) properties[name] = asDate(field as JsonSchema);
    schema = { ...plain, properties, additionalProperties: false };
    schemas.set(data, schema);
  }
  return schema;
}

const converters: NonNullable<Parameters<typeof targetConstructorToSchema>[1]>['additionalConverters'] & object = {
  isInt: { type: 'integer' },
  isIso8601: { type: 'string', format: 'date-time' },
  isListOf: ({ constraints }) => ({
    type: 'array',
    items: schemaOf(constraints[0] as DataClass),
  }),
};

/** A date has its own pattern beside the ISO rule; a form shows a date field by the format. */
function asDate(field: JsonSchema): JsonSchema {
  const { pattern, ...rest } = field;
  return pattern?.startsWith('^\\d{4}-\\d{2}-\\d{2}') ? { ...rest, format: 'date' } : field;
}

/** The data as its class describes it, or every field that does not fit. Fields the class does not know are faults. */
export function readData(
  type: DataClass,
  data: unknown,
): { ok: true; data: JsonObject } | { ok: false; faults: FieldFault[] } {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { ok: false, faults: [{ field: '', message: 'Expected an object' }] };
  }
  const instance = plainToInstance(type, data);
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  if (errors.length > 0) return { ok: false, faults: fieldFaults(errors) };
  return { ok: true, data: JSON.parse(JSON.stringify(instance)) as JsonObject };
}
