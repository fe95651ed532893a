import fc from 'fast-check';
import {
  buildCareMessage,
  careDefaults,
  resourceOf,
} from '../../../test/support/care-communication/build-care-message.ts';
import { write } from '../medcom/write.ts';
import { readMessage } from '../medcom/read.ts';
import { parse } from './parse.ts';
import { translate } from './translate.ts';

const parsed = (options: Parameters<typeof buildCareMessage>[0] = {}) => {
  const read = parse(buildCareMessage(options));
  if (read.kind !== 'message') throw new Error(JSON.stringify(read.issues));
  return read.message;
};

it('reads who writes about whom, in which thread and of what kind', () => {
  const message = parsed({ messageId: 'm1', activity: 'reply-message', category: 'carecoordination' });
  expect(message).toMatchObject({
    messageHeaderId: 'm1',
    sender: '265161000016000',
    receiver: '953741000016009',
    occurredAt: '2026-03-02T11:00:00Z',
    activity: 'reply-message',
    threadId: careDefaults.threadId,
    category: 'carecoordination',
    cpr: '2509479989',
    deceased: false,
    texts: [{ text: careDefaults.text, at: careDefaults.at }],
  });
});

it.each(['json', 'xml'] as const)('reads the same as %s', (format) => {
  const { body, contentType } = write(buildCareMessage(), format);
  const read = readMessage(Buffer.from(body), contentType);
  expect(read.kind).toBe('bundle');
  expect(read.kind === 'bundle' && parse(read.bundle)).toEqual(parse(buildCareMessage()));
});

it('tells the case that there is something to read, and nothing of what is written (P3)', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''),
      fc.constantFrom('medicine', 'discharge', 'decease', 'nursing'),
      (text, category) => {
        const { data } = translate(parsed({ text: `HEMMELIGT ${text}`, category, messageId: 'm1' }));
        expect(data).toEqual({
          messageId: 'm1',
          threadId: careDefaults.threadId,
          category: category === 'nursing' ? 'other' : category,
        });
      },
    ),
  );
});

it.each([
  [{ category: 'decease' }, true],
  [{ deceased: true }, true],
  [{ deceased: false }, false],
  [{ category: 'decease', activity: 'retract-message' }, false],
  [{ text: 'Borgeren er død' }, false],
])('of %j tells of a death: %s', (options, tellsDeath) => {
  expect(translate(parsed(options)).tellsDeath).toBe(tellsDeath);
});

it('knows nobody by a replacement number, which is no fault', () => {
  expect(parsed({ numberSystem: 'urn:oid:1.2.208.176.1.6.1.3.163', cpr: '2509470AA1' }).cpr).toBeUndefined();
});

it('names every fault in one answer, with its place', () => {
  const bundle = buildCareMessage({ cpr: '3113999999', activity: 'hello', threadId: 'x' });
  resourceOf(bundle, 'Communication')['payload'] = [];
  delete resourceOf(bundle, 'Communication')['category'];
  const read = parse(bundle);
  expect(read.kind === 'faulty' && read.issues.map(({ expression }) => expression)).toEqual([
    expect.stringMatching(/Provenance.*activity/),
    expect.stringMatching(/Communication.*identifier\.value$/),
    expect.stringMatching(/Communication.*category/),
    expect.stringMatching(/Patient.*identifier/),
    expect.stringMatching(/Communication.*payload$/),
  ]);
  expect(JSON.stringify(read)).not.toMatch(/311399|FRITEKST|hello/);
});

it('answers whatever the Bundle, and never with what is the citizen’s (P1)', () => {
  const whole = JSON.stringify(buildCareMessage());
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(60), fc.json(), (from, length, instead) => {
      const damaged = whole.slice(0, from) + instead + whole.slice(from + length);
      const read = readMessage(Buffer.from(damaged), 'application/fhir+json');
      if (read.kind !== 'bundle') return;
      const parsedAnyway = parse(read.bundle);
      if (parsedAnyway.kind === 'faulty') expect(JSON.stringify(parsedAnyway)).not.toMatch(/2509479989|FRITEKST|Elmer/);
    }),
    { numRuns: 500 },
  );
});
