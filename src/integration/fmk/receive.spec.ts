import fc from 'fast-check';
import * as fmk from '../../../test/support/fmk/build-message.ts';
import { receive } from './receive.ts';

const cpr = '2509479989';
const drugId = '28100902676';
const at = '2026-03-02T08:00:00Z';
const take = (xml: string, contentType = 'application/xml') => receive(Buffer.from(xml), contentType, at);
const roll = { id: '7', status: 'Planlagt', startDate: '2026-03-16', endDate: '2026-03-29' };
const card = (more: object = {}, days?: number): string =>
  fmk.cardResponse({ cpr }, '2026-03-02T09:00:00+01:00', [
    { id: '42', ...(days !== undefined && { days }), periods: [{ ...roll, ...more }] },
  ]);
const factsOf = (xml: string) => {
  const received = take(xml);
  if (received.kind !== 'facts') throw new Error(JSON.stringify(received));
  return received.facts;
};

it('takes the days of the card where 1.6 has no deadline, and leaves the instant to the chart', () => {
  expect(factsOf(card({}, 5))[0]?.data).toMatchObject({ daysForExpeditedDosageChange: 5 });
  expect(factsOf(card({}, 5))[0]?.data).not.toHaveProperty('deadline');
  expect(factsOf(card())[0]?.data).not.toHaveProperty('daysForExpeditedDosageChange');
});

it('tells when the card was made where a message has it, and to which pharmacy it is made out', () => {
  const created = '<Version>1</Version><Created><DateTime>2025-01-31T23:30:00Z</DateTime></Created>';
  const dated = card().replace(
    '<Identifier>42</Identifier><Version>1</Version>',
    `<Identifier>42</Identifier>${created}`,
  );
  expect(factsOf(dated)[0]?.data).toMatchObject({ cardCreatedOn: '2025-02-01', orderedAtPharmacy: '5790000171323' });
  expect(factsOf(card())[0]?.data).not.toHaveProperty('cardCreatedOn');
});

it.each(['Apoteksbehandling påbegyndt', 'Ophældt', 'Et nyt ord'])('takes the status “%s” as FMK wrote it', (status) => {
  expect(factsOf(card({ status }))[0]).toMatchObject({ data: { status, periodId: '7' }, occurredAt: at });
});

it('tells a hidden drug of 1.6 by its number and warning, beside those that are shown', () => {
  const facts = factsOf(card({ drugs: [drugId, null] }));
  expect(facts.find(({ type }) => type === 'dispensingPeriodObserved')?.data).toMatchObject({
    drugIds: [drugId],
    hiddenDrugs: [{ drugMedicationId: '901', warningCode: '2233' }],
  });
});

it('tells what was ordered apart from the substitute that lies in the roll', () => {
  const substitution =
    '<Substitution><Identifier source="Medicinpriser" date="2026-03-01">28100009888</Identifier></Substitution>';
  const facts = factsOf(card({ drugs: [drugId] }).replace('</Dispensing>', `${substitution}</Dispensing>`));
  expect(facts.find(({ type }) => type === 'dispensingPeriodObserved')?.data).toMatchObject({
    drugIds: ['28100009888'],
    orderedDrugIds: [drugId],
    substitutes: [{ drugId: '28100009888', orderedDrugId: drugId }],
  });
  expect(factsOf(card({ drugs: [drugId] }))[0]?.data).not.toHaveProperty('orderedDrugIds');
});

it('gives the expected delivery its Danish day', () => {
  expect(factsOf(card({ expectedDelivery: '2026-03-12T23:30:00Z' }))[0]?.data).toMatchObject({
    expectedDelivery: '2026-03-13',
  });
});

it('reads a message by its names, whatever the prefixes, the namespaces and the envelope', () => {
  const plain = factsOf(card());
  const prefixed = card()
    .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1f:')
    .replace('xmlns=', 'xmlns:f=');
  expect(factsOf(prefixed)).toEqual(plain);
  expect(factsOf(fmk.inEnvelope(card()))).toEqual(plain);
  expect(factsOf(card().replace('<Version>', '<Unheard of="1"><Of/></Unheard><Version>'))).toEqual(plain);
});

it('tells registrations apart: on hold, not suited, and another that no chart needs', () => {
  const received = take(
    fmk.registrationResponse({ cpr }, [
      {
        id: '1',
        type: 'SetDoseDispensingOnHold',
        created: '2026-03-01T08:00:00Z',
        from: '2026-03-02',
        to: '2026-03-04',
      },
      { id: '2', type: 'NotSuitedForDoseDispensing', created: '2026-02-01T08:00:00Z', removed: '2026-03-01T09:00:00Z' },
      { id: '3', type: 'SomethingNew', created: '2026-02-01T08:00:00Z' },
    ]),
  );
  expect(received).toMatchObject({
    facts: [
      {
        type: 'holdObserved',
        occurredAt: '2026-03-01T08:00:00Z',
        data: { registrationId: '1', change: 'created', from: '2026-03-01T23:00:00Z', to: '2026-03-04T23:00:00Z' },
      },
      {
        type: 'notSuitedObserved',
        occurredAt: '2026-03-01T09:00:00Z',
        data: { registrationId: '2', change: 'removed', from: '2026-02-01T08:00:00Z' },
      },
    ],
    unused: [{ reason: 'unknownType' }],
  });
});

it.each([
  ['Open', 'open', '2026-01-01T08:00:00Z'],
  ['Deferred cancellation', 'deferredCancellation', '2026-02-01T08:00:00Z'],
  ['Cancelled', 'cancelled', '2026-02-01T08:00:00Z'],
  // Nobody's act: at the end of its last day.
  ['Expired', 'expired', '2026-02-28T23:00:00Z'],
  ['Genåbnet', 'Genåbnet', '2026-02-01T08:00:00Z'],
])('takes a prescription that is %s from when it came to be so', (status, told, occurredAt) => {
  const modified = status === 'Open' ? {} : { modified: '2026-02-01T08:00:00Z' };
  const warrant = { id: '9', drugId, status, created: '2026-01-01T08:00:00Z', validTo: '2026-02-28', ...modified };
  expect(factsOf(fmk.warrantResponse({ cpr }, [warrant]))).toMatchObject([
    { occurredAt, data: { prescriptionId: '9', drugId, status: told, validTo: '2026-02-28T23:00:00Z' } },
  ]);
});

it('leaves prescriptions of boxes', () => {
  const boxes = { id: '9', drugId, status: 'Open', created: at, validTo: '2026-12-31', doseDispensed: false };
  expect(take(fmk.warrantResponse({ cpr }, [boxes]))).toMatchObject({
    facts: [],
    unused: [{ reason: 'notForDosePacking' }],
  });
});

it('reads a request with who asked and who may issue, its drug named by the drug medication', () => {
  const request = { id: '77', drugMedicationId: '200', status: 'cancelled', created: '2026-03-01T08:00:00Z' };
  const cancellationReason = 'Medicinen udleveres fra hospital';
  expect(factsOf(fmk.requestsResponse({ cpr }, [{ ...request, cancellationReason }]))).toEqual([
    {
      type: 'requestObserved',
      occurredAt: '2026-03-01T08:00:00Z',
      place: '/GetRequestsForWarrantResponse/RequestForWarrant',
      data: {
        requestId: '77',
        version: 1,
        status: 'cancelled',
        createdBy: 'System',
        createdAt: '2026-03-01T08:00:00Z',
        drugMedicationId: '200',
        doseDispensed: true,
        orderedBy: [{ source: 'Kommunekode', id: '746', name: 'Prøveenhed' }],
        addressedTo: [{ source: 'SKS', id: '7005055', name: 'Prøveenhed' }],
        cancellationReason,
      },
    },
  ]);
});

it.each([
  ['a period', fmk.periodAdvis({ cpr }, '42', 'Klar til pakning'), 'PeriodChangeStatus'],
  ['a prescription', fmk.prescriptionAdvis({ cpr }, 'PrescriptionTerminated', '9'), 'PrescriptionTerminated'],
  ['a registration', fmk.registrationAdvis({ cpr }, '1'), 'PatientRegistrationChange'],
])('asks FMK after a notification of %s', (_, xml, action) => {
  expect(take(xml)).toMatchObject({ kind: 'changed', people: [cpr], action });
});

it('reads that notifications were lost, and from when they come again', () => {
  expect(take(fmk.lostAdvis('2026-03-02T09:00:00+01:00'))).toEqual({
    kind: 'lostAdvis',
    root: 'LostAdvis',
    resumedAt: at,
  });
});

it('finds nobody under a number that is no CPR number', () => {
  const xml = fmk.cardResponse({ cpr: '25094799Y9', source: 'X-eCPR' }, at, []);
  expect(take(xml)).toEqual({ kind: 'nothing', root: 'GetDispensingCardResponse', because: 'otherIdentifier' });
});

it('names every fault of a message by its place', () => {
  const xml = card({ startDate: '2026-02-30', status: '' }, 1000).replace(cpr, '3102479989');
  expect(take(xml)).toMatchObject({
    kind: 'rejected',
    status: 400,
    faults: [
      { field: '/GetDispensingCardResponse/Patient/Person/PersonIdentifier' },
      { field: '/GetDispensingCardResponse/DispensingCard/DaysForExpeditedDosageChange' },
      { field: '/GetDispensingCardResponse/DispensingCard/Period/StartDate' },
      { field: '/GetDispensingCardResponse/DispensingCard/Period/Status' },
    ],
  });
});

it.each([
  ['another media type', card(), 'application/json', 415],
  ['another character set', card(), 'application/xml; charset=iso-8859-1', 415],
  ['more than it may be', ' '.repeat(8 * 1024 * 1024 + 1), 'application/xml', 413],
  ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${card()}`, 'application/xml', 400],
  ['an entity of its own', card().replace('Planlagt', '&navn;'), 'application/xml', 400],
  [
    'a processing instruction',
    card().replace('<Version>', '<?xml-stylesheet href="a"?><Version>'),
    'application/xml',
    400,
  ],
  ['half a message', card().slice(0, 300), 'application/xml', 400],
  ['two messages', `${card()}<a/>`, 'application/xml', 400],
  ['no message of FMK’s', '<html/>', 'application/xml', 400],
  ['elements within elements without end', '<a>'.repeat(100_000), 'application/xml', 400],
  ['nothing', '', 'application/xml', 400],
])('refuses %s', (_, xml, contentType, status) => {
  expect(take(xml, contentType)).toMatchObject({ kind: 'rejected', status });
});

it('answers whatever the bytes, and never with what is the citizen’s (P1)', () => {
  const whole = Buffer.from(card({ drugs: [drugId, null] }, 5));
  const damaged = fc
    .array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 })
    .map((changes) => {
      const bytes = Buffer.from(whole);
      for (const [index, byte] of changes) bytes[index] = byte;
      return bytes;
    });
  const cut = fc.tuple(fc.nat(whole.length), fc.nat(whole.length)).map(([from, to]) => whole.subarray(from, to));
  fc.assert(
    fc.property(
      fc.oneof(
        damaged,
        cut,
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
      (bytes) => {
        const received = receive(bytes, 'application/xml', at);
        if (received.kind === 'rejected')
          expect(JSON.stringify(received)).not.toMatch(/250947|Testborger|Prøve|28100902/);
        if (received.kind === 'facts') expect(JSON.stringify(received.facts)).not.toMatch(/250947|Testborger/);
      },
    ),
    { numRuns: 2_000 },
  );
});
