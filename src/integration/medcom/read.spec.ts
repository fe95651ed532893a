import { bodyOf } from '../../../test/support/hospital-notification/body-of.ts';
import { buildNotification } from '../../../test/support/hospital-notification/build-notification.ts';
import { maxBytes } from './limits.ts';
import { type Read, readMessage } from './read.ts';

const json = (text: string): Read => readMessage(Buffer.from(text), 'application/fhir+json');
const xml = (text: string): Read => readMessage(Buffer.from(text), 'application/fhir+xml');
const patient = (inner: string): string => `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`;

describe('media types', () => {
  it.each(['application/fhir+json', 'application/json; charset=utf-8', 'Application/FHIR+JSON;fhirVersion=4.0'])(
    'takes %s as JSON',
    (type) => {
      expect(readMessage(Buffer.from('{}'), type)).toMatchObject({ kind: 'bundle', format: 'json' });
    },
  );

  it.each(['application/fhir+xml', 'application/xml', 'text/xml; charset="UTF-8"'])('takes %s as XML', (type) => {
    expect(readMessage(Buffer.from(patient('')), type)).toMatchObject({ kind: 'bundle', format: 'xml' });
  });

  it.each([
    undefined,
    '',
    'text/html',
    'application/fhir+turtle',
    'constructor',
    'application/json; charset=iso-8859-1',
  ])('refuses %s', (type) => {
    expect(readMessage(Buffer.from('{}'), type)).toEqual({ kind: 'unsupportedMediaType' });
  });
});

describe('bytes', () => {
  it('takes a byte order mark', () => {
    expect(json('\uFEFF{"a":1}')).toMatchObject({ kind: 'bundle', bundle: { a: 1 } });
    expect(xml(`\uFEFF<?xml version="1.0" encoding="utf-8"?>${patient('')}`).kind).toBe('bundle');
  });

  it('refuses a message cut in the middle of a character', () => {
    const whole = Buffer.from('{"name":"Søren"}');
    expect(readMessage(whole.subarray(0, whole.indexOf('ø') + 1), 'application/json').kind).toBe('unreadable');
  });

  it('refuses UTF-16, whatever it says of itself', () => {
    expect(readMessage(Buffer.from('{}', 'utf16le'), 'application/json').kind).toBe('unreadable');
    expect(xml(`<?xml version="1.0" encoding="ISO-8859-1"?>${patient('')}`).kind).toBe('unreadable');
  });

  it.each(['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"\\u0000":1}', '{"a":"\0"}'])(
    'refuses text that cannot be stored: %j',
    (text) => {
      expect(json(text).kind).toBe('unreadable');
    },
  );

  it('takes an escaped backslash before u0000, which is no NUL', () => {
    expect(json('{"a":"\\\\u0000"}').kind).toBe('bundle');
  });

  it('says too large above 2 MB, before reading', () => {
    expect(json(`"${'a'.repeat(maxBytes)}"`)).toEqual({ kind: 'tooLarge', format: 'json' });
  });
});

describe('JSON', () => {
  it.each(['', 'not json', '{', '{"a":"', '{"a":1}{', '[1,]'])('refuses what is none: %j', (text) => {
    expect(json(text).kind).toBe('unreadable');
  });

  it.each(['{"a":1,"a":2}', '{"x":[{"b":{},"b":1}]}', '{"a":1,"\\u0061":2}'])(
    'refuses a key given twice: %s',
    (text) => {
      expect(json(text)).toMatchObject({
        kind: 'unreadable',
        issues: [{ diagnostics: expect.stringContaining('twice') as unknown }],
      });
    },
  );

  it.each(['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', '{"a":"a","b":["a","a"],"c":"\\"a\\":,{"}'])(
    'takes equal keys in different objects: %s',
    (text) => {
      expect(json(text).kind).toBe('bundle');
    },
  );

  it('takes 64 levels and no more', () => {
    expect(json('['.repeat(64) + ']'.repeat(64)).kind).toBe('bundle');
    expect(json('['.repeat(65) + ']'.repeat(65)).kind).toBe('unreadable');
  });
});

describe('XML', () => {
  it('gives the same as JSON, with booleans as booleans and repeating elements as lists', () => {
    const bundle = buildNotification({ code: 'AN_MORS', reportOfAdmission: true, given: 'Å & "B" <c>' });
    expect(readMessage(...bodyOf(bundle, 'xml'))).toEqual({ kind: 'bundle', format: 'xml', bundle });
  });

  it.each([
    ['a document type', `<!DOCTYPE Patient>${patient('')}`],
    ['an entity', `<!DOCTYPE p [<!ENTITY a "b">]>${patient('<id value="&a;"/>')}`],
    ['an external entity', `<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]>${patient('<id value="&a;"/>')}`],
    ['an undeclared entity', patient('<id value="&a;"/>')],
    ['a NUL', patient('<id value="&#0;"/>')],
    ['a processing instruction', `<?xml-stylesheet href="x"?>${patient('')}`],
    ['a late declaration', `${patient('')}<?xml version="1.0"?>`],
    ['a truncated document', '<Patient xmlns="http://hl7.org/fhir"><id value="a"/>'],
    ['a truncated tag', '<Patient xmlns="http://hl7.org/fhir"><id value="a'],
    ['two roots', patient('') + patient('')],
    ['two values of one element', patient('<deceasedBoolean value="true"/><deceasedBoolean value="false"/>')],
    ['a boolean that is none', patient('<deceasedBoolean value="yes"/>')],
    ['an unknown resource', '<Person2 xmlns="http://hl7.org/fhir"/>'],
    ['a prototype', '<__proto__/>'],
    ['no element', '<!-- nothing -->'],
    ['no XML', 'hello'],
  ])('refuses %s', (_what, text) => {
    expect(xml(text).kind).toBe('unreadable');
  });

  it('takes comments, narratives and character references', () => {
    const text = patient(
      '<!-- <a> --><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><code/><code/></div></text><id value="&#97;&lt;"/>',
    );
    expect(xml(text)).toMatchObject({ kind: 'bundle', bundle: { id: 'a<' } });
  });

  it('is not fooled by /> inside an attribute when it counts levels', () => {
    expect(xml('<a b="/>">'.repeat(100)).kind).toBe('unreadable');
  });
});

/** What took more than a moment would run into Jest's limit. */
describe('hostile size and depth are refused', () => {
  const billionLaughs = `<!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, level) => `<!ENTITY a${level} "${'&a;'.repeat(10)}">`).join('')}]><l>&a29;</l>`;
  const almostAll = (unit: string): string => unit.repeat(Math.floor((maxBytes - 100) / unit.length));

  it.each([
    ['10 MB of [', 'application/json', '['.repeat(10_000_000)],
    ['10 MB of deep XML', 'text/xml', '<a>'.repeat(3_500_000)],
    ['2 MB of [', 'application/json', almostAll('[')],
    ['2 MB of deep objects', 'application/json', almostAll('{"a":')],
    ['2 MB of deep XML', 'text/xml', almostAll('<a>')],
    ['2 MB of siblings', 'text/xml', `<Bundle xmlns="http://hl7.org/fhir">${almostAll('<entry/>')}`],
    ['2 MB of comments', 'text/xml', almostAll('<!---->')],
    ['2 MB of open quotes', 'text/xml', almostAll('<a b="')],
    ['2 MB of attributes', 'text/xml', `<a ${almostAll('b="" ')}/>`],
    ['billion laughs', 'text/xml', billionLaughs],
  ])('%s', (_what, type, text) => {
    const body = Buffer.from(text);
    expect(['unreadable', 'tooLarge']).toContain(readMessage(body, type).kind);
  });
});
