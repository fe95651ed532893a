import { SaxesParser } from 'saxes';

/** One element, its name without the prefix: senders differ in prefixes and namespaces, seldom in names. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  /** By their names as written. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** Its own characters, those of its children left out. */
  text: string;
  readonly parent: XmlElement | undefined;
}

/** What is wrong, and on which line: never what stands there. */
export interface XmlFault {
  line: number;
  message: string;
}

export interface XmlLimits {
  depth: number;
  /** Elements and attributes. */
  nodes: number;
}

/**
 * XML into a tree in one pass and with a stack of its own. Document types are not taken: so that no entity exists but XML's
 * five and character references, and nothing is fetched or expanded. The parser reads on after a fault; we do not.
 */
export function readXml(text: string, limits: XmlLimits): { root: XmlElement } | { fault: XmlFault } {
  const parser = new SaxesParser({ xmlns: true, resolvePrefix: () => undeclared });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let nodes = 0;
  const count = (): void => {
    nodes += 1;
    if (nodes > limits.nodes) throw new Malformed(`more than ${limits.nodes} elements and attributes`);
  };
  const addText = (characters: string): void => {
    const element = open.at(-1);
    if (element) element.text += characters;
  };
  parser.on('error', ({ message }) => {
    throw new Malformed(withoutContent(message));
  });
  parser.on('doctype', () => {
    throw new Malformed('document types and entity declarations are not accepted');
  });
  parser.on('processinginstruction', () => {
    throw new Malformed('processing instructions are not accepted');
  });
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (encoding.toLowerCase() !== 'utf-8') throw new Malformed('the encoding must be UTF-8');
  });
  parser.on('opentagstart', () => {
    count();
    if (open.length >= limits.depth) throw new Malformed(`nested deeper than ${limits.depth} levels`);
  });
  parser.on('attribute', count);
  parser.on('opentag', ({ local, uri, attributes }) => {
    const parent = open.at(-1);
    const written = Object.values(attributes).map(({ name, value }) => [name, value] as const);
    const element: XmlElement = {
      name: local,
      namespace: uri === undeclared ? '' : uri,
      attributes: Object.fromEntries(written),
      children: [],
      text: '',
      parent,
    };
    parent?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.on('text', addText);
  parser.on('cdata', addText);
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Malformed) return { fault: { line: parser.line, message: error.message } };
    throw error;
  }
  return root ? { root } : { fault: { line: 1, message: 'there must be one root element' } };
}

/** Of a prefix that is declared nowhere, which is no fault: examples are cut from messages that declare it further out. */
const undeclared = 'urn:undeclared';

class Malformed extends Error {}

/** Ours for the faults that senders meet; the parser's own words for the others. */
const words: Readonly<Record<string, string>> = {
  'unexpected close tag': 'an end tag is not that of the element it closes',
  'unmatched closing tag': 'an end tag is not that of the element it closes',
  'unclosed tag': 'it ends before its elements are closed',
  'undefined entity': 'an & begins no reference that XML itself knows',
  'document must contain a root element': 'there must be one root element',
  'documents may contain only one root': 'there must be one root element',
};

/** The parser says `line:column: what`, and names what stands there after a further colon. */
function withoutContent(message: string): string {
  const what = (message.replace(/^\d+:\d+: /, '').split(':')[0] ?? '').replace(/\.$/, '');
  return words[what] ?? what;
}
