import { IsISO8601, IsString, Matches, MaxLength, ValidateBy, validateSync } from 'class-validator';
import type { DataClass } from './definition.ts';

/** An instant with its offset, such as `2026-11-21T08:00:00+01:00`. */
export function IsInstant(): PropertyDecorator {
  return all(
    IsISO8601({ strict: true }),
    Matches(/T.+(Z|[+-]\d\d:?\d\d)$/, { message: '$property must say its offset from UTC' }),
  );
}

/** A Danish date, such as `2026-11-21`. */
export function IsDay(): PropertyDecorator {
  return all(IsISO8601({ strict: true }), Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '$property must be a date' }));
}

/** What a person must say in words: a blank says nothing. */
export function IsReason(): PropertyDecorator {
  return all(IsString(), MaxLength(1000), Matches(/\S/, { message: 'Skriv en begrundelse' }));
}

/** Not before the day in another field, where both are given. */
export function IsNotBefore(other: string, message: string): PropertyDecorator {
  return ValidateBy({
    name: 'isNotBefore',
    constraints: [other],
    validator: {
      validate: (value: unknown, args): boolean => {
        const from = (args?.object as Record<string, unknown> | undefined)?.[other];
        return typeof value !== 'string' || typeof from !== 'string' || value >= from;
      },
      defaultMessage: () => message,
    },
  });
}

/** A list of objects of this class. `ValidateNested` would need class-transformer, which a workflow does not import. */
export function IsListOf(type: DataClass): PropertyDecorator {
  const fits = (item: unknown): boolean =>
    typeof item === 'object' &&
    item !== null &&
    validateSync(Object.assign(new type(), item), { whitelist: true, forbidNonWhitelisted: true }).length === 0;
  return ValidateBy({
    name: 'isListOf',
    constraints: [type],
    validator: {
      validate: (value: unknown): boolean => Array.isArray(value) && value.every(fits),
      defaultMessage: () => `$property must be a list of ${type.name}`,
    },
  });
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
