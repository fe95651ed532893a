import type { Format } from './fhir-types.ts';
import { fromXml } from './fhir-xml.ts';
import { type Issue, unreadable } from './issue.ts';
import { complaintAboutJson } from './json-guard.ts';
import { maxBytes } from './limits.ts';
import { complaintAboutXml } from './xml-guard.ts';

export type Read =
  | { kind: 'unsupportedMediaType' }
  | { kind: 'tooLarge'; format: Format }
  | { kind: 'unreadable'; format: Format; issues: Issue[] }
  | { kind: 'bundle'; format: Format; bundle: unknown };

const formats: Readonly<Record<string, Format>> = {
  'application/fhir+json': 'json',
  'application/json': 'json',
  'application/fhir+xml': 'xml',
  'application/xml': 'xml',
  'text/xml': 'xml',
};

/** From bytes to an object nobody has looked into. Whatever the bytes, this returns, and soon. */
export function readMessage(body: Buffer, contentType: string | undefined): Read {
  const format = formatOf(contentType);
  if (!format) return { kind: 'unsupportedMediaType' };
  if (body.length > maxBytes) return { kind: 'tooLarge', format };
  const text = decode(body);
  if (text === undefined)
    return failure(format, unreadable('The message is not UTF-8.', 'MSG_Damaged_durin_transport'));
  const result = format === 'json' ? readJson(text) : readXml(text);
  if ('complaint' in result) return failure(format, unreadable(result.complaint));
  if (holdsUnstorable(result.bundle)) {
    return failure(format, unreadable('A text holds a NUL or half a character.', 'MSG_Damaged_durin_transport'));
  }
  return { kind: 'bundle', format, bundle: result.bundle };
}

type Result = { bundle: unknown } | { complaint: string };

function failure(format: Format, issue: Issue): Read {
  return { kind: 'unreadable', format, issues: [issue] };
}

function formatOf(contentType: string | undefined): Format | undefined {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return undefined;
  return Object.hasOwn(formats, type.trim()) ? formats[type.trim()] : undefined;
}

/** Takes a byte order mark away; a truncated character is a fault, not a replacement character. */
function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function readJson(text: string): Result {
  try {
    const complaint = complaintAboutJson(text);
    if (complaint) return { complaint: `The JSON cannot be accepted: ${complaint}.` };
    return { bundle: JSON.parse(text) as unknown };
  } catch {
    // The parser's own words quote the message.
    return { complaint: 'The message is not JSON.' };
  }
}

function readXml(text: string): Result {
  try {
    const complaint = complaintAboutXml(text);
    if (complaint) return { complaint: `The XML cannot be accepted: ${complaint}.` };
    return { bundle: fromXml(text) };
  } catch {
    return { complaint: 'The message is not FHIR R4 XML with FHIR as its default namespace.' };
  }
}

/** PostgreSQL stores neither NUL nor a lone surrogate, and FHIR allows neither. Depth is bounded by the guards. */
function holdsUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return /[\0\p{Surrogate}]/u.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => holdsUnstorable(key) || holdsUnstorable(inner));
}
