import { Fhir } from 'fhir';

let converter: Fhir | undefined;

/** Made on first use: its tables of FHIR's structures take a tenth of a second and 16 MB. */
function fhir(): Fhir {
  return (converter ??= new Fhir());
}

/** Throws on what is not FHIR; its messages quote values and must go no further. */
export function fromXml(xml: string): unknown {
  return fhir().xmlToObj(xml);
}

export function toXml(resource: object): string {
  return fhir().objToXml(resource);
}
