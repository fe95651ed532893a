import type { Bundle, Format } from '../../../src/integration/hospital-notification/fhir-types.ts';
import { write } from '../../../src/integration/hospital-notification/write.ts';

/** A message as it goes over the wire: `receive(...bodyOf(bundle, 'xml'))`. */
export function bodyOf(bundle: Bundle, format: Format = 'json'): [body: Buffer, contentType: string] {
  const { body, contentType } = write(bundle, format);
  return [Buffer.from(body), contentType];
}
