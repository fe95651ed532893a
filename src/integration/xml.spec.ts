import { readXml } from './xml.ts';

const limits = { depth: 8, nodes: 50 };
const faultOf = (text: string): object | undefined => {
  const read = readXml(text, limits);
  return 'fault' in read ? read.fault : undefined;
};

it('reads names without their prefixes, namespaces, attributes and the characters between', () => {
  const read = readXml(
    '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- a --><x:a xmlns:x="urn:x" xmlns="urn:d" b="1 &amp; 2">\n<c/>t<!-- -->e<![CDATA[<x>]]>&#xE6;<y:u/></x:a>\n',
    limits,
  );
  if ('fault' in read) throw new Error(read.fault.message);
  const { root } = read;
  expect([root.name, root.namespace, root.attributes['b'], root.text.trim()]).toEqual([
    'a',
    'urn:x',
    '1 & 2',
    'te<x>æ',
  ]);
  // A prefix declared nowhere is no fault: examples are cut from larger messages.
  expect(root.children.map(({ name, namespace, parent }) => [name, namespace, parent === root])).toEqual([
    ['c', 'urn:d', true],
    ['u', '', true],
  ]);
});

it.each([
  ['a document type', '<!DOCTYPE a>\n<a/>', 1, 'document types and entity declarations are not accepted'],
  ['a processing instruction', '<a>\n<?x y?></a>', 2, 'processing instructions are not accepted'],
  ['another encoding', '<?xml version="1.0" encoding="latin1"?><a/>', 1, 'the encoding must be UTF-8'],
  ['an entity of its own', '<a>\n&navn;</a>', 2, 'an & begins no reference that XML itself knows'],
  ['half a document', '<a>\n<b>', 2, 'it ends before its elements are closed'],
  ['another end tag', '<a>\n\n</b>', 3, 'an end tag is not that of the element it closes'],
  ['two roots', '<a/>\n<b/>', 2, 'there must be one root element'],
  ['no root', '', 1, 'there must be one root element'],
  ['an attribute twice', '<a b="1"\n b="2"/>', 2, 'duplicate attribute'],
  ['NUL as a reference', '<a>&#0;</a>', 1, 'malformed character entity'],
  ['half a character', '<a>&#xD800;</a>', 1, 'malformed character entity'],
  ['too many levels', '<a>'.repeat(9), 1, 'nested deeper than 8 levels'],
  ['too many elements', `<a>${'<b/>'.repeat(50)}</a>`, 1, 'more than 50 elements and attributes'],
  [
    'too many attributes',
    `<a ${Array.from({ length: 50 }, (_, n) => `b${n}=""`).join(' ')}/>`,
    1,
    'more than 50 elements and attributes',
  ],
])('refuses %s, with its line', (_, text, line, message) => {
  expect(faultOf(text)).toEqual({ line, message });
});

it.each([
  '<Hansen></Jensen>',
  '<a><Hansen>',
  '<a Hansen="" Hansen=""/>',
  '<a>&Hansen;</a>',
  '<1Hansen/>',
  '<a Hansen/>',
])('never repeats what stands there: %s', (text) => {
  expect(JSON.stringify(faultOf(text))).not.toMatch(/ansen/);
});
