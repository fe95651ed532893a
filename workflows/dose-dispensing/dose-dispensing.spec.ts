import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { fact } from '../../scripts/verify-workflows/stay-facts.ts';
import { availability } from '../../src/engine/availability.ts';
import { regionsOf, withEnv } from '../../src/engine/decide.ts';
import { seenPath } from '../../src/worklist/grounds.ts';
import { envAt } from '../../scripts/verify-workflows/walk.ts';
import type { JsonObject, Message, Statistic } from '../definition.ts';
import type { DoseContext } from './base.ts';
import { doseDispensingV1 } from './dose-dispensing.v1.ts';

const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const admission = fact('STIN', noon(2), { periodStart: noon(2) });
const discharge = fact('SLHJ', noon(7));
const admissionCancelled = fact('STIN', noon(3), { change: 'cancelled' });

const hold = (change: 'created' | 'removed', day: number, to?: string): Message =>
  message('fact', 'holdObserved', noon(day), { registrationId: 'r', from: noon(3), change, ...(to && { to }) });
const prescription = (status: string, day: number, more: JsonObject = {}): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), {
    prescriptionId: 'p1',
    drugId: '28100009555',
    status,
    ...more,
  });

function statistics({ world }: Citizen): Pick<Statistic, 'kind' | 'unit'>[] {
  const context = world.family[0]?.state.snapshot.context;
  return (doseDispensingV1.statistics?.(context as never) ?? []).map(({ kind, unit }) => ({
    kind,
    ...(unit && { unit }),
  }));
}

function refusal({ world }: Citizen, type: string): string | undefined {
  const snapshot = world.family[0]?.state.snapshot;
  if (!snapshot) throw new Error('Expected a case');
  return availability(doseDispensingV1, withEnv(snapshot, envAt(world.at)), type, 'municipalNurse')?.message.en;
}

it('takes over a citizen who is already on dose packing, as the card is', () => {
  const known = { prescriptionId: 'p1', drugId: '28100009555', validTo: noon(30) };
  const citizen = new Citizen(noon(1), { since: '2021-05-01', prescriptions: [known] });
  const drugs = (): string[] =>
    doseDispensingV1.packedDrugs?.(citizen.world.family[0]?.state.snapshot.context as never) ?? [];
  expect(citizen.region('course')).toEqual({ active: 'unheld' });
  expect(citizen.open).toEqual([]);
  expect(drugs()).toEqual(['28100009555']);
  citizen.hears(prescription('expired', 2));
  expect(drugs()).toEqual([]);
  citizen.hears(prescription('SomethingNew', 3), prescription('open', 1));
  expect(citizen.world.family[0]?.state.snapshot.context).toMatchObject({
    prescriptions: { p1: { status: 'SomethingNew' } },
  });
});

describe('a hold', () => {
  it('follows FMK, and asks for the days without a roll when it is lifted', () => {
    const citizen = new Citizen(noon(4)).hears(hold('created', 3));
    expect(citizen.region('course')).toEqual({ onHold: 'openEnded' });
    citizen.hears(hold('removed', 4), hold('created', 3));
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).toEqual(['dose-dispensing.daysWithoutRoll']);
    expect(citizen.does('confirmDaysPlanned').open).toEqual([]);
  });

  it('starts and ends by the clock', () => {
    const citizen = new Citizen(noon(1)).does('recordHold', {
      reason: 'operation',
      from: '2023-03-10',
      to: '2023-03-12',
    });
    expect(citizen.region('course')).toEqual({ active: 'holdAhead' });
    expect(citizen.waitsUntil(noon(10)).region('course')).toEqual({ onHold: 'untilEnd' });
    expect(citizen.waitsUntil('2023-03-12T22:59:59Z').region('course')).toEqual({ onHold: 'untilEnd' });
    expect(citizen.waitsUntil('2023-03-12T23:00:00Z').region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).toEqual(['dose-dispensing.daysWithoutRoll']);
  });

  it('is found over when everything stood still while it came and went', () => {
    const citizen = new Citizen(noon(1)).does('recordHold', {
      reason: 'operation',
      from: '2023-03-10',
      to: '2023-03-12',
    });
    const timer = citizen.world.family[0]?.state.timers[0]?.key ?? '';
    citizen.world = { ...citizen.world, at: noon(20) };
    citizen.hears(message('timer', timer, noon(20)));
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
  });

  it('is watched when it has no end, and again after it was kept', () => {
    const citizen = new Citizen(noon(4)).hears(hold('created', 3)).waitsUntil(noon(18));
    expect(citizen.open).toEqual(['dose-dispensing.holdReview']);
    expect(citizen.does('keepHold', { reason: 'still unstable' }).open).toEqual([]);
    expect(citizen.waitsUntil('2023-04-01T12:00:00Z').open).toEqual(['dose-dispensing.holdReview']);
    expect(citizen.does('endHold').region('course')).toEqual({ active: 'unheld' });
  });

  it('kept until a day ends with that day', () => {
    const citizen = new Citizen(noon(4)).hears(hold('created', 3)).waitsUntil(noon(18));
    citizen.does('keepHold', { reason: 'until the GP has seen', to: '2023-03-22' });
    expect(citizen.region('course')).toEqual({ onHold: 'untilEnd' });
    expect(citizen.waitsUntil(noon(23)).region('course')).toEqual({ active: 'unheld' });
  });

  it.each(['hold first', 'discharge first'])('that outlives the hospital stay is asked about at once, %s', (order) => {
    const told = [admission, hold('created', 3, noon(30)), discharge];
    const citizen = new Citizen(noon(7)).hears(...(order === 'hold first' ? told : told.toReversed()));
    expect(citizen.open).toContain('dose-dispensing.holdReview');
    expect(citizen.does('keepHold', { reason: 'until the GP has seen' }).open).not.toContain(
      'dose-dispensing.holdReview',
    );
    citizen.hears(fact('SLHJ', noon(8), { change: 'cancelled' }));
    expect(citizen.region('course')).toEqual({ onHold: 'untilEnd' });
  });
});

describe('a dose prescription removed during a stay', () => {
  const removed = prescription('cancelled', 4);

  it.each([
    ['told in order', [admission, removed]],
    ['told before the admission', [removed, admission]],
    ['told after the discharge', [admission, discharge, removed]],
  ])('needs a professional reason, and is counted for the department: %s', (_, told) => {
    const citizen = new Citizen(noon(8)).hears(...told);
    expect(citizen.open).toContain('dose-dispensing.removal');
    expect(statistics(citizen)).toEqual([
      { kind: 'removedDuringStay', unit: '265161000016000' },
      { kind: 'removedDuringStayWithoutReason', unit: '265161000016000' },
    ]);
    citizen.does('giveRemovalReason', { prescriptionId: 'p1', reason: 'renal failure' });
    expect(citizen.open).not.toContain('dose-dispensing.removal');
    expect(statistics(citizen).map(({ kind }) => kind)).toEqual(['removedDuringStay']);
    expect(citizen.does('withdrawRemovalReason', { prescriptionId: 'p1' }).open).toContain('dose-dispensing.removal');
  });

  it('is asked about when it went just after the discharge, and not when it went long after (C4)', () => {
    const until = { validTo: noon(30) };
    const gone = (occurredAt: string, status = 'cancelled'): string[] => {
      const removedThen = message('fact', 'dosePrescriptionObserved', occurredAt, {
        prescriptionId: 'p1',
        drugId: '28100009555',
        status,
        ...until,
      });
      return new Citizen(noon(9)).hears(prescription('open', 1, until), admission, discharge, removedThen).open;
    };
    expect(gone('2023-03-07T14:00:00Z')).toContain('dose-dispensing.removal');
    expect(gone('2023-03-07T14:00:00Z', 'SomethingNew')).toContain('dose-dispensing.removal');
    expect(gone('2023-03-07T14:00:00Z', 'expired')).not.toContain('dose-dispensing.removal');
    expect(gone('2023-03-08T14:00:00Z')).not.toContain('dose-dispensing.removal');
  });

  it('is no removal when it comes back, happened at home, was the GP’s, or the stay was another citizen’s', () => {
    const counted = (...told: Message[]): unknown[] => statistics(new Citizen(noon(9)).hears(...told));
    expect(counted(admission, removed, prescription('open', 5))).toEqual([]);
    expect(counted(admission, prescription('cancelled', 1))).toEqual([]);
    expect(counted(admission, prescription('cancelled', 4, { byHospital: false }))).toEqual([]);
    expect(counted(admission, removed, admissionCancelled)).toEqual([]);
  });

  it('dates from the earliest word of it, in whatever order they come', () => {
    const words = [prescription('cancelled', 3), prescription('invalid', 5)];
    const goneAt = (told: readonly Message[]): unknown => {
      const context = new Citizen(noon(8)).hears(...told).world.family[0]?.state.snapshot.context as DoseContext;
      return context.prescriptions['p1'];
    };
    expect(goneAt(words)).toMatchObject({ status: 'invalid', goneAt: noon(3) });
    expect(goneAt(words.toReversed())).toEqual(goneAt(words));
  });

  it('is counted for the department of the day, and apart from holds', () => {
    const transfer = fact('STIN', noon(3), { provider: '502701000016000', periodStart: noon(3) });
    const citizen = new Citizen(noon(8)).hears(admission, transfer, removed, hold('created', 3));
    expect(statistics(citizen)).toEqual([
      { kind: 'removedDuringStay', unit: '502701000016000' },
      { kind: 'removedDuringStayWithoutReason', unit: '502701000016000' },
      { kind: 'heldDuringStay', unit: '502701000016000' },
    ]);
  });
});

it('ends in order, and can be taken up again', () => {
  const citizen = new Citizen(noon(1)).does('planEnding', { reason: 'citizenDeclines', lastDay: '2023-03-14' });
  expect(refusal(citizen, 'confirmEnded')).toBe(
    'Expected to confirm that dose packing has ended, but ordinary prescriptions are not ready, the pharmacy has not been told, or the fee has not stopped',
  );
  citizen.does('confirmOrdinaryPrescriptions').does('confirmPharmacyTold').does('confirmFeeStopped');
  expect(citizen.tasks.map(({ key, deadlineAt }) => [key, deadlineAt])).toEqual([
    ['dose-dispensing.ending.planned.lastRoll.open.due', '2023-03-14T23:00:00.000Z'],
  ]);
  expect(citizen.does('confirmEnded').region('course')).toBe('ended');
  expect(citizen.open).toEqual([]);
  expect(citizen.does('reopen', { reason: 'a mistake' }).region('course')).toEqual({ active: 'unheld' });
});

describe('a reported death', () => {
  const mors = fact('MORS', noon(5));
  const alive = fact('MORS', noon(6), { change: 'cancelled' });

  it('stops every task and asks the municipality; taken back, everything is as it was', () => {
    const citizen = new Citizen(noon(5)).hears(admission, prescription('cancelled', 4)).waitsUntil(noon(6));
    const before = citizen.open;
    expect(before).toEqual(['dose-dispensing.removal overdue', 'hospital-stay.admissionReview overdue']);
    expect(citizen.hears(mors).tasks.map(({ key }) => key)).toEqual(['dose-dispensing.death.reported.due']);
    expect(citizen.responsible.deadlineAt).toBe('2023-03-06T14:00:00.000Z');
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(citizen.hears(alive).open).toEqual(before);
  });

  it('once confirmed, is taken back by a person when the hospital withdraws it', () => {
    const citizen = new Citizen(noon(5)).hears(admission).does('planEnding', { reason: 'moved' }).hears(mors);
    expect(citizen.does('confirmDeath').region('course')).toBe('ending');
    expect(citizen.does('confirmEnded').region('course')).toBe('ended');
    expect(citizen.open).toEqual([]);
    expect(refusal(citizen, 'reopen')).toMatch(/the case ends because of a death; dismiss the death if it is wrong/);
    citizen.hears(alive);
    expect(citizen.region('course')).toBe('ended');
    expect(citizen.open).toEqual(['dose-dispensing.death.contradicted.due', 'hospital-stay.admissionReview']);
    citizen.does('dismissDeathReport', { reason: 'mistaken identity' });
    expect(citizen.region('course')).toBe('ending');
    expect(citizen.open).toContain('dose-dispensing.ending.planned.pharmacyTold');
  });

  it('lets a duty that arises meanwhile look like an open one to those who may not know of the death', () => {
    const registration = { registrationId: 'n', from: noon(3), change: 'created' };
    const notSuited = message('fact', 'notSuitedObserved', noon(8), registration);
    const duties = (...deaths: Message[]): unknown => {
      const citizen = new Citizen(noon(9)).hears(
        admission,
        ...deaths,
        hold('created', 3),
        hold('removed', 8),
        notSuited,
      );
      const snapshot = citizen.world.family[0]?.state.snapshot;
      const regions = snapshot ? regionsOf(snapshot) : {};
      return ['daysWithoutRoll', 'foundation'].map((name) => seenPath(regions[name] ?? ''));
    };
    expect(duties(mors)).toEqual(duties());
    expect(duties(mors)).toEqual(['open', 'open']);
  });

  it('told by others, lets a stay rest whose first word is a correction', () => {
    const citizen = new Citizen(noon(20)).hears(fact('SLHJ', noon(6), { change: 'cancelled' }));
    citizen.does('reportDeath', { source: 'the family' }).waitsUntil('2023-04-20T10:00:00.000Z');
    expect(citizen.open.filter((key) => !key.startsWith('dose-dispensing.death.'))).toEqual([]);
  });

  it('dismissed by the municipality, brings the stay back too, until a new message tells of a death', () => {
    const citizen = new Citizen(noon(5))
      .hears(admission, mors)
      .does('dismissDeathReport', { reason: 'spoke to the ward' });
    expect(citizen.region('stay', citizen.stay)).toBe('inpatient');
    expect(citizen.region('careSetting')).toBe('inpatient');
    expect(citizen.hears(mors).region('death')).toBe('none');
    expect(citizen.hears(fact('MORS', noon(8))).region('death')).toEqual({ reported: 'due' });
  });

  it('from elsewhere rests the stays, also one first heard of later', () => {
    const report = (withdrawn: boolean): Message =>
      message('fact', 'deathReportObserved', noon(withdrawn ? 6 : 5), { reportId: 'c', source: 'CPR', withdrawn });
    const citizen = new Citizen(noon(5)).hears(report(false), admission);
    expect(citizen.open).toEqual(['dose-dispensing.death.reported.due']);
    citizen.hears(report(true), report(false));
    expect(citizen.open).toEqual(['hospital-stay.admissionReview']);
  });
});

it('is voided for a wrong citizen, silent, and restored', () => {
  const citizen = new Citizen(noon(4)).hears(hold('created', 3)).does('voidCase', { reason: 'wrong citizen' });
  expect(citizen.region('course')).toBe('voided');
  expect(citizen.world.family[0]?.state.timers).toEqual([]);
  expect(citizen.does('restoreVoided', { reason: 'was right' }).region('course')).toEqual({ onHold: 'openEnded' });
});
