/** A value somewhere in a message, with the FHIRPath that leads to it. */
export interface Place {
  readonly value: unknown;
  readonly path: string;
}

/** `path` differs from `name` for a choice of types: `eventCoding` is `event` in FHIRPath. */
export function child(place: Place, name: string, path: string = name): Place {
  const { value } = place;
  const holds = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name);
  return { value: holds ? (value as Record<string, unknown>)[name] : undefined, path: `${place.path}.${path}` };
}

/** The places of a repeating element; a lone value counts as a list of one. */
export function children(place: Place, name: string): Place[] {
  const { value, path } = child(place, name);
  if (value === undefined || value === null) return [];
  return Array.isArray(value)
    ? value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]` }))
    : [{ value, path }];
}

export function isGiven(place: Place): boolean {
  return place.value !== undefined && place.value !== null;
}

/** Text without surrounding blanks; empty text is no text. */
export function textAt(place: Place): string | undefined {
  return typeof place.value === 'string' ? place.value.trim() || undefined : undefined;
}

/** An extension whose URL ends so. Namespaces vary between senders, hence the last path part only (domain §4.2.4, 10). */
export function extensionAt(place: Place, lastPart: RegExp): Place | undefined {
  return children(place, 'extension').find((extension) => {
    const url = textAt(child(extension, 'url'));
    return url !== undefined && lastPart.test(url.slice(url.lastIndexOf('/') + 1));
  });
}
