import { availability } from '../../src/engine/availability.ts';
import { withEnv } from '../../src/engine/decide.ts';
import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { period } from '../../scripts/verify-workflows/period-facts.ts';
import { envAt } from '../../scripts/verify-workflows/walk.ts';
import type { JsonObject, Message, Role } from '../definition.ts';
import { current } from '../policy/current.ts';
import type { PolicySet } from '../policy/policy-set.ts';
import type { DoseContext } from './base.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';
import { renewalsDue } from './renewals.ts';

const noon = (day: number, month = '03'): string => `2023-${month}-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const [drugId, otherDrug, thirdDrug] = ['28100009555', '28100001111', '28100002222'];
const stability = { stableBackward: true, stableForward: true, changePlanned: false };

function prescription(id: string, drug: string, validTo: string, more: JsonObject = {}, day = 1): Message {
  return message('fact', 'dosePrescriptionObserved', noon(day), {
    prescriptionId: id,
    drugId: drug,
    status: 'open',
    validTo,
    ...more,
  });
}

function contextOf({ world }: Citizen): DoseContext {
  return world.family[0]?.state.snapshot.context as DoseContext;
}
const by = (citizen: Citizen, role: Role, type: string, data: JsonObject = {}): Citizen => {
  const given = message('command', type, citizen.world.at, data);
  citizen.hears({ ...given, by: { ...given.by, role } });
  const answer = citizen.lastSteps[0]?.decision;
  if (answer?.kind !== 'accepted') throw new Error(`Expected ${type}, but it was ${JSON.stringify(answer)}`);
  return citizen;
};
const asked = (citizen: Citizen, about: string) => citizen.tasks.find(({ key }) => key.includes(`.${about}`));
const notices = (citizen: Citizen): string[] =>
  citizen.lastSteps.flatMap(({ decision }) =>
    decision.kind === 'accepted' ? decision.effects.map(({ party, code }) => `${party} ${code}`) : [],
  );

function refusal({ world }: Citizen, type: string, role: Role, data: JsonObject = {}, policy: PolicySet = current) {
  const snapshot = world.family[0]?.state.snapshot;
  if (!snapshot) throw new Error('Expected a case');
  return availability(doseDispensingV1, withEnv(snapshot, envAt(world.at, policy)), type, role, data)?.message.en;
}

/** Under other rules than today’s. */
function found(policy: PolicySet = current): Citizen {
  const citizen = new Citizen(noon(1), { entry: 'identified' });
  citizen.world = { ...citizen.world, policy };
  return citizen;
}

describe('the GP’s list', () => {
  const running = (): Citizen =>
    new Citizen(noon(1)).hears(
      prescription('a', drugId, noon(10, '04')),
      prescription('b', otherDrug, noon(20, '04')),
      prescription('c', thirdDrug, noon(1, '12')),
    );

  it('asks once for all dose prescriptions that expire within the same window, four weeks before the first', () => {
    const citizen = running().waitsUntil('2023-03-13T12:59:59Z');
    expect(asked(citizen, 'renewal')).toBeUndefined();
    expect(asked(citizen.waitsUntil('2023-03-13T13:00:00Z'), 'renewal')).toMatchObject({
      role: 'gp',
      party: 'gpPractice',
      basis: 'fmk',
      deadlineAt: noon(27),
    });
    expect(citizen.tasks.filter(({ key }) => key.includes('.renewal'))).toHaveLength(1);
    expect(
      renewalsDue({ ...contextOf(citizen), env: envAt(citizen.world.at) }).map((each) => each.prescriptionId),
    ).toEqual(['a', 'b']);
  });

  it('is closed by what FMK shows, with nothing said by the GP', () => {
    const citizen = running().waitsUntil(noon(14));
    citizen.hears(prescription('a2', drugId, noon(10, '12'), {}, 14));
    expect(asked(citizen, 'renewal')).toBeDefined();
    citizen.hears(prescription('b2', otherDrug, noon(10, '12'), {}, 14));
    expect(asked(citizen, 'renewal')).toBeUndefined();
    expect(citizen.region('renewal')).toBe('watching');
  });

  it('comes back to the municipality when nobody answers, and when the GP declines', () => {
    const late = running().waitsUntil(noon(28));
    expect(asked(late, 'renewal')).toMatchObject({ role: 'municipalNurse', party: 'municipality' });
    const declined = by(running().waitsUntil(noon(14)), 'gp', 'declineRenewal', { reason: 'see the citizen first' });
    expect(asked(declined, 'renewal')).toMatchObject({ role: 'municipalNurse' });
    expect(notices(declined)).toEqual(['municipality renewalOverdue']);
  });

  it('leaves out drugs that are stopped or dosed beside the roll', () => {
    const citizen = running().does('medicationChanged', { drugId, kind: 'stop', from: '2023-03-01' });
    citizen.does('recordDrug', {
      drugId: otherDrug,
      isDoseDispensable: false,
      hasStructuredDosage: true,
      dosing: 'beside',
    });
    expect(asked(citizen.waitsUntil(noon(14)), 'renewal')).toBeUndefined();
  });

  it('asks the GP about an order that ends inside the next roll (A2), and the municipality when it is late', () => {
    const rolls = [
      period('Ekspederet', noon(1), { startDate: '2023-02-27', endDate: '2023-03-12' }),
      period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26' }),
    ];
    const order = (endDate: string, day: number): Message =>
      message('fact', 'drugMedicationObserved', noon(day), { drugMedicationId: 'o', drugId, endDate });
    const ending = (): Citizen => new Citizen(noon(2)).hears(...rolls, order('2023-03-20', 2));
    const citizen = ending();
    expect(asked(citizen, 'orderEnd')).toMatchObject({ role: 'gp', deadlineAt: '2023-03-10T14:30:00.000Z' });
    expect(asked(citizen, 'planning')).toBeUndefined();
    expect(asked(citizen.hears(order('2024-03-20', 3)), 'orderEnd')).toBeUndefined();
    expect(asked(by(ending(), 'gp', 'answerOrderEnd', { goesOn: false }), 'orderEnd')).toBeUndefined();
    expect(asked(ending().waitsUntil(noon(11)), 'orderEnd')).toMatchObject({ role: 'municipalNurse' });
  });

  it('has the open prescription of a drug that FMK shows as stopped, which stops nothing (§8.1.8)', () => {
    const withdrawn = (day: number, more: JsonObject = {}): Message =>
      message('fact', 'drugMedicationObserved', noon(day), {
        drugMedicationId: 'o',
        drugId,
        endDate: '2023-03-01',
        ...more,
      });
    const citizen = new Citizen(noon(2)).hears(prescription('a', drugId, noon(1, '12')), withdrawn(2));
    expect(asked(citizen, 'medicationChange')).toMatchObject({ role: 'gp', party: 'gpPractice' });
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(citizen.hears(prescription('a', drugId, noon(1, '12'), { status: 'cancelled' }, 3)).open).toEqual([]);
    const again = new Citizen(noon(2)).hears(prescription('a', drugId, noon(1, '12')), withdrawn(2));
    expect(by(again, 'gp', 'confirmPrescriptionTidied').open).toEqual([]);
    expect(again.does('reopenPrescriptionTidied').open).toHaveLength(1);
  });

  it('keeps who asked for the first prescriptions and how, and reminds the GP once', () => {
    const citizen = found()
      .does('stateStability', stability)
      .does('assessSuited')
      .does('giveConsent', { answeredBy: 'citizen', form: 'spoken', scope: 'dosePacking', on: '2023-03-01' })
      .does('recordDrug', { drugId, isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' })
      .does('askForPrescriptions', { prescriber: 'gp', askedBy: 'pharmacy', channel: 'careCommunication' });
    expect(contextOf(citizen).prescriptionsAsked).toMatchObject({
      prescriber: 'gp',
      askedBy: 'pharmacy',
      channel: 'careCommunication',
      by: { role: 'municipalNurse' },
      at: noon(1),
    });
    expect(notices(citizen.waitsUntil(noon(5)))).toEqual(['gpPractice prescribingReminder']);
    expect(asked(citizen, 'foundation.underway.prescribing')).toMatchObject({ role: 'gp', deadlineAt: noon(8) });
  });
});

describe('the prescribing pharmacist', () => {
  const renewing = (): Citizen =>
    new Citizen(noon(1)).hears(prescription('a', drugId, noon(10, '04'))).waitsUntil(noon(14));

  it('renews a product once today; the next time the limit hands over to the GP (R23)', () => {
    const citizen = renewing().does('askForRenewal', { prescriber: 'prescribingPharmacist' });
    expect(asked(citizen, 'renewal')).toMatchObject({ role: 'prescribingPharmacist', party: 'pharmacy' });
    by(citizen, 'prescribingPharmacist', 'recordRePrescription', { drugId });
    expect(contextOf(citizen).rePrescriptions[drugId]).toMatchObject([
      { by: { role: 'prescribingPharmacist' }, at: noon(14) },
    ]);
    citizen.hears(prescription('a2', drugId, '2023-06-10T13:30:00Z', { issuedBy: 'prescribingPharmacist' }, 14));
    expect(asked(citizen, 'renewal')).toBeUndefined();
    citizen.waitsUntil('2023-05-13T13:30:00Z');
    expect(notices(citizen)).toEqual(['gpPractice rePrescriptionLimitReached']);
    expect(asked(citizen, 'renewal')).toMatchObject({ role: 'gp', title: { en: expect.stringContaining('may not') } });
  });

  it('is counted by what FMK shows too, where nobody entered it', () => {
    const citizen = new Citizen(noon(1))
      .hears(prescription('a', drugId, noon(10, '04'), { issuedBy: 'prescribingPharmacist' }))
      .waitsUntil(noon(14));
    const asks = { prescriber: 'prescribingPharmacist' };
    expect(refusal(citizen, 'askForRenewal', 'municipalNurse', asks)).toMatch(/re-prescribe all the drugs again/);
    const more = { ...current, maxRePrescriptions: 2 };
    expect(refusal(citizen, 'askForRenewal', 'municipalNurse', asks, more)).toBeUndefined();
    expect(refusal(citizen, 'recordRePrescription', 'prescribingPharmacist', { drugId })).toMatch(/as often as/);
  });

  it('passes a renewal that is not answered to the GP', () => {
    const citizen = renewing().does('askForRenewal', { prescriber: 'prescribingPharmacist' }).waitsUntil(noon(29));
    expect(asked(citizen, 'renewal')).toMatchObject({ role: 'gp' });
  });

  it('orders subsidy for a stable patient with an order in force, and not else', () => {
    const subsidy = { orderedBy: 'prescribingPharmacist' };
    const may = (citizen: Citizen): boolean =>
      refusal(citizen, 'recordSubsidy', 'prescribingPharmacist', subsidy) === undefined;
    const order = message('fact', 'drugMedicationObserved', noon(1), { drugMedicationId: 'o', drugId });
    expect(may(found())).toBe(false);
    expect(may(found().hears(order))).toBe(false);
    expect(may(found().does('stateStability', stability))).toBe(false);
    expect(
      may(
        found()
          .hears(order)
          .does('stateStability', { ...stability, stableBackward: false }),
      ),
    ).toBe(false);
    expect(may(found().hears(order).does('stateStability', stability))).toBe(true);
  });
});

describe('a start by the local pharmacy', () => {
  const starts: PolicySet = { ...current, pharmacyMayInitiate: true, gpGate: 'informed' };
  const referred = (policy = starts): Citizen => found(policy).does('referToPharmacy', { channel: 'letter' });
  const prepared = (citizen: Citizen): Citizen =>
    citizen
      .does('stateStability', stability)
      .does('assessSuited')
      .does('giveConsent', { answeredBy: 'citizen', form: 'spoken', scope: 'dosePacking', on: '2023-03-01' })
      .does('recordDrug', { drugId, isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' })
      .hears(prescription('a', drugId, noon(1, '12'), { issuedBy: 'prescribingPharmacist' }));

  it('is refused today, whatever other powers there are (C6)', () => {
    expect(refusal(found(), 'referToPharmacy', 'municipalNurse')).toMatch(/do not let the pharmacy start/);
    expect(
      refusal(found(), 'referToPharmacy', 'municipalNurse', {}, { ...current, maxRePrescriptions: 9 }),
    ).toBeDefined();
    expect(refusal(found(), 'referToPharmacy', 'municipalNurse', {}, starts)).toBeUndefined();
  });

  it('keeps how the pharmacy was told, waits for its answer, and comes back to the municipality without one', () => {
    const citizen = referred();
    expect(contextOf(citizen).referral).toMatchObject({ channel: 'letter', asked: { at: noon(1) } });
    expect(asked(citizen, 'referral')).toMatchObject({ role: 'prescribingPharmacist', deadlineAt: noon(8) });
    expect(asked(citizen.waitsUntil(noon(9)), 'referral')).toMatchObject({ role: 'municipalNurse' });
    citizen.does('declineReferral', { reason: 'no pharmacist with the title on duty' });
    expect(citizen.region('referral')).toBe('declined');
    expect(contextOf(citizen).referral?.reason).toMatch(/on duty/);
    expect(citizen.does('referToPharmacy', { channel: 'phone' }).region('referral')).toEqual({ open: 'due' });
    expect(citizen.does('withdrawReferral', { reason: 'another citizen' }).region('referral')).toBe('none');
  });

  it('tells the GP, whose objection is kept and gates nothing where the GP is informed', () => {
    const citizen = by(referred(), 'prescribingPharmacist', 'acceptReferral');
    expect(notices(citizen)).toEqual(['gpPractice pharmacyStartsDosePacking']);
    expect(prepared(citizen).region('course')).toEqual({ starting: 'ready' });
    by(citizen, 'gp', 'objectToDosePacking', { reason: 'a change is planned' });
    expect(notices(citizen)).toEqual(['municipality gpObjects']);
    expect(contextOf(citizen).gpWord).toMatchObject({ answer: 'objected', by: { role: 'gp' } });
    expect(citizen.region('course')).toEqual({ starting: 'ready' });
  });

  it('waits for a GP who decides, and stops at an objection', () => {
    const citizen = by(referred({ ...starts, gpGate: 'decides' }), 'prescribingPharmacist', 'acceptReferral');
    expect(asked(citizen, 'gpWord')).toMatchObject({ role: 'gp', deadlineAt: noon(8) });
    expect(prepared(citizen).region('course')).toEqual({ starting: 'identified' });
    expect(by(citizen, 'gp', 'approveDosePacking').region('course')).toEqual({ starting: 'ready' });
    by(citizen, 'gp', 'objectToDosePacking', { reason: 'unstable' });
    expect(citizen.region('course')).toEqual({ starting: 'lapsed' });
    expect(citizen.region('gpWord')).toBe('objected');
  });
});

describe('a start on the citizen’s own initiative', () => {
  it('has the citizen pay everything, and no subsidy until it is taken back', () => {
    const citizen = found().does('startWithoutSubsidy');
    expect(citizen.region('fee')).toBe('alone');
    expect(asked(citizen, 'fee')).toBeUndefined();
    expect(contextOf(citizen).fee).toEqual({ payer: 'citizen', subsidyOrderedBy: 'nobody' });
    const payable = { ...current, municipalPayerAllowed: true };
    expect(refusal(citizen, 'agreePayer', 'municipalNurse', { payer: 'municipality' }, payable)).toBeDefined();
    expect(refusal(citizen, 'recordSubsidy', 'gp', { orderedBy: 'gp' })).toMatch(/started alone/);
    citizen.does('withdrawStartWithoutSubsidy', { reason: 'the GP orders dose packing' });
    expect(refusal(citizen, 'recordSubsidy', 'gp', { orderedBy: 'gp' })).toBeUndefined();
    expect(asked(citizen, 'fee')).toBeDefined();
  });

  it('is refused where subsidy is ordered', () => {
    const citizen = found().does('recordSubsidy', { orderedBy: 'gp' });
    expect(refusal(citizen, 'startWithoutSubsidy', 'municipalNurse')).toMatch(/subsidy is ordered/);
  });
});
