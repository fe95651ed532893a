import { type Cpr, checkCpr } from '../../kernel/cpr.ts';
import type { XmlElement } from '../xml.ts';
import { type Faults, at, one, pathOf, textOf } from './element.ts';

/** Whom a message is about. A replacement number, or a key of FMK's own, finds no citizen here (domain §5.1). */
export type Person = { kind: 'cpr'; cpr: Cpr } | { kind: 'otherIdentifier' } | { kind: 'nobody' };

/** Where FMK's messages say it, the nearest first. */
const places: readonly (readonly string[])[] = [
  ['PersonIdentifier'],
  ['Patient', 'Person', 'PersonIdentifier'],
  ['Patient', 'PersonIdentifier'],
  ['Person', 'PersonIdentifier'],
  ['MedicineCard', 'PersonIdentifier'],
  ['DoseDispensing', 'PersonIdentifier'],
  ['OrderedEffectuation', 'PersonIdentifier'],
  ['RelationIdentifier', 'PersonIdentifier'],
  ['RegistrationIdentifier', 'PersonIdentifier'],
];

/** Without a source, as in 2012, it is a CPR number. */
function parsePerson(element: XmlElement, faults: Faults): Person {
  const found = places.map((path) => at(element, ...path)).find((each) => each !== undefined);
  if (!found) return { kind: 'nobody' };
  if ((found.attributes['source'] ?? 'CPR') !== 'CPR') return { kind: 'otherIdentifier' };
  const checked = checkCpr(textOf(found) ?? '');
  if (checked.kind !== 'invalid') return { kind: 'cpr', cpr: checked.cpr };
  faults.add(pathOf(found), 'a CPR number of ten digits with a date that exists');
  return { kind: 'nobody' };
}

/** The same where there must be one: a fault names what is missing. */
export function parsePersonThere(element: XmlElement, faults: Faults): Person {
  const before = faults.list.length;
  const person = parsePerson(element, faults);
  if (person.kind === 'nobody' && faults.list.length === before)
    faults.add(`${pathOf(element)}/PersonIdentifier`, 'the person whom the message is about');
  return person;
}

/** An organisation by the identifier that FMK knows it by, and under which system. */
export interface Organisation {
  source: string;
  id: string;
  name?: string;
}

export function parseOrganisation(element: XmlElement | undefined): Organisation | undefined {
  const identifier = one(element, 'Identifier');
  const id = textOf(identifier);
  if (!identifier || id === undefined || id.length > 50) return undefined;
  const name = textOf(one(element, 'Name'))?.slice(0, 200);
  const source = (identifier.attributes['source'] ?? textOf(one(element, 'Type')) ?? 'unknown').slice(0, 50);
  return { source, id, ...(name && { name }) };
}
