import type { Cpr } from '../../kernel/cpr.ts';
import type { FieldFault } from '../../kernel/field-faults.ts';
import type { Instant } from '../../../workflows/definition.ts';
import { type NothingBecause, type Order, parse } from './parse.ts';
import type { PrescriptionRequest } from './parse-request.ts';
import { readMessage } from './read.ts';
import { type FmkFact, type Unused, translate } from './translate.ts';

/** What came in. */
export type Received =
  | { kind: 'rejected'; status: 400 | 413 | 415; faults: FieldFault[] }
  | { kind: 'facts'; root: string; cpr: Cpr; facts: FmkFact[]; unused: Unused[] }
  | { kind: 'changed'; root: string; people: Cpr[]; action?: string; orders: Order[]; requests: PrescriptionRequest[] }
  | { kind: 'lostAdvis'; root: 'LostAdvis'; resumedAt: Instant }
  | { kind: 'nothing'; root: string; because: NothingBecause };

/** From the bytes of a message to facts of a citizen, or to whom FMK must be asked about. Throws nothing, whatever the bytes. */
export function receive(body: Buffer, contentType: string | undefined, receivedAt: Instant): Received {
  const read = readMessage(body, contentType);
  if (read.kind === 'rejected') return read;
  const parsed = parse(read.root, receivedAt);
  switch (parsed.kind) {
    case 'faulty':
      return { kind: 'rejected', status: 400, faults: parsed.faults };
    case 'reading':
      return { kind: 'facts', root: parsed.root, cpr: parsed.cpr, ...translate(parsed.reading) };
    case 'changed':
    case 'nothing':
      return parsed;
    case 'lostAdvis':
      return { ...parsed, root: 'LostAdvis' };
  }
}
