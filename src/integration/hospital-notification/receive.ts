import type { Format } from '../medcom/fhir-types.ts';
import { type Issue, unreadable } from '../medcom/issue.ts';
import { maxBytes } from '../medcom/limits.ts';
import type { Header } from '../medcom/parse-header.ts';
import { parse } from './parse.ts';
import { type Read, readMessage } from '../medcom/read.ts';
import { type HospitalNotification, translate } from './translate.ts';

/** What came in, and hence what to answer; the answer is given in `format`. */
export type Received =
  /** No MessageHeader.id could be read: an OperationOutcome with this status. */
  | { kind: 'rejected'; status: 400 | 413 | 415; issues: Issue[]; format: Format }
  /** It could be read, but nothing can be done with the message: 200 with a fatal-error acknowledgement. */
  | { kind: 'fault'; header: Header; issues: Issue[]; format: Format }
  /** Never acknowledged, valid or not: that would never end (KR2). */
  | { kind: 'acknowledgement' }
  | { kind: 'notification'; notification: HospitalNotification; format: Format };

/** From the bytes of a request to a fact. Throws nothing, whatever the bytes. */
export function receive(body: Buffer, contentType: string | undefined): Received {
  return receiveRead(readMessage(body, contentType));
}

export function receiveRead(read: Read): Received {
  switch (read.kind) {
    case 'unsupportedMediaType':
      return { kind: 'rejected', status: 415, issues: [wrongMediaType], format: 'json' };
    case 'tooLarge':
      return { kind: 'rejected', status: 413, issues: [tooLarge], format: read.format };
    case 'unreadable':
      return { kind: 'rejected', status: 400, issues: read.issues, format: read.format };
    case 'bundle':
      return understand(read.bundle, read.format);
  }
}

function understand(bundle: unknown, format: Format): Received {
  const parsed = parse(bundle);
  switch (parsed.kind) {
    case 'acknowledgement':
      return parsed;
    case 'notification':
      return { kind: 'notification', notification: translate(parsed.notification), format };
    case 'faulty': {
      const { header, issues } = parsed;
      return header ? { kind: 'fault', header, issues, format } : { kind: 'rejected', status: 400, issues, format };
    }
  }
}

const wrongMediaType: Issue = {
  ...unreadable('Send application/fhir+json or application/fhir+xml, in UTF-8.', 'MSG_BAD_FORMAT'),
  code: 'not-supported',
};

const tooLarge: Issue = {
  ...unreadable(`A message may be at most ${maxBytes} bytes.`, 'MSG_Element_To_Long'),
  code: 'too-long',
};
