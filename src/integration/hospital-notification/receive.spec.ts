import fc from 'fast-check';
import { bodyOf } from '../../../test/support/hospital-notification/body-of.ts';
import {
  type NotificationOptions,
  buildNotification,
} from '../../../test/support/hospital-notification/build-notification.ts';
import { buildSequence } from '../../../test/support/hospital-notification/build-sequence.ts';
import { acknowledge } from '../medcom/acknowledge.ts';
import type { Bundle, Resource } from '../medcom/fhir-types.ts';
import { type Received, receive } from './receive.ts';

/** A built message, spoilt. */
function spoilt(
  spoil: (resource: (type: string) => Resource, bundle: Bundle) => void,
  options: NotificationOptions = {},
): Received {
  const bundle = structuredClone(buildNotification(options));
  spoil((type) => {
    const found = bundle.entry.find((entry) => entry.resource.resourceType === type);
    if (!found) throw new Error(`No ${type}.`);
    return found.resource;
  }, bundle);
  return receive(...bodyOf(bundle));
}

function issuesOf(received: Received): string[] {
  return 'issues' in received
    ? received.issues.map(({ expression, diagnostics }) => `${expression}: ${diagnostics}`)
    : [];
}

describe('a message whose MessageHeader.id cannot be read is rejected', () => {
  it.each([
    ['no JSON', 'hello', 'application/json', 400],
    ['no Bundle', '{"resourceType":"Patient"}', 'application/json', 400],
    ['an array', '[]', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
    ['an empty Bundle', '{"resourceType":"Bundle"}', 'application/json', 400],
    ['another media type', '{}', 'text/plain', 415],
    ['too much', ' '.repeat(3_000_000), 'application/json', 413],
  ])('%s', (_what, text, type, status) => {
    expect(receive(Buffer.from(text), type)).toMatchObject({ kind: 'rejected', status });
  });

  it('as is one whose id is no FHIR id', () => {
    expect(spoilt((resource) => (resource('MessageHeader').id = '<script>'))).toMatchObject({
      kind: 'rejected',
      status: 400,
    });
  });
});

describe('a faulty message with a readable id is a fault, and names every fault with its FHIRPath', () => {
  it('names a missing MessageHeader.event and Encounter.class in one answer', () => {
    const received = spoilt((resource) => {
      delete resource('MessageHeader')['eventCoding'];
      delete resource('Encounter')['class'];
    });
    expect(received).toMatchObject({
      kind: 'fault',
      header: { sender: '265161000016000', receiver: '953741000016009' },
    });
    expect(issuesOf(received)).toEqual([
      expect.stringMatching(/^Bundle\.entry\[0\]\.resource\.ofType\(MessageHeader\)\.event: /),
      expect.stringMatching(/^Bundle\.entry\[2\]\.resource\.ofType\(Encounter\)\.class: .*IMP or EMER/),
    ]);
  });

  it('names an activity code that does not exist', () => {
    const received = spoilt(() => undefined, { code: 'SLHJ', activity: 'discharge-patient-home' });
    expect(received).toMatchObject({ kind: 'fault', issues: [{ severity: 'fatal', code: 'code-invalid' }] });
    expect(issuesOf(received)[0]).toMatch(/ofType\(Provenance\)\.activity\.coding\.code: .*'discharge-patient-home'/);
  });

  it('does not quote an activity that is no code, nor give it back in the acknowledgement', () => {
    const received = spoilt(() => undefined, { activity: 'Elmer 2509479989' });
    expect(JSON.stringify(received)).not.toMatch(/Elmer|2509479989/);
  });

  type Spoil = Parameters<typeof spoilt>[0];
  const spoils: [string, RegExp, Spoil][] = [
    [
      'no Patient',
      /ofType\(Patient\)/,
      (_, bundle) => (bundle.entry = bundle.entry.filter((entry) => entry.resource.resourceType !== 'Patient')),
    ],
    [
      'two Patients',
      /entry\[\d+\]\.resource\.ofType\(Patient\): .*one Patient/,
      (resource, bundle) => bundle.entry.push({ fullUrl: 'Patient/2', resource: { ...resource('Patient'), id: '2' } }),
    ],
    [
      'two CPR numbers',
      /ofType\(Patient\)\.identifier: .*one CPR/,
      (resource) =>
        (resource('Patient')['identifier'] as object[]).push({
          system: 'urn:oid:1.2.208.176.1.2',
          value: '1111111118',
        }),
    ],
    [
      'a replacement number',
      /identifier: .*CPR/,
      (resource) =>
        (resource('Patient')['identifier'] = [{ system: 'urn:oid:1.2.208.176.1.6.1.3.133', value: '250947AA89' }]),
    ],
    [
      'a death by date',
      /Patient\)\.deceased: /,
      (resource) => (resource('Patient')['deceasedDateTime'] = '2026-03-02'),
    ],
    ['a death in text', /Patient\)\.deceased: /, (resource) => (resource('Patient')['deceasedBoolean'] = 'true')],
    ['no header first', /entry\[0\]\.resource: .*MessageHeader/, (_, bundle) => bundle.entry.reverse()],
    ['another Bundle type', /Bundle\.type: /, (_, bundle) => ((bundle as Resource)['type'] = 'collection')],
    ['no Bundle.id', /Bundle\.id: /, (_, bundle) => delete (bundle as Partial<Bundle>).id],
    [
      'no Provenance',
      /ofType\(Provenance\)/,
      (_, bundle) => (bundle.entry = bundle.entry.filter((entry) => entry.resource.resourceType !== 'Provenance')),
    ],
    [
      'no current Provenance',
      /Provenance\)\.target: /,
      (resource) => (resource('Provenance')['target'] = [{ reference: 'MessageHeader/other' }]),
    ],
    [
      'no time of the event',
      /Provenance\)\.occurred: /,
      (resource) => delete resource('Provenance')['occurredDateTime'],
    ],
    [
      'a time without offset',
      /Provenance\)\.occurred: /,
      (resource) => (resource('Provenance')['occurredDateTime'] = '2026-03-02T12:00:00'),
    ],
    [
      'an impossible date',
      /Encounter\)\.period\.start: /,
      (resource) => (resource('Encounter')['period'] = { start: '2026-02-30T12:00:00+01:00' }),
    ],
    ['no stay identifier', /Encounter\)\.episodeOfCare: /, (resource) => (resource('Encounter')['episodeOfCare'] = [])],
    [
      'half a stay identifier',
      /episodeOfCare\[0\]\.identifier: /,
      (resource) => (resource('Encounter')['episodeOfCare'] = [{ identifier: { value: 'x' } }]),
    ],
    ['an unknown status', /Encounter\)\.status: /, (resource) => (resource('Encounter')['status'] = 'planned')],
    [
      'an unknown class',
      /Encounter\)\.class\.code: |Encounter\)\.class: |class/,
      (resource) => (resource('Encounter')['class'] = { code: 'AMB' }),
    ],
    ['no department', /Encounter\)\.serviceProvider: /, (resource) => delete resource('Encounter')['serviceProvider']],
    [
      'a department not in the message',
      /Encounter\)\.serviceProvider: /,
      (resource) => (resource('Encounter')['serviceProvider'] = { reference: 'Organization/x' }),
    ],
    ['no destination', /MessageHeader\)\.destination: /, (resource) => delete resource('MessageHeader')['destination']],
    [
      'an event nobody knows',
      /MessageHeader\)\.event\.code: /,
      (resource) => (resource('MessageHeader')['eventCoding'] = { code: 'x' }),
    ],
  ];
  it.each(spoils)('%s', (_what, expected, spoil) => {
    const received = spoilt(spoil);
    expect(received.kind).toBe('fault');
    expect(issuesOf(received).join('\n')).toMatch(expected);
  });

  it.each(['250947998', '3102009996', '25094799899', 'abcdefghij', ''])(
    'a CPR number that cannot be one: %j',
    (cpr) => {
      const received = spoilt(() => undefined, { cpr });
      expect(received).toMatchObject({
        kind: 'fault',
        issues: [{ expression: expect.stringContaining('identifier') as unknown }],
      });
    },
  );

  it('another MedCom message is told that it is not supported', () => {
    const received = spoilt(
      (resource) => (resource('MessageHeader')['eventCoding'] = { code: 'care-communication-message' }),
    );
    expect(received).toMatchObject({
      kind: 'fault',
      issues: [{ code: 'not-supported', details: 'MSG_RECEIVER_UNABLE_TO_RECEIVE_MSG_TYPE' }],
    });
  });
});

describe('what is no fault', () => {
  it.each(['2509479989', '2103009996', '1111111118', '111111-1118'])('takes CPR %s, mod-11 or not', (cpr) => {
    expect(spoilt(() => undefined, { cpr })).toMatchObject({
      kind: 'notification',
      notification: { cpr: cpr.replace('-', '') },
    });
  });

  it('takes the sender and the receiver from Organizations where an endpoint is missing', () => {
    const received = spoilt((resource) => {
      const header = resource('MessageHeader');
      delete header['source'];
      header['destination'] = (header['destination'] as Record<string, unknown>[]).map(({ receiver }) => ({
        receiver,
      }));
    });
    expect(received).toMatchObject({
      kind: 'notification',
      notification: { sender: '265161000016000', receiver: '953741000016009' },
    });
  });

  it('never answers an acknowledgement, not even a faulty one', () => {
    const of = { messageHeaderId: 'a' };
    const bundle = acknowledge({ of, code: 'ok', issues: [], id: 'b', bundleId: 'c', at: '2026-03-02T11:00:02Z' });
    for (const format of ['json', 'xml'] as const)
      expect(receive(...bodyOf(bundle, format))).toEqual({ kind: 'acknowledgement' });
  });
});

describe('the fact', () => {
  it('holds no identity', () => {
    const received = spoilt(() => undefined, { given: 'Åse', family: 'Prøve' });
    if (received.kind !== 'notification') throw new Error(received.kind);
    const { name, cpr, data, fingerprint } = received.notification;
    expect([name, cpr]).toEqual(['Åse Prøve', '2509479989']);
    expect(JSON.stringify(data) + fingerprint).not.toMatch(/Åse|Prøve|2509479989/);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has one fingerprint for a resend, and another where anything that happened differs', () => {
    const print = (options: NotificationOptions): string => {
      const received = receive(...bodyOf(buildNotification({ messageHeaderId: 'reused', ...options })));
      return received.kind === 'notification' ? received.notification.fingerprint : received.kind;
    };
    const resent = [{}, { bundleId: 'another', timestamp: '2026-05-01T08:00:00Z', references: 'absolute' as const }];
    expect(new Set(resent.map(print)).size).toBe(1);
    const others: NotificationOptions[] = [
      {},
      { code: 'RE_STIN' },
      { code: 'MORS' },
      { episode: 'x' },
      { occurredAt: '2026-03-02T12:00:03+01:00' },
      { provider: '502701000016000' },
      { periodStart: '2026-03-01T12:00:03+01:00' },
      { leaveStart: '2026-03-02T12:00:02+01:00' },
    ];
    expect(new Set(others.map(print)).size).toBe(others.length);
  });
});

describe('whatever is done to a message', () => {
  const cpr = '1403837853';
  const name = 'Zxqvist';
  const stay = buildSequence({ codes: ['STIN', 'STOR', 'SLOR', 'MORS'], cpr, family: name });

  /** Deletes, moves or replaces one node at a time; a moved node may bring the CPR anywhere. */
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, '', [], {}, cpr, name, { reference: 'Patient/x' }, '__proto__'),
  );
  const mutations = fc.array(
    fc.record({ at: fc.nat(), how: fc.constantFrom('delete', 'replace', 'move', 'wrap'), from: fc.nat(), by: junk }),
    { minLength: 1, maxLength: 6 },
  );

  it('an answer of the union comes, never an exception, and no issue tells who the citizen is', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...stay), mutations, (bundle, steps) => {
        const mutated = steps.reduce<unknown>((value, step) => mutate(value, step), structuredClone(bundle));
        const received = receive(Buffer.from(JSON.stringify(mutated)), 'application/fhir+json');
        kinds.add(received.kind);
        expect(['rejected', 'fault', 'acknowledgement', 'notification']).toContain(received.kind);
        if ('issues' in received) {
          expect(received.issues.length).toBeGreaterThan(0);
          expect(JSON.stringify(received.issues)).not.toMatch(new RegExp(`${cpr}|${name}`));
        }
      }),
      { numRuns: 500 },
    );
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['fault', 'notification', 'rejected']));
  });

  it('bytes cut off or changed at random are answered too, in both formats', () => {
    const bodies = stay.flatMap((bundle) => [bodyOf(bundle, 'json'), bodyOf(bundle, 'xml')]);
    fc.assert(
      fc.property(fc.constantFrom(...bodies), fc.nat(), fc.nat(255), fc.boolean(), ([body, type], at, byte, cut) => {
        const changed = Buffer.from(body);
        changed[at % body.length] = byte;
        const received = receive(cut ? changed.subarray(0, at % body.length) : changed, type);
        if ('issues' in received) expect(JSON.stringify(received.issues)).not.toMatch(new RegExp(`${cpr}|${name}`));
      }),
      { numRuns: 200 },
    );
  });

  it('any bytes at all are answered', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('application/json', 'text/xml'), (bytes, type) => {
        expect(receive(Buffer.from(bytes), type).kind).toBe('rejected');
      }),
    );
  });

  function mutate(
    root: unknown,
    { at, how, from, by }: { at: number; how: string; from: number; by: unknown },
  ): unknown {
    const places = holders(root);
    const target = places[at % Math.max(1, places.length)];
    const source = places[from % Math.max(1, places.length)];
    if (!target || !source) return by;
    const [holder, key] = target;
    if (how === 'delete') delete holder[key];
    else if (how === 'replace') holder[key] = by;
    else if (how === 'wrap') holder[key] = [holder[key]];
    else holder[key] = structuredClone(source[0][source[1]]);
    return root;
  }

  function holders(
    value: unknown,
    found: [Record<string, unknown>, string][] = [],
  ): [Record<string, unknown>, string][] {
    if (typeof value !== 'object' || value === null) return found;
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      found.push([holder, key]);
      holders(holder[key], found);
    }
    return found;
  }
});
