/** A notification is about 20 kB and 8 levels deep; a caller answers 413 above `maxBytes`. */
export const maxBytes = 2 * 1024 * 1024;
export const maxDepth = 64;
/** XML tags and attributes. The `fhir` converter takes quadratic time in the siblings of an element. */
export const maxXmlNodes = 20_000;
