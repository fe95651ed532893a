import { bodyOf } from '../../../test/support/hospital-notification/body-of.ts';
import {
  type NotificationOptions,
  buildNotification,
} from '../../../test/support/hospital-notification/build-notification.ts';
import { buildSequence } from '../../../test/support/hospital-notification/build-sequence.ts';
import { hospitalEvents } from '../../../workflows/hospital-stay/messages.ts';
import type { HospitalCode } from './classify.ts';
import type { Bundle } from '../medcom/fhir-types.ts';
import { receive } from './receive.ts';
import type { HospitalNotification } from './translate.ts';

const codes = hospitalEvents.flatMap((event): HospitalCode[] => [event, `RE_${event}`, `AN_${event}`]);

describe('the 18 codes', () => {
  // RE_MORS is MORS on the wire: only the stay knows that the citizen was dead already (domain §4.2.4, 14).
  it.each(codes.map((code) => [code, code === 'RE_MORS' ? 'MORS' : code]))(
    'reads a built %s as %s',
    (code, expected) => {
      const notification = understood(buildNotification({ code }));
      expect(notification.code).toBe(expected);
      expect(notification.type).toBe(typeOf[notification.data.event]);
    },
  );

  it.each(['SLHJ', 'RE_SLHJ', 'AN_SLHJ'] as const)('reads %s of an acute ambulant stay', (code) => {
    expect(understood(buildNotification({ code, class: 'EMER' })).code).toBe(code);
  });

  it('classifies every message of a stay that repeats all Provenances, wherever the current one stands', () => {
    const stay: HospitalCode[] = [
      'STAA',
      'STIN',
      'RE_STIN',
      'STOR',
      'RE_STOR',
      'SLOR',
      'AN_SLOR',
      'SLOR',
      'SLHJ',
      'AN_SLHJ',
      'MORS',
      'AN_MORS',
      'SLHJ',
    ];
    for (const currentAt of ['first', 'middle', 'last'] as const) {
      expect(buildSequence({ codes: stay, currentAt }).map((bundle) => understood(bundle).code)).toEqual(stay);
    }
  });
});

describe('the quirks of real senders (domain §4.2.4)', () => {
  const code = (options: NotificationOptions): string => understood(buildNotification(options)).code;

  it('2: reads a discharge as a discharge though its status is onleave', () => {
    expect(code({ code: 'SLHJ', status: 'onleave', leaveStart: '2026-03-01T10:00:00+01:00' })).toBe('SLHJ');
  });

  it('3: reads a death from deceasedBoolean though status, class and activity speak of an admission or a leave', () => {
    expect(code({ code: 'MORS', status: 'in-progress', class: 'EMER', activity: 'admit-emergency' })).toBe('MORS');
    expect(code({ code: 'MORS', activity: 'start-leave-inpatient' })).toBe('MORS');
    expect(code({ code: 'AN_MORS', activity: 'start-leave-inpatient', status: 'onleave' })).toBe('AN_MORS');
  });

  it('3: reads the first death in a stay as new though its Provenance has entity.role revision', () => {
    const [, death] = buildSequence({ codes: ['STIN', 'MORS'] });
    expect(understood(death).data).toMatchObject({
      event: 'MORS',
      change: 'new',
      replaces: buildSequence({ codes: ['STIN'] })[0]?.entry[0]?.resource.id,
    });
  });

  it('4: takes the newest Provenance where a sender reuses its header id inside one stay', () => {
    const header = 'b9b4818e-02de-4cc4-b418-d20cbc399006';
    const earlier = [{ messageHeaderId: header, occurredAt: '2026-03-01T10:00:00+01:00', activity: 'admit-inpatient' }];
    for (const currentAt of ['first', 'last'] as const) {
      expect(code({ code: 'SLHJ', messageHeaderId: header, earlier, currentAt })).toBe('SLHJ');
    }
  });

  it('5: reads a cancellation that points at a foreign header, and keeps the pointer as a hint', () => {
    expect(understood(buildNotification({ code: 'AN_STIN', replaces: 'of-another-stay' })).data).toMatchObject({
      change: 'cancelled',
      replaces: 'of-another-stay',
    });
  });

  it('6: takes ids that are no UUIDs', () => {
    expect(understood(buildNotification({ messageHeaderId: 'nabb68aa-c97b', bundleId: 't33cef33' }))).toMatchObject({
      messageHeaderId: 'nabb68aa-c97b',
      bundleId: 't33cef33',
    });
  });

  it('7: takes two aliases of one stay, of another hospital and in capitals with urn:uuid:', () => {
    const system = 'https://www.esundhed.dk/Registre/Landspatientregisteret';
    const episode = [
      'A1B2C3D4-0000-4000-8000-000000000000',
      { system, value: 'urn:uuid:EC7BE285-726A-4A83-8167-979E549ABBF8' },
    ];
    expect(understood(buildNotification({ episode })).data.episodes).toEqual([
      'https://sor2.sum.dsdn.dk/#id=265161000016000|a1b2c3d4-0000-4000-8000-000000000000',
      `${system}|ec7be285-726a-4a83-8167-979e549abbf8`,
    ]);
  });

  it('8: does not read the copies of earlier Provenances, even where they are wrong', () => {
    const earlier = [{ messageHeaderId: 'before', occurredAt: 'yesterday', activity: 'nonsense' }];
    expect(code({ code: 'SLHJ', earlier })).toBe('SLHJ');
  });

  it('9: takes the time of the current Provenance and not Bundle.timestamp', () => {
    expect(understood(buildNotification({ timestamp: '2026-05-01T08:00:00Z' })).occurredAt).toBe(
      '2026-03-02T11:00:02Z',
    );
  });

  it('10: matches extensions on their last path part', () => {
    const text = JSON.stringify(buildNotification({ code: 'STOR', reportOfAdmission: true }));
    const elsewhere = JSON.parse(text.replaceAll('/ig/hospitalnotification/', '/fhir/hn/')) as Bundle;
    expect(understood(elsewhere).data).toMatchObject({ reportOfAdmission: true, leaveStart: '2026-03-02T11:00:02Z' });
  });

  it.each(['relative', 'absolute', 'urn'] as const)('11: follows %s references', (references) => {
    const stay = buildSequence({ codes: ['STIN', 'RE_STIN'], references, provider: '502701000016000' });
    expect(stay.map(understood).map(({ code, data }) => [code, data.provider])).toEqual([
      ['STIN', '502701000016000'],
      ['RE_STIN', '502701000016000'],
    ]);
  });

  it('13: takes the SOR id of an Organization whose first identifier is a GLN', () => {
    const bundle = buildNotification();
    for (const { resource } of bundle.entry.filter((entry) => entry.resource.resourceType === 'Organization')) {
      resource['identifier'] = [
        { system: 'https://www.gs1.org/gln', value: '5790000209354' },
        ...(resource['identifier'] as object[]),
      ];
    }
    expect(understood(bundle).data.provider).toBe('265161000016000');
  });

  it('is not led by Encounter.status whatever it says', () => {
    for (const each of codes.filter((known) => known !== 'RE_MORS')) {
      for (const status of ['in-progress', 'onleave', 'finished', 'entered-in-error']) {
        expect(code({ code: each, status })).toBe(each);
      }
    }
  });
});

const typeOf = {
  STAA: 'acuteAdmissionObserved',
  STIN: 'admissionObserved',
  STOR: 'leaveStartObserved',
  SLOR: 'leaveEndObserved',
  SLHJ: 'dischargeObserved',
  MORS: 'deathObserved',
};

function understood(bundle: Bundle | undefined): HospitalNotification {
  if (!bundle) throw new Error('No such message in the sequence.');
  const received = receive(...bodyOf(bundle));
  if (received.kind !== 'notification') throw new Error(JSON.stringify(received));
  return received.notification;
}
