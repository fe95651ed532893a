/** All elements there. */
export type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> };

export function isComplete<T extends object>(value: T): value is T & Complete<T> {
  return Object.values(value).every((element) => element !== undefined);
}

/** Without the elements that are undefined. */
export function given<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, element]) => element !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
