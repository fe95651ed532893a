/** MedCom's 20 published receive-examples, with the expectations of domain §4.2.5. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { bodyOf } from '../../../test/support/hospital-notification/body-of.ts';
import type { Bundle } from '../medcom/fhir-types.ts';
import { inOrder } from './in-order.ts';
import { readMessage } from '../medcom/read.ts';
import { receive } from './receive.ts';
import type { HospitalNotification } from './translate.ts';

const folder = new URL('../../../../shared/inputs/medcom/', import.meta.url);
const present = existsSync(folder);
const herlev = '265161000016000';

/** Name: code, first 8 of the first EpisodeOfCare, occurred, aliases, provider, whether a report of admission is asked for. */
const expected: Record<string, [string, string, string, number, string, boolean]> = {
  RE_STIN_O: ['RE_STIN', '01a37861', '2023-03-01T14:00:02Z', 1, herlev, false],
  SLHJ_H: ['SLHJ', 'd3d03544', '2023-03-07T08:45:32Z', 1, herlev, false],
  SLOR_G: ['SLOR', '04675bbd', '2023-03-05T14:30:02Z', 1, herlev, false],
  STAA_D: ['STAA', 'c1280ebe', '2023-02-28T09:00:06Z', 1, herlev, true],
  STAA_E: ['STAA', '6ef2055a', '2023-02-28T09:00:06Z', 1, herlev, true],
  STIN_A: ['STIN', '82873e50', '2023-03-01T11:00:00Z', 1, herlev, true],
  STIN_B1: ['STIN', '16b2bf28', '2023-03-01T11:00:02Z', 1, herlev, true],
  STIN_B2: ['STIN', '16b2bf28', '2023-03-01T19:35:00Z', 1, '502701000016000', true],
  STIN_E: ['STIN', '6ef2055a', '2023-03-01T14:00:00Z', 1, herlev, false],
  STIN_F: ['STIN', '49a2b22b', '2023-03-01T11:00:02Z', 1, herlev, true],
  STIN_G: ['STIN', '04675bbd', '2023-03-01T11:00:02Z', 1, herlev, true],
  STIN_H: ['STIN', 'd3d03544', '2023-03-01T11:00:02Z', 1, herlev, true],
  STIN_M: ['STIN', 'a35432cb', '2023-03-01T11:00:02Z', 1, herlev, true],
  STIN_O: ['STIN', '01a37861', '2023-03-01T11:00:02Z', 1, herlev, true],
  STOR_F: ['STOR', '49a2b22b', '2023-03-03T13:00:12Z', 1, herlev, false],
  STOR_G: ['STOR', '04675bbd', '2023-03-03T13:00:12Z', 1, herlev, false],
  TEK_ID_2: ['STIN', '843080b6', '2023-03-01T11:00:00Z', 2, herlev, true],
  TEK_ID_LOCAL: ['STIN', 'b7283058', '2023-03-01T11:00:00Z', 1, herlev, true],
  TEK_ID_LPR3: ['STIN', '15d54a58', '2023-03-01T11:00:00Z', 1, herlev, true],
  TEK_STIN_A: ['STIN', '51738ad5', '2023-03-01T11:00:00Z', 1, herlev, true],
};

const published = present || process.env['REQUIRE_ALL'] === '1' ? describe : describe.skip;
if (!present) console.warn(`Skipped: MedCom's published messages are not at ${folder.pathname}.`);

it('has the published messages wherever all tests are required', () => {
  expect(present || !process.env['REQUIRE_ALL']).toBe(true);
});

published("MedCom's published messages", () => {
  const bytes = (name: string): Buffer => readFileSync(new URL(`HospitalNotification_Ex_${name}.json`, folder));

  it('has an expectation for every published message', () => {
    const names = readdirSync(folder).map((file) => file.replace(/^HospitalNotification_Ex_|\.json$/g, ''));
    expect(names.sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))(
    'reads %s as published',
    (name, [code, episode, occurredAt, aliases, provider, report]) => {
      const notification = understood(bytes(name), 'application/fhir+json');
      expect(notification).toMatchObject({
        code,
        occurredAt,
        cpr: '2509479989',
        name: 'Elmer',
        receiver: '953741000016009',
      });
      expect(notification.data).toMatchObject({ provider, reportOfAdmission: report });
      expect(notification.data.episodes).toHaveLength(aliases);
      expect(notification.data.episodes[0]).toContain(`|${episode}`);
    },
  );

  it.each(Object.keys(expected))('translates %s alike from JSON and from XML', (name) => {
    const fromJson = understood(bytes(name), 'application/fhir+json');
    const xml = bodyOf(JSON.parse(bytes(name).toString()) as Bundle, 'xml');
    expect(understood(...xml)).toEqual(fromJson);
    const back = readMessage(...xml);
    if (back.kind !== 'bundle') throw new Error(back.kind);
    expect(understood(...bodyOf(back.bundle as Bundle, 'json'))).toEqual(fromJson);
  });

  it('tells unrelated messages apart though they share a MessageHeader.id', () => {
    const [one, other] = ['STIN_F', 'STIN_G'].map((name) => understood(bytes(name), 'application/json'));
    expect(one?.messageHeaderId).toBe(other?.messageHeaderId);
    expect(one?.fingerprint).not.toBe(other?.fingerprint);
  });

  it('orders a stay by what happened, though Bundle.timestamp says May for an admission in March', () => {
    const stay = ['SLOR_G', 'STOR_G', 'STIN_G'].map((name) => understood(bytes(name), 'application/json'));
    expect(inOrder(stay).map(({ code }) => code)).toEqual(['STIN', 'STOR', 'SLOR']);
    expect(inOrder(stay)[2]?.data).toMatchObject({
      leaveStart: '2023-03-03T13:00:10Z',
      leaveEnd: '2023-03-05T14:30:00Z',
    });
  });

  it('takes the corrected start from a correction', () => {
    expect(understood(bytes('RE_STIN_O'), 'application/json').data).toMatchObject({
      change: 'revised',
      periodStart: '2023-03-01T07:00:00Z',
      replaces: 'b9b4818e-02de-4cc4-b418-d20cbc399006',
    });
  });

  it('strips urn:uuid: from an LPR3 identifier and keeps its system', () => {
    expect(understood(bytes('TEK_ID_2'), 'application/json').data.episodes[1]).toBe(
      'https://www.esundhed.dk/Registre/Landspatientregisteret|ec7be285-726a-4a83-8167-979e549abbf8',
    );
  });
});

function understood(body: Buffer, contentType: string): HospitalNotification {
  const received = receive(body, contentType);
  if (received.kind !== 'notification') throw new Error(JSON.stringify(received));
  return received.notification;
}
