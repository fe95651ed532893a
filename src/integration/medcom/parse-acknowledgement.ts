import { readResources } from './bundle.ts';
import { collector } from './issue.ts';
import { parseHeader } from './parse-header.ts';
import { child, textAt } from './place.ts';
import type { Sor } from './systems.ts';

const acknowledgementCodes = ['ok', 'transient-error', 'fatal-error'] as const;

/** An answer to a message of ours. */
export interface ParsedAcknowledgement {
  /** MessageHeader.id of the message that it answers. */
  of: string;
  code: (typeof acknowledgementCodes)[number];
  /** Undefined where it does not say who answers. */
  sender: Sor | undefined;
}

/** Which of our messages a Bundle acknowledges, and how; undefined for any other Bundle. */
export function parseAcknowledgement(value: unknown): ParsedAcknowledgement | undefined {
  const header = parseHeader(readResources({ value, path: 'Bundle' }), collector().report);
  if (header?.event !== 'acknowledgement-message') return undefined;
  const response = child(header.place, 'response');
  const of = textAt(child(response, 'identifier'));
  const code = acknowledgementCodes.find((known) => known === textAt(child(response, 'code')));
  return of && code ? { of, code, sender: header.sender } : undefined;
}
