/** The header under which a repeat is known, and the one that says of an answer that it is a repeat. */
import { randomUUID } from 'node:crypto';
import { badRequest } from '../kernel/problem.ts';

export interface Reply {
  header(name: string, value: string): unknown;
}

export const keyHeader = {
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key gives the same answer; 90 days',
};

/** A number that stands alone: neither part of a UUID nor of an instant in milliseconds. */
const cprAlone = /(?<![0-9a-z])\d{6}-?\d{4}(?![0-9a-z])/i;

/** Without a key a request is new each time. */
export function keyOf(header: string | undefined): string {
  if (header === undefined) return randomUUID();
  if (cprAlone.test(header))
    throw badRequest('Expected the Idempotency-Key to hold no CPR number: it is kept in clear');
  if (/^[\x21-\x7e]{1,200}$/.test(header)) return header;
  throw badRequest('Expected the Idempotency-Key to be 1 to 200 visible characters, such as a UUID');
}

export function markRepeat(reply: Reply, repeated: boolean): void {
  if (repeated) reply.header('Idempotency-Replayed', 'true');
}
