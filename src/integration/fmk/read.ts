import type { FieldFault } from '../../kernel/field-faults.ts';
import { type XmlElement, readXml } from '../xml.ts';
import { maxBytes, xmlLimits } from './limits.ts';

export type Read =
  | { kind: 'rejected'; status: 400 | 413 | 415; faults: FieldFault[] }
  | { kind: 'message'; root: XmlElement; envelope: XmlElement };

const mediaTypes = ['application/xml', 'text/xml', 'application/soap+xml'];

/** From bytes to FMK's message, out of its SOAP envelope where it has one. Whatever the bytes, this returns, and soon. */
export function readMessage(body: Buffer, contentType: string | undefined): Read {
  if (!isXml(contentType)) return rejected(415, 'Expected application/xml, text/xml or application/soap+xml, in UTF-8');
  if (body.length > maxBytes) return rejected(413, `Expected at most ${maxBytes} bytes: send the message in parts`);
  const text = decode(body);
  if (text === undefined) return rejected(400, 'Expected UTF-8, but the bytes are not');
  const read = readXml(text, xmlLimits);
  if ('fault' in read) {
    const { line, message } = read.fault;
    return {
      kind: 'rejected',
      status: 400,
      faults: [{ field: `line ${line}`, message: `Expected XML, but ${message}` }],
    };
  }
  const root = unwrapped(read.root);
  return root
    ? { kind: 'message', root, envelope: read.root }
    : rejected(400, 'Expected one message in the SOAP body, but it has none or several');
}

function rejected(status: 400 | 413 | 415, message: string): Read {
  return { kind: 'rejected', status, faults: [{ field: '', message }] };
}

function isXml(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = /charset\s*=\s*"?([^"\s;]*)/.exec(parameters.join(';'))?.[1];
  return mediaTypes.includes(type.trim()) && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

/** A truncated character is a fault, not a replacement character; nor does PostgreSQL store NUL. */
function decode(body: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function unwrapped(root: XmlElement): XmlElement | undefined {
  if (root.name !== 'Envelope') return root;
  const messages = root.children.filter(({ name }) => name === 'Body').flatMap(({ children }) => children);
  return messages.length === 1 ? messages[0] : undefined;
}
