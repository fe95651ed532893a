import type { Instant } from '../../../workflows/definition.ts';
import { toInstant } from '../to-instant.ts';
import { type Report, missing, wrong } from './issue.ts';
import { type Place, isGiven, textAt } from './place.ts';

/** Reads an instant that must be there, or may. */
export function instantAt(
  place: Place,
  report: Report,
  presence: 'required' | 'optional' = 'required',
): Instant | undefined {
  if (!isGiven(place)) {
    if (presence === 'required') report(missing(place.path, 'an instant with seconds and offset'));
    return undefined;
  }
  const instant = toInstant(textAt(place) ?? '');
  if (!instant) report(wrong(place.path, 'an existing instant with seconds and offset', 'MSG_DATE_FORMAT'));
  return instant;
}
