import { badRequest } from './problem.ts';

/** A page of a list in a stable order: `next` is given back as `after`, and is null on the last page. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

/** The page from rows asked with one more than `limit`; `placeOf` is what the list is ordered by. */
export function pageOf<T>(rows: readonly T[], limit: number, placeOf: (row: T) => readonly string[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last ? Buffer.from(JSON.stringify(placeOf(last))).toString('base64url') : null,
  };
}

/** The place after which a page begins, one pattern for each of its parts; undefined for the first page. */
export function placeAfter(after: string | undefined, ...patterns: readonly RegExp[]): string[] | undefined {
  if (after === undefined) return undefined;
  const place = parse(after);
  const fits = (pattern: RegExp, part: string): boolean =>
    pattern.test(part) && (pattern !== instantPattern || !Number.isNaN(Date.parse(part)));
  if (place.length === patterns.length && patterns.every((pattern, n) => fits(pattern, place[n] ?? ''))) return place;
  throw badRequest('Expected `after` to be the `next` of an earlier page');
}

function parse(after: string): string[] {
  try {
    const json: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    return Array.isArray(json) ? json.map(String) : [];
  } catch {
    return [];
  }
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
