import type { Bundle, Format, OperationOutcome } from './fhir-types.ts';
import { toXml } from './fhir-xml.ts';

/** An answer's bytes and media type, in the format of the request. */
export function write(resource: Bundle | OperationOutcome, format: Format): { body: string; contentType: string } {
  return format === 'json'
    ? { body: JSON.stringify(resource), contentType: 'application/fhir+json; charset=utf-8' }
    : { body: toXml(resource), contentType: 'application/fhir+xml; charset=utf-8' };
}
