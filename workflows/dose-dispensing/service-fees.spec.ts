import { message } from '../../scripts/verify-workflows/moves.ts';
import { Citizen } from '../../test/support/citizen.ts';
import type { FeeCharge, JsonObject, Message } from '../definition.ts';
import { combined } from '../policy/in-force.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';

const on = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const charges = ({ world }: Citizen): FeeCharge[] =>
  doseDispensingV1.charges?.(world.family[0]?.state.snapshot.context as never) ?? [];
const kinds = (citizen: Citizen): unknown[] =>
  charges(citizen).map((charge) => [charge.kind, charge.kind === 'roll' ? charge.handedOutOn : charge.on]);
const inHand = message('fact', 'rollObserved', on(2), { rollId: 'a', isInHand: true });
const hold = (change: 'created' | 'removed', from: number, more: JsonObject = {}): Message =>
  message('fact', 'holdObserved', on(from), { registrationId: 'h', change, from: on(from), ...more });
const prescribedBy = (issuedBy: string): Message =>
  message('fact', 'dosePrescriptionObserved', on(1), { prescriptionId: 'p', drugId: 'd', status: 'open', issuedBy });
const found = (...told: Message[]): Citizen => new Citizen(on(1), { entry: 'identified' }).hears(...told);

describe('the GP’s fee for a start (code 4500)', () => {
  it('arises when dose packing starts, and the region pays it', () => {
    const citizen = found();
    expect(charges(citizen)).toEqual([]);
    expect(charges(citizen.waitsUntil(on(2)).hears(inHand))).toEqual([
      {
        kind: 'gpStart',
        key: 'gpStart:2023-03-02',
        on: '2023-03-02',
        tariff: 'bek-1955-2020',
        payers: { region: 45_000, citizen: 0, municipality: 0, unknown: 0 },
      },
    ]);
  });

  it('is not asked for a start from before the case was opened', () => {
    expect(charges(new Citizen(on(1)))).toEqual([]);
  });

  it('arises again after a pause, whatever its cause, and with the day on which it was over', () => {
    const citizen = new Citizen(on(1)).hears(hold('created', 1, { to: on(6) }));
    expect(charges(citizen.waitsUntil(on(5)))).toEqual([]);
    expect(kinds(citizen.waitsUntil(on(7)))).toEqual([['gpStart', '2023-03-06']]);
    citizen.does('recordHold', { from: '2023-03-07', reason: 'a stay' }).waitsUntil(on(9)).does('endHold');
    expect(kinds(citizen)).toEqual([
      ['gpStart', '2023-03-06'],
      ['gpStart', '2023-03-09'],
    ]);
  });

  it('counts holds that touch as one pause, and one lifted the same day as none', () => {
    const other = message('fact', 'holdObserved', on(1), {
      registrationId: 'other',
      change: 'created',
      from: on(2),
      to: on(8),
    });
    const citizen = new Citizen(on(1)).hears(hold('created', 1, { to: on(6) }), other);
    expect(kinds(citizen.waitsUntil(on(9)))).toEqual([['gpStart', '2023-03-08']]);
    const mistake = new Citizen(on(1)).does('recordHold', { from: '2023-03-01', reason: 'a mistake' }).does('endHold');
    expect(charges(mistake)).toEqual([]);
  });

  it('does not arise where dose packing ends instead, and falls away with a start taken back or a case voided', () => {
    const ending = new Citizen(on(1)).hears(hold('created', 1, { to: on(6) }));
    ending.does('planEnding', { reason: 'citizenDeclines', lastDay: '2023-03-20' }).waitsUntil(on(7));
    expect(charges(ending)).toEqual([]);
    const started = found(inHand);
    expect(kinds(started)).toEqual([['gpStart', '2023-03-01']]);
    expect(charges(started.does('voidCase', { reason: 'wrong citizen' }))).toEqual([]);
    expect(kinds(started.does('restoreVoided'))).toEqual([['gpStart', '2023-03-01']]);
    expect(charges(started.does('withdrawStarted', { reason: 'not yet' }))).toEqual([]);
  });

  it('does not arise where the pharmacist prescribed, or the citizen started alone', () => {
    expect(charges(found(prescribedBy('prescribingPharmacist'), inHand))).toEqual([]);
    expect(kinds(found(prescribedBy('gp'), inHand))).toEqual([['gpStart', '2023-03-01']]);
    expect(charges(found().does('startWithoutSubsidy').hears(inHand))).toEqual([]);
  });

  it('stands as it arose, whatever is prescribed, or what tariff is entered, later', () => {
    const citizen = found(prescribedBy('gp'), inHand);
    const before = charges(citizen);
    const rules = combined([]);
    const [first] = rules.tariffs;
    if (!first) throw new Error('Expected a tariff');
    citizen.under({ ...rules, tariffs: [first, { ...first, id: 'late', validFrom: '2023-02-01', gpStartOre: 1 }] });
    citizen.hears(prescribedBy('prescribingPharmacist'));
    expect(charges(citizen)).toEqual(before);
  });
});

it('charges the region a pharmacist’s re-prescription, and no more once it is taken back', () => {
  const citizen = new Citizen(on(1), {}, combined(['proposed-2024-ministry']));
  const pharmacist = (type: string, data: JsonObject): Citizen =>
    citizen.hears({
      ...message('command', type, on(1), data),
      by: { kind: 'person', id: 'p', role: 'prescribingPharmacist' },
    });
  for (const drugId of ['d', 'e']) pharmacist('recordRePrescription', { drugId });
  expect(charges(citizen)).toMatchObject(
    [1, 2].map((n) => ({ kind: 'rePrescription', key: `rePrescription:2023-03-01:${n}`, payers: { region: 1934 } })),
  );
  expect(charges(pharmacist('withdrawRePrescription', { drugId: 'd' }))).toHaveLength(1);
});
