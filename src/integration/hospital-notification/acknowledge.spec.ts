import { Fhir } from 'fhir';
import { bodyOf } from '../../../test/support/hospital-notification/body-of.ts';
import { buildNotification } from '../../../test/support/hospital-notification/build-notification.ts';
import { type Acknowledgement, acknowledge } from '../medcom/acknowledge.ts';
import type { Bundle, Resource } from '../medcom/fhir-types.ts';
import { operationOutcome } from '../medcom/operation-outcome.ts';
import { receive } from './receive.ts';
import { write } from '../medcom/write.ts';

const at = '2026-03-02T11:00:05Z';
const duplicate = {
  severity: 'information',
  code: 'duplicate',
  details: 'MSG_DUPLICATE_ID',
  diagnostics: 'Received before.',
  expression: '',
} as const;

function answer(code: Acknowledgement['code'], options: Partial<Acknowledgement> = {}): Bundle {
  const received = receive(...bodyOf(buildNotification({ messageHeaderId: 'h1' })));
  if (received.kind !== 'notification') throw new Error(received.kind);
  return acknowledge({ of: received.notification, code, issues: [], id: 'a1', bundleId: 'b1', at, ...options });
}

function ofType(bundle: Bundle, type: string): Resource[] {
  return bundle.entry.map((entry) => entry.resource).filter((resource) => resource.resourceType === type);
}

it('answers the message it acknowledges, with sender and receiver swapped', () => {
  const bundle = answer('ok');
  expect(bundle).toMatchObject({ resourceType: 'Bundle', id: 'b1', type: 'message', timestamp: at });
  expect(bundle.entry[0]?.resource).toMatchObject({
    resourceType: 'MessageHeader',
    id: 'a1',
    eventCoding: { code: 'acknowledgement-message' },
    destination: [{ endpoint: 'https://sor2.sum.dsdn.dk/#id=265161000016000' }],
    source: { endpoint: 'https://sor2.sum.dsdn.dk/#id=953741000016009' },
    response: { identifier: 'h1', code: 'ok' },
  });
});

it('holds the acknowledged Provenance and its own, two Organizations, and no Patient', () => {
  const bundle = answer('ok');
  expect(ofType(bundle, 'Provenance')).toMatchObject([
    {
      target: [{ reference: 'MessageHeader/h1' }],
      occurredDateTime: '2026-03-02T11:00:02Z',
      activity: { coding: [{ code: 'admit-inpatient' }] },
    },
    {
      target: [{ reference: 'MessageHeader/a1' }],
      activity: { coding: [{ code: 'acknowledgement' }] },
      entity: [{ what: { reference: 'MessageHeader/h1' } }],
    },
  ]);
  const [hospital, us] = ofType(bundle, 'Organization');
  expect([hospital, us]).toMatchObject([
    { identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: '265161000016000' }] },
    { identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: '953741000016009' }] },
  ]);
  expect(bundle.entry[0]?.resource).toMatchObject({
    destination: [{ receiver: { reference: `Organization/${hospital?.id}` } }],
    sender: { reference: `Organization/${us?.id}` },
  });
  expect(JSON.stringify(bundle)).not.toMatch(/Patient|2509479989|Elmer/);
});

it('refers only to what it holds or to what it acknowledges', () => {
  const bundle = answer('fatal-error', { issues: [duplicate] });
  const held = bundle.entry.map(({ resource }) => `${resource.resourceType}/${resource.id}`);
  const references = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]*)"/g)].map((match) => match[1]);
  expect([...held, 'MessageHeader/h1']).toEqual(expect.arrayContaining(references));
  expect(new Set(held).size).toBe(held.length);
});

it('carries an OperationOutcome when there is something to tell, and must when it is not ok', () => {
  expect(ofType(answer('ok'), 'OperationOutcome')).toEqual([]);
  expect(ofType(answer('ok', { issues: [duplicate] }), 'OperationOutcome')).toMatchObject([
    { issue: [{ severity: 'information', details: { coding: [{ code: 'MSG_DUPLICATE_ID' }] } }] },
  ]);
  expect(() => answer('fatal-error')).toThrow('must say why');
  const fatal = answer('transient-error', { issues: [duplicate] });
  const [outcome] = ofType(fatal, 'OperationOutcome');
  expect(fatal.entry[0]?.resource['response']).toMatchObject({
    details: { reference: `OperationOutcome/${outcome?.id}` },
  });
});

it('is the same for the same arguments, so that a resend can be given the original answer', () => {
  expect(answer('ok')).toEqual(answer('ok'));
});

it('answers even a message that did not tell who sent it', () => {
  const bundle = answer('fatal-error', { of: { messageHeaderId: 'h1' }, issues: [duplicate] });
  expect(bundle.entry[0]?.resource).toMatchObject({ response: { identifier: 'h1', code: 'fatal-error' } });
  expect(JSON.stringify(bundle)).not.toContain('undefined');
});

it("tells MedCom's error codes from HL7's by their system", () => {
  const issues = (['MSG_VALUESET_VALUE_UNKNOWN', 'MSG_BAD_FORMAT'] as const).map((details) => ({
    ...duplicate,
    details,
  }));
  expect(operationOutcome(issues).issue.map(({ details }) => details.coding[0]?.system)).toEqual([
    'http://medcomfhir.dk/ig/terminology/CodeSystem/medcom-acknowledgement-error-codes',
    'http://terminology.hl7.org/CodeSystem/operation-outcome',
  ]);
});

it('is valid FHIR R4, as are the messages we build', () => {
  const validator = new Fhir();
  const messages: Resource[] = [
    answer('ok'),
    answer('fatal-error', { issues: [duplicate] }),
    operationOutcome([duplicate]),
    buildNotification({ code: 'SLOR' }),
  ];
  for (const message of messages) {
    const complaints = validator.validate(message).messages.map(({ severity, location }) => `${severity} ${location}`);
    expect(complaints.filter((complaint) => /^(error|fatal)/.test(complaint))).toEqual([]);
  }
});

it('is written in the format of the request', () => {
  const bundle = answer('fatal-error', { issues: [{ ...duplicate, diagnostics: 'Expected "a" < b & c.' }] });
  expect(write(bundle, 'json').contentType).toBe('application/fhir+json; charset=utf-8');
  expect(JSON.parse(write(bundle, 'json').body)).toEqual(bundle);
  const { body, contentType } = write(bundle, 'xml');
  expect(contentType).toBe('application/fhir+xml; charset=utf-8');
  expect(new Fhir().xmlToObj(body)).toEqual(bundle);
});
