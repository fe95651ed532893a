/** What we ask FMK, and the messages that our tests make, beside the schemas that FMK has published. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fmk from '../../../test/support/fmk/build-message.ts';
import { faultsBySchema } from '../../../test/support/fmk/check-against-schema.ts';
import type { Cpr } from '../../kernel/cpr.ts';
import { questionsAbout, requestOf, searchFor } from './client.ts';

const folder = fileURLToPath(new URL('../../../../shared/inputs/fmk/', import.meta.url));
const present = existsSync(folder);
const published = present || process.env['REQUIRE_ALL'] === '1' ? describe : describe.skip;
if (!present) console.warn(`Skipped: FMK's published schemas are not at ${folder}.`);

const cpr = '2509479989';
const readAt = '2026-11-20T08:00:00Z';

published("FMK's schemas", () => {
  const of160 = (messages: Record<string, string>): Promise<string[]> =>
    faultsBySchema(`${folder}xsd/2022-01-01`, messages);
  const ofAdvis = (messages: Record<string, string>): Promise<string[]> =>
    faultsBySchema(`${folder}xsd/2019-06-01`, messages);

  it('allow what we ask FMK', async () => {
    const questions = [...questionsAbout(cpr as Cpr), searchFor('0746')];
    const asked = Object.fromEntries(questions.map((question) => [question.operation, requestOf(question)]));
    expect(Object.keys(asked)).toHaveLength(7);
    expect(await of160(asked)).toEqual([]);
  });

  it('allow the answers that our tests make', async () => {
    const period = {
      id: '7',
      status: 'Kasseres',
      startDate: '2026-12-07',
      endDate: '2026-12-20',
      expectedDelivery: readAt,
      discardReason: 'Andet',
      acutePacking: 'Indlæggelse',
      drugs: ['28100009555', null],
    };
    const registration = { id: '1', type: 'SetDoseDispensingOnHold', created: readAt, from: readAt, to: readAt };
    const relation = { id: '5', type: 'Visiteret til medicinadministration', created: readAt, removed: readAt };
    const warrant = {
      id: '9',
      drugId: '28100009555',
      status: 'Open',
      created: readAt,
      modified: readAt,
      validTo: '2027-10-31',
    };
    const request = { id: '3', drugMedicationId: '4', status: 'unhandled', created: readAt };
    const about = { cpr };
    expect(
      await of160({
        card: fmk.cardResponse(about, readAt, [{ id: '42', days: 5, periods: [period] }], [registration]),
        periods: fmk.periodsResponse(about, [{ id: '42', days: 5, periods: [period] }]),
        relations: fmk.relationResponse(about, [relation]),
        warrants: fmk.warrantResponse(about, [warrant, { ...warrant, doseDispensed: false }]),
        requests: fmk.requestsResponse(about, [request, { ...request, cancellationReason: 'Andet' }]),
        search: fmk.searchResponse([cpr]),
        registrations: fmk.registrationResponse(about, [registration]),
      }),
    ).toEqual([]);
  });

  it('allow the notifications that our tests make', async () => {
    expect(
      await ofAdvis({
        period: fmk.periodAdvis({ cpr }, '42', 'Planlagt'),
        prescription: fmk.prescriptionAdvis({ cpr }, 'PrescriptionCreated', '9'),
        registration: fmk.registrationAdvis({ cpr }, '1'),
        lost: fmk.lostAdvis(readAt),
      }),
    ).toEqual([]);
  });

  it('do not allow the published example that is known to be invalid', async () => {
    const example = readFileSync(`${folder}CreatePrescriptionRequestRequest_CreatedBySystem.xml`, 'utf8');
    expect(await of160({ example })).not.toEqual([]);
  });
});
