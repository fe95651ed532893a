/**
 * What a record says of a name given from outside. Looked up plainly, `constructor` and `__proto__` would find what every
 * object inherits.
 */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
