import { maxDepth, maxXmlNodes } from './limits.ts';

/** Elements the parser reads that may stand once in their parent. */
const single = new Set(
  (
    'id resource fullUrl eventCoding sender source receiver deceasedBoolean status class period start end ' +
    'serviceProvider system value code activity occurredDateTime reference what role valueBoolean valuePeriod'
  ).split(' '),
);

/**
 * One pass over XML text before the `fhir` converter, which is too kind: it takes a truncated document, keeps one of
 * two roots and the last of two elements that may not repeat, and recurses. No DTD is let through, so no entity but
 * XML's own five and character references exists. Returns what is wrong, if anything; other syntax is left to the converter.
 */
export function complaintAboutXml(text: string): string | undefined {
  const open: { name: string; seen: Set<string> }[] = [];
  let inNarrative = 0;
  let roots = 0;
  let nodes = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at + 4);
    } else if (text.startsWith('<![CDATA[', at)) {
      at = after(text, ']]>', at);
    } else if (text.startsWith('<!', at)) {
      return 'document types and entity declarations are not accepted';
    } else if (text.startsWith('<?', at)) {
      if (!/^<\?xml\s/.test(text.slice(at, at + 6)) || at > 0) return 'processing instructions are not accepted';
      at = after(text, '?>', at);
      const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, at))?.[1];
      if (encoding && encoding.toLowerCase() !== 'utf-8') return 'the encoding must be UTF-8';
    } else if (text.startsWith('</', at)) {
      if (open.pop()?.name === 'div') inNarrative--;
      at = after(text, '>', at);
    } else {
      const tag = readTag(text, at);
      if (!tag) return 'a tag is not closed or holds a bare <';
      nodes += 1 + tag.attributes;
      if (nodes > maxXmlNodes) return `more than ${maxXmlNodes} elements and attributes`;
      const siblings = open.at(-1)?.seen;
      if (!siblings && ++roots > 1) return 'there must be one root element';
      if (!inNarrative && single.has(tag.name) && siblings?.has(tag.name)) {
        return `an element that may stand once is given twice, at character ${at}`;
      }
      siblings?.add(tag.name);
      if (open.length >= maxDepth) return `nested deeper than ${maxDepth} levels`;
      if (!tag.selfClosing) {
        open.push({ name: tag.name, seen: new Set() });
        if (tag.name === 'div') inNarrative++;
      }
      at = tag.end;
    }
    if (at < 0) return 'it ends in the middle of a tag or comment';
  }
  if (roots === 0) return 'there must be one root element';
  return open.length > 0 ? 'it ends before its elements are closed' : undefined;
}

/** Index after the next `mark`, or -1. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

function readTag(
  text: string,
  start: number,
): { name: string; attributes: number; selfClosing: boolean; end: number } | undefined {
  const name = /^[^\s/>"'<]{1,100}/.exec(text.slice(start + 1, start + 101))?.[0] ?? '';
  let attributes = 0;
  for (let index = start + 1 + name.length; index < text.length; index++) {
    const character = text[index];
    if (character === '<') return undefined;
    if (character === '>') return { name, attributes, selfClosing: text[index - 1] === '/', end: index + 1 };
    if (character === '"' || character === "'") {
      const close = text.indexOf(character, index + 1);
      if (close < 0 || text.slice(index, close).includes('<')) return undefined;
      attributes++;
      index = close;
    }
  }
  return undefined;
}
