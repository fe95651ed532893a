/** Messages of 1.4.6 that are not published, made by us after its schemas, through the same reader as those of 1.6. */
import * as fmk from '../../../test/support/fmk/build-message-146.ts';
import { receive } from './receive.ts';

const cpr = '2509479989';
const drugId = '28100902676';
const at = '2026-03-02T08:00:00Z';
const roll = { startDate: '2026-03-16', endDate: '2026-03-29', deadline: '2026-03-13T13:30:00Z' };
const factsOf = (xml: string) => {
  const received = receive(Buffer.from(xml), 'text/xml', at);
  if (received.kind !== 'facts') throw new Error(JSON.stringify(received));
  return received.facts;
};

it('reads a card: the roll by its dates, its deadline as it stands, the private drug, the hold by when it was set', () => {
  const period = { ...roll, drugs: [drugId, null] };
  const facts = factsOf(fmk.cardResponse146({ cpr }, at, { id: '42', periods: [period] }, '2026-03-01T10:21:06Z'));
  expect(facts.find(({ type }) => type === 'dispensingPeriodObserved')).toMatchObject({
    occurredAt: at,
    data: {
      periodId: '42/2026-03-16/2026-03-29',
      status: 'Planlagt',
      deadline: '2026-03-13T13:30:00Z',
      drugIds: [drugId],
      hiddenDrugs: [{ drugMedicationId: '901', warningCode: '2233' }],
      orderedAtPharmacy: '5790000171323',
      packedAtOrganisation: '5790000173525',
    },
  });
  expect(facts.find(({ type }) => type === 'holdObserved')).toMatchObject({
    occurredAt: '2026-03-01T10:21:06Z',
    data: { registrationId: 'onHold/2026-03-01T10:21:06Z', change: 'created' },
  });
});

it.each([
  ['2026-03-02', 'Ekspederet'],
  ['2026-03-13', 'Planlagt'],
])('takes a roll that is dispensed on %s as %s', (effectuationDate, status) => {
  const facts = factsOf(fmk.cardResponse146({ cpr }, at, { id: '42', periods: [{ ...roll, effectuationDate }] }));
  expect(facts).toMatchObject([{ data: { status } }]);
});

it('reads a list of periods, whose hold is a flag that says neither who nor when', () => {
  const period = { ...roll, id: '7', status: 'Apoteksbehandling påbegyndt' };
  const facts = factsOf(fmk.periodsResponse146({ cpr }, '42', [period], true));
  expect(facts).toMatchObject([
    {
      type: 'dispensingPeriodObserved',
      data: { periodId: '7', cardId: '42', status: 'Apoteksbehandling påbegyndt', deadline: '2026-03-13T13:30:00Z' },
    },
  ]);
});

it.each([
  ['åben', 'open'],
  ['afsluttet', 'closed'],
  ['annulleret', 'cancelled'],
  ['udløbet', 'expired'],
  ['ugyldig', 'invalid'],
  // Of the schema, and no word of ours: kept.
  ['inaktiv', 'inaktiv'],
])('reads a dose prescription that is %s, and leaves those of boxes', (status, told) => {
  const prescription = { id: '9', drugId, status, created: '2026-01-01T08:00:00Z', validTo: '2026-12-31' };
  const boxes = { ...prescription, id: '10', doseDispensed: false };
  expect(factsOf(fmk.prescriptionResponse146({ cpr }, [prescription, boxes]))).toMatchObject([
    { type: 'dosePrescriptionObserved', data: { prescriptionId: '9', drugId, status: told } },
  ]);
});

it('reads prescription requests: whom they are addressed to, why they were rejected, what came of them', () => {
  const request = { id: '77', drugMedicationId: '200', status: 'unhandled', created: '2026-03-01T08:00:00Z' };
  const facts = factsOf(
    fmk.requestsResponse146({ cpr }, [
      request,
      { ...request, id: '78', status: 'cancelled', cancellationReason: 'Andet' },
      { ...request, id: '79', status: 'prescribed', prescriptionId: '9', boxes: true },
    ]),
  );
  expect(facts).toMatchObject([
    {
      type: 'requestObserved',
      occurredAt: '2026-03-01T08:00:00Z',
      data: { requestId: '77', createdBy: 'System', addressedTo: [{ source: 'Yder', id: '061069' }] },
    },
    { data: { requestId: '78', status: 'cancelled', cancellationReason: 'Andet' } },
    { data: { requestId: '79', status: 'prescribed', issuedPrescriptionId: '9', doseDispensed: false } },
  ]);
  // 1.4 has no word for dose packing: what it does not say is not concluded.
  expect(facts[0]?.data).not.toHaveProperty('doseDispensed');
});

it('reads registrations and relations, removed ones as removed', () => {
  const [created, removed] = ['2026-01-01T08:00:00Z', '2026-02-01T08:00:00Z'];
  const registration = { id: '1', type: 'SetDoseDispensingOnHold', created, removed };
  expect(factsOf(fmk.registrationResponse146({ cpr }, [registration]))).toMatchObject([
    { type: 'holdObserved', occurredAt: removed, data: { registrationId: '1', change: 'removed' } },
  ]);
  const relation = { id: '5', type: 'Visiteret til medicinadministration', created, removed };
  expect(factsOf(fmk.relationResponse146({ cpr }, [relation]))).toMatchObject([
    { type: 'relationObserved', occurredAt: removed, data: { relationId: '5', change: 'removed' } },
  ]);
});
