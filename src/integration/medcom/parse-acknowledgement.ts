import { only, readResources } from './bundle.ts';
import { collector } from './issue.ts';
import { child, textAt } from './place.ts';

const acknowledgementCodes = ['ok', 'transient-error', 'fatal-error'] as const;

/** An answer to a message of ours. */
export interface ParsedAcknowledgement {
  /** MessageHeader.id of the message that it answers. */
  of: string;
  code: (typeof acknowledgementCodes)[number];
}

/** Which of our messages a Bundle acknowledges, and how; undefined for any other Bundle. */
export function parseAcknowledgement(value: unknown): ParsedAcknowledgement | undefined {
  const header = only(readResources({ value, path: 'Bundle' }), 'MessageHeader', collector().report);
  if (!header || textAt(child(child(header, 'eventCoding'), 'code')) !== 'acknowledgement-message') return undefined;
  const response = child(header, 'response');
  const of = textAt(child(response, 'identifier'));
  const code = acknowledgementCodes.find((known) => known === textAt(child(response, 'code')));
  return of && code ? { of, code } : undefined;
}
