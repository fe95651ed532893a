/** FMK's published examples, each with what it must come to (domain §4.1.7). */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { receive } from './receive.ts';
import type { Received } from './receive.ts';

const folder = new URL('../../../../shared/inputs/fmk/', import.meta.url);
const present = existsSync(folder);
const receivedAt = '2026-03-02T08:00:00Z';

/** A request to make a drug medication: its drug and why no machine could pack it, if none could. */
const orders: Record<string, [drugId: string | undefined, reason?: string]> = {
  CompositeDrug: [undefined, 'notInPriceList'],
  CompositeDrugPerfierErnaering: [undefined, 'notInPriceList'],
  CompositeDrugWithStrength: [undefined, 'notInPriceList'],
  ContinualDailyQuadDosages: ['28101674394', 'notRepeated'],
  ContinualNumberedDosages: ['28101674394', 'notRepeated'],
  ContinualTimedDosages: ['28101674394', 'notRepeated'],
  CreatedByHCProfAuthReportedByHCProfCPR: ['28101674394'],
  MultiPeriodDosages: ['28101005764', 'notRepeated'],
  RepeatedDailyNumberedDosages_1Day: ['28101674394'],
  RepeatedDailyNumberedDosages_2Days: ['28101674394'],
  RepeatedDailyQuadDosages: ['28101674394'],
  RepeatedDailyQuadDosages_DurationAndRate: ['28101674394', 'variableAmount'],
  RepeatedDailyQuadDosages_Parameters: ['28101674394', 'variableAmount'],
  RepeatedDailyTimedDosages: ['28101674394'],
  RepeatedWeeklyNumberedDosages_1Day: ['28101674394'],
  RepeatedWeeklyQuadDosages: ['28101674394'],
  RepeatedWeeklyTimedDosages: ['28101674394'],
  SimpleDrug: ['28100636073', 'asNeeded'],
  SimpleMagistrelDrug: [undefined, 'notInPriceList'],
  SimpleMagistrelDrug2: [undefined, 'notInPriceList'],
};

/** A notification of 2012: FMK's word for what changed. */
const notifications: Record<string, [root: string, action: string]> = {
  'MedicineCardModification-DrugMedication': ['MedicineCardModification', 'DrugMedicationUpdated'],
  'MedicineCardModification-MedicineCard': ['MedicineCardModification', 'MedicineCardSuspended'],
  'MedicineCardModification-PrescriptionMedication': ['MedicineCardModification', 'PrescriptionMedicationCreated'],
  OrderedEffectuationModification: ['OrderedEffectuationModification', 'OrderedEffectuationCreated'],
};

/** About no case. */
const others: Record<string, [root: string, because: string]> = {
  FMKRequestHeader: ['FMKRequestHeader', 'header'],
  FMKResponseHeader: ['FMKResponseHeader', 'header'],
  GetPrescriptionsRequest: ['GetWarrantRequest', 'question'],
  'advis-2012-DoseDispensedPrescriptionDispensing': ['DoseDispensedPrescriptionDispensing', 'noCitizen'],
};

function namesOfFiles(): string[] {
  const files = present ? readdirSync(folder).filter((file) => file.endsWith('.xml')) : ['every file'];
  return files.map((file) => file.replace('.xml', '')).toSorted();
}

const oneByOne = [
  'CreateDrugMedicationRequest_RepeatedDailyUnboundDosages',
  'CreatePrescriptionRequestRequest_CreatedBySystem',
  'GetDoseDispensingCardResponse',
  'advis-2012-GetPatientOrganisationRelationResponse',
];

const published = present || process.env['REQUIRE_ALL'] === '1' ? describe : describe.skip;
if (!present) console.warn(`Skipped: FMK's published messages are not at ${folder.pathname}.`);

it('has the published messages wherever all tests are required', () => {
  expect(present || !process.env['REQUIRE_ALL']).toBe(true);
});

published("FMK's published messages", () => {
  const received = (name: string): Received =>
    receive(readFileSync(new URL(`${name}.xml`, folder)), 'application/xml', receivedAt);

  it('has an expectation for every one', () => {
    const names = readdirSync(folder)
      .filter((file) => file.endsWith('.xml'))
      .map((file) => file.replace('.xml', ''));
    const expected = [
      ...Object.keys(orders).map((name) => `CreateDrugMedicationRequest_${name}`),
      ...Object.keys(notifications).map((name) => `advis-2012-${name}`),
      ...Object.keys(others),
      ...oneByOne,
    ];
    expect(expected.toSorted()).toEqual(names.toSorted());
    expect(names).toHaveLength(32);
  });

  it.each(namesOfFiles())('gives of %s what it gave before, whole', (name) => {
    expect(received(name)).toMatchSnapshot();
  });

  it.each(Object.entries(orders))('tells of %s whether a machine could pack it', (name, [drugId, reason]) => {
    expect(received(`CreateDrugMedicationRequest_${name}`)).toMatchObject({
      kind: 'changed',
      people: ['1111111118'],
      orders: [
        {
          ...(drugId && { drugId }),
          packability: reason ? { packable: false, reason } : { packable: true },
          place: '/CreateDrugMedicationRequest/DrugMedication',
        },
      ],
    });
  });

  it.each(Object.entries(notifications))('asks FMK after %s, which tells ids alone', (name, [root, action]) => {
    expect(received(`advis-2012-${name}`)).toEqual({
      kind: 'changed',
      root,
      action,
      people: ['1111111118'],
      orders: [],
      requests: [],
    });
  });

  it.each(Object.entries(others))('reads %s, which is about no case', (name, [root, because]) => {
    expect(received(name)).toEqual({ kind: 'nothing', root, because });
  });

  it('names the line of the example that is no XML: an element of it is never closed', () => {
    expect(received('CreateDrugMedicationRequest_RepeatedDailyUnboundDosages')).toEqual({
      kind: 'rejected',
      status: 400,
      faults: [{ field: 'line 63', message: 'Expected XML, but an end tag is not that of the element it closes' }],
    });
  });

  it('reads the request that its own schema refuses, with its older names and both addressees', () => {
    expect(received('CreatePrescriptionRequestRequest_CreatedBySystem')).toMatchObject({
      kind: 'changed',
      root: 'CreateRequestForWarrantRequest',
      people: ['1111111118'],
      requests: [
        {
          drugMedicationId: '133283023900110001',
          createdBy: 'System',
          orderedBy: { source: 'SOR', id: '308281020066042' },
          addressedTo: [
            { source: 'Yder', id: '061069' },
            { source: 'SKS', id: '7005055' },
          ],
          doseDispensed: false,
        },
      ],
    });
  });

  it('takes the relation to the municipality, and leaves the one that is not ours to know', () => {
    expect(received('advis-2012-GetPatientOrganisationRelationResponse')).toMatchObject({
      kind: 'facts',
      facts: [
        {
          type: 'relationObserved',
          data: {
            relationId: '1231321321100010001',
            relation: 'Visiteret til hjemmesygeplejen',
            change: 'registered',
            organisationSource: 'Kommunekode',
            organisationId: '746',
          },
          occurredAt: receivedAt,
        },
      ],
      unused: [{ place: '/GetPatientOrganisationRelationResponse/Relation[2]', reason: 'notNeeded' }],
    });
  });

  describe('the card', () => {
    const facts = (type: string) => {
      const card = received('GetDoseDispensingCardResponse');
      if (card.kind !== 'facts') throw new Error(JSON.stringify(card));
      return card.facts.filter((fact) => fact.type === type);
    };

    it('shows one roll, with its deadline, its drugs, and one drug that is hidden', () => {
      expect(facts('dispensingPeriodObserved')).toEqual([
        {
          type: 'dispensingPeriodObserved',
          occurredAt: '2016-06-10T12:00:00Z',
          place: '/GetDoseDispensingCardResponse/DoseDispensingCard/Period',
          data: {
            periodId: '763418/2016-06-06/2016-06-19',
            cardId: '763418',
            startDate: '2016-06-06',
            endDate: '2016-06-19',
            status: 'Ekspederet',
            deadline: '2016-06-03T13:30:00Z',
            drugIds: ['28100902676', '28101440691', '28103789105', '28104426208'],
            hiddenDrugs: [{ drugMedicationId: '13143641281027', warningCode: '2233' }],
            orderedAtPharmacy: '5790000171323',
            packedAtOrganisation: '5790000173525',
          },
        },
      ]);
    });

    it('shows the hold that is in force', () => {
      expect(facts('holdObserved')).toMatchObject([
        { occurredAt: '2016-06-01T10:21:06Z', data: { change: 'created', from: '2016-06-01T10:21:06Z' } },
      ]);
    });

    it('shows four dose prescriptions, though two of them carry one identifier', () => {
      const ids = facts('dosePrescriptionObserved').map(({ data }) => data);
      expect(ids).toMatchObject([
        { prescriptionId: '21298478/1280998', drugId: '28100902676' },
        { prescriptionId: '21298478/1380002', drugId: '28101440691' },
        { prescriptionId: '2113298478', drugId: '28103789105' },
        { prescriptionId: '2121298478', drugId: '28104426208' },
      ]);
      // Valid through the last day, in summer time.
      for (const each of ids) expect(each).toMatchObject({ status: 'open', validTo: '2017-06-06T22:00:00Z' });
    });

    it('shows four orders with their last day', () => {
      expect(facts('drugMedicationObserved').map(({ data }) => ('endDate' in data ? data.endDate : undefined))).toEqual(
        ['2017-03-07', '2017-03-30', '2017-03-30', '2017-03-30'],
      );
    });
  });
});
