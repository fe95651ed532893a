import type { XmlLimits } from '../xml.ts';

/** FMK's largest published answer is 61 kB with 1,700 elements; a citizen's whole card stays far below these. */
export const maxBytes = 8 * 1024 * 1024;
export const xmlLimits: XmlLimits = { depth: 64, nodes: 200_000 };
