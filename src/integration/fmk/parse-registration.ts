import type { Instant } from '../../../workflows/definition.ts';
import type { XmlElement } from '../xml.ts';
import type { Faults } from './element.ts';
import { endOfDay, instant, instantIfGiven, one, pathOf, shortText, startOfDay, textIn, day } from './element.ts';

/** A registration of FMK's on the citizen: dose packing on hold, or not suited for it. */
export interface Registration {
  id: string;
  type: 'hold' | 'notSuited' | 'other';
  from: Instant;
  to?: Instant;
  change: 'created' | 'removed';
  /** When it was created or removed. */
  changedAt: Instant;
  place: string;
}

const typeOf: Readonly<Record<string, Registration['type']>> = {
  SetDoseDispensingOnHold: 'hold',
  NotSuitedForDoseDispensing: 'notSuited',
};

/** 1.6: `PatientRegistration`. Without a period of validity it holds from its creation, with no end. */
export function parseRegistration(element: XmlElement, faults: Faults): Registration | undefined {
  const id = shortText(element, faults, 'Identifier');
  const type = shortText(element, faults, 'Type');
  const createdAt = instantOf(element, 'Created', faults);
  const removedAt = one(element, 'Removed') && instantOf(element, 'Removed', faults);
  const validity = one(element, 'ValidityPeriod');
  const from = bound(validity, 'From', startOfDay, faults);
  const to = bound(validity, 'To', endOfDay, faults);
  if (id === undefined || type === undefined || !createdAt) return undefined;
  return {
    id,
    type: Object.hasOwn(typeOf, type) ? (typeOf[type] ?? 'other') : 'other',
    from: from ?? createdAt,
    ...(to && { to }),
    change: removedAt ? 'removed' : 'created',
    changedAt: removedAt ?? createdAt,
    place: pathOf(element),
  };
}

/** 1.4: a hold in force has a block of its own, with no identifier: the instant it was set tells it from others. */
export function parseHold(element: XmlElement, faults: Faults): Registration | undefined {
  const createdAt = instantOf(element, 'Created', faults);
  if (!createdAt) return undefined;
  return {
    id: `onHold/${createdAt}`,
    type: 'hold',
    from: createdAt,
    change: 'created',
    changedAt: createdAt,
    place: pathOf(element),
  };
}

function instantOf(element: XmlElement, name: 'Created' | 'Removed', faults: Faults): Instant | undefined {
  const block = one(element, name);
  if (block) return instant(block, faults, 'DateTime');
  faults.add(`${pathOf(element)}/${name}`, 'who and when');
  return undefined;
}

/** A date or an instant, under the names that the schemas of relations and registrations use. */
export function bound(
  validity: XmlElement | undefined,
  name: 'From' | 'To',
  ofDay: (date: string) => Instant,
  faults: Faults,
): Instant | undefined {
  const found = one(validity, name, `${name}Date`, `${name}DateTime`, `Valid${name}Date`, `Valid${name}`);
  if (!validity || !found) return undefined;
  if (textIn(validity, found.name)?.includes('T')) return instantIfGiven(validity, faults, found.name);
  const date = day(validity, faults, found.name);
  return date && ofDay(date);
}
