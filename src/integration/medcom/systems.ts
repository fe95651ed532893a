/** URIs and code systems of MedCom's messages (domain §4.2.1, §5.1), spelt as in the published examples. */
export const systems = {
  cpr: 'urn:oid:1.2.208.176.1.2',
  sor: 'urn:oid:1.2.208.176.1.1',
  gln: 'https://www.gs1.org/gln',
  careCategories: 'http://medcomfhir.dk/ig/terminology/CodeSystem/medcom-careCommunication-categories',
  sorEndpoint: 'https://sor2.sum.dsdn.dk/#id=',
  eventCodes: 'http://medcomfhir.dk/ig/terminology/CodeSystem/medcom-messaging-eventCodes',
  activityCodes: 'http://medcomfhir.dk/ig/terminology/CodeSystem/medcom-messaging-activityCodes',
  destinationUse: 'http://medcomfhir.dk/ig/terminology/CodeSystem/medcom-messaging-destinationUse',
  destinationUseExtension:
    'http://medcomfhir.dk/ig/messaging/StructureDefinition/medcom-messaging-destinationUseExtension',
} as const;

/** Every message type of MedCom's terminology 1.8.1: known but not ours is another answer than unknown. */
export const eventCodes = [
  'hospital-notification-message',
  'acknowledgement-message',
  'care-communication-message',
  'homecareobservation-message',
  'empty-message',
] as const;

/** A unit of the health service's organisation register, known by its SOR id. */
export type Sor = string & { readonly __brand: 'Sor' };

/** SOR ids are numbers of the SNOMED form; 15 digits in all examples, but the register promises no length. */
export function asSor(text: string | undefined): Sor | undefined {
  return text !== undefined && /^\d{6,18}$/.test(text) ? (text as Sor) : undefined;
}
