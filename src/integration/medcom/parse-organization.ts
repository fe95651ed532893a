import type { Resources } from './bundle.ts';
import { type Place, child, children, textAt } from './place.ts';
import { type Sor, asSor, systems } from './systems.ts';

/** The SOR id of the Organization a reference leads to, or of the reference's own identifier. */
export function organizationSor(reference: Place, resources: Resources): Sor | undefined {
  const organization = resources.resolve(reference);
  const identifiers = [...(organization ? children(organization, 'identifier') : []), child(reference, 'identifier')];
  const sor = identifiers.find((identifier) => textAt(child(identifier, 'system')) === systems.sor);
  return sor && asSor(textAt(child(sor, 'value')));
}
