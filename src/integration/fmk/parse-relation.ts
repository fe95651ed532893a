import type { Instant } from '../../../workflows/definition.ts';
import type { XmlElement } from '../xml.ts';
import type { Faults } from './element.ts';
import { at, endOfDay, instantIfGiven, one, pathOf, shortText, startOfDay } from './element.ts';
import { type Organisation, parseOrganisation } from './parse-person.ts';
import { bound } from './parse-registration.ts';

/** What ties a citizen to an organisation: referred for medication handling, admitted, preferred pharmacy, or another word of FMK's. */
export interface Relation {
  id: string;
  /** FMK's word. */
  type: string;
  organisation?: Organisation;
  from?: Instant;
  to?: Instant;
  change: 'registered' | 'removed';
  /** Unknown in the messages of 2012. */
  changedAt?: Instant;
  place: string;
}

export function parseRelation(element: XmlElement, faults: Faults): Relation | undefined {
  const id = shortText(element, faults, 'Identifier');
  const type = shortText(element, faults, 'Type');
  const organisation = parseOrganisation(one(element, 'Organisation'));
  const createdAt = instantIfGiven(at(element, 'Created'), faults, 'DateTime');
  const removedAt = instantIfGiven(at(element, 'Removed'), faults, 'DateTime');
  const validity = one(element, 'ValidityPeriod');
  const from = bound(validity, 'From', startOfDay, faults);
  const to = bound(validity, 'To', endOfDay, faults);
  const changedAt = removedAt ?? createdAt;
  if (id === undefined || type === undefined) return undefined;
  return {
    id,
    type,
    ...(organisation && { organisation }),
    ...(from && { from }),
    ...(to && { to }),
    change: one(element, 'Removed') ? 'removed' : 'registered',
    ...(changedAt && { changedAt }),
    place: pathOf(element),
  };
}
