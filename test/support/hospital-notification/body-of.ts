import type { Bundle, Format } from '../../../src/integration/medcom/fhir-types.ts';
import { write } from '../../../src/integration/medcom/write.ts';

/** A message as it goes over the wire: `receive(...bodyOf(bundle, 'xml'))`. */
export function bodyOf(bundle: Bundle, format: Format = 'json'): [body: Buffer, contentType: string] {
  const { body, contentType } = write(bundle, format);
  return [Buffer.from(body), contentType];
}
