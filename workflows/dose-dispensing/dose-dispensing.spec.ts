import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { rollTold } from '../../scripts/verify-workflows/period-facts.ts';
import { fact } from '../../scripts/verify-workflows/stay-facts.ts';
import { availability } from '../../src/engine/availability.ts';
import { regionsOf, withEnv } from '../../src/engine/decide.ts';
import { seenPath } from '../../src/worklist/grounds.ts';
import { envAt } from '../../scripts/verify-workflows/walk.ts';
import type { JsonObject, Message, Statistic } from '../definition.ts';
import type { Roll } from '../dispensing-period/messages.ts';
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

function allStatistics({ world }: Citizen): Pick<Statistic, 'kind' | 'unit' | 'occurredAt'>[] {
  const context = world.family[0]?.state.snapshot.context;
  return (doseDispensingV1.statistics?.(context as never) ?? []).map(({ kind, unit, occurredAt }) => ({
    kind,
    occurredAt,
    ...(unit && { unit }),
  }));
}

/** What stays cause: when dose packing began and ended is counted beside it. */
function statistics(citizen: Citizen): Pick<Statistic, 'kind' | 'unit'>[] {
  return allStatistics(citizen).flatMap(({ kind, unit }) =>
    kind.includes('DuringStay') ? [{ kind, ...(unit && { unit }) }] : [],
  );
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

describe('when dose packing began and ended', () => {
  const kinds = (citizen: Citizen): string[] => allStatistics(citizen).map(({ kind }) => kind);

  it('counts from the day told of a citizen taken over, else from the opening', () => {
    const at = (citizen: Citizen): unknown => allStatistics(citizen).map(({ kind, occurredAt }) => [kind, occurredAt]);
    expect(at(new Citizen(noon(1), { since: '2021-05-01' }))).toEqual([['takenOver', '2021-04-30T22:00:00.000Z']]);
    expect(at(new Citizen(noon(1)))).toEqual([['takenOver', noon(1)]]);
  });

  it('counts the ending with its reason, and no more once it is reopened or the case is void', () => {
    const citizen = new Citizen(noon(1)).does('planEnding', { reason: 'citizenDeclines', lastDay: '2023-03-02' });
    expect(kinds(citizen)).toEqual(['takenOver']);
    for (const duty of ['OrdinaryPrescriptions', 'PharmacyTold', 'FeeStopped']) citizen.does(`confirm${duty}`);
    citizen.waitsUntil(noon(4)).does('confirmEnded');
    expect(kinds(citizen)).toEqual(['takenOver', 'ended.citizenDeclines']);
    expect(kinds(citizen.does('reopen', { reason: 'a mistake' }))).toEqual(['takenOver']);
    expect(kinds(citizen.does('voidCase', { reason: 'wrong citizen' }))).toEqual([]);
    expect(kinds(citizen.does('restoreVoided'))).toEqual(['takenOver']);
  });

  it('counts nobody as begun who never came to a first roll', () => {
    const citizen = new Citizen(noon(1), { entry: 'identified' });
    expect(kinds(citizen)).toEqual([]);
    expect(kinds(citizen.does('giveUpStart', { reason: 'feeDeclined' }))).toEqual(['givenUp.feeDeclined']);
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
    expect(citizen.open).toContain('dose-dispensing.daysWithoutRoll');
  });

  it('is found over when everything stood still while it came and went', () => {
    const citizen = new Citizen(noon(1)).does('recordHold', {
      reason: 'operation',
      from: '2023-03-10',
      to: '2023-03-12',
    });
    const timer = citizen.world.family[0]?.state.timers.find(({ key }) => key.includes('holdStart'))?.key ?? '';
    citizen.world = { ...citizen.world, at: noon(20) };
    citizen.hears(message('timer', timer, noon(20)));
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
  });

  it('has skipped rolls too where an ending comes before the timer of its end', () => {
    const citizen = new Citizen(noon(9)).hears(hold('created', 3, noon(12)));
    expect(citizen.region('course')).toEqual({ onHold: 'untilEnd' });
    citizen.world = { ...citizen.world, at: noon(13) };
    citizen.does('planEnding', { reason: 'citizenDeclines' });
    expect(citizen.region('course')).toBe('ending');
    expect(citizen.open).toContain('dose-dispensing.daysWithoutRoll');
    expect(citizen.does('cancelEnding', { reason: 'a mistake' }).open).toContain('dose-dispensing.daysWithoutRoll');
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

  it('of FMK that a person ends is over here, and asked about until FMK shows no hold either', () => {
    const alarms = ({ world: { family } }: Citizen): string[] => {
      const context = family[0]?.state.snapshot.context as DoseContext;
      return context.alarms.map(({ kind }) => kind);
    };
    const citizen = new Citizen(noon(4)).hears(hold('created', 3)).does('endHold');
    expect(citizen.region('course')).toEqual({ active: 'unheld' });
    expect(alarms(citizen)).not.toContain('holdStandsAtFmk');
    expect(alarms(citizen.waitsUntil(noon(5)))).toContain('holdStandsAtFmk');
    expect(alarms(citizen.hears(hold('removed', 5)))).not.toContain('holdStandsAtFmk');
  });

  it('of FMK that a person ended is in force again when FMK tells of it anew', () => {
    const citizen = new Citizen(noon(4)).hears(hold('created', 3)).does('endHold');
    expect(citizen.hears(hold('created', 3)).region('course')).toEqual({ active: 'unheld' });
    expect(citizen.hears(hold('created', 5, noon(30))).region('course')).toEqual({ onHold: 'untilEnd' });
  });

  it('entered by mistake is taken back: put on hold, ended and kept', () => {
    const citizen = new Citizen(noon(4)).does('recordHold', { reason: 'operation', from: '2023-03-04' });
    expect(citizen.does('withdrawHold', { reason: 'wrong citizen' }).region('course')).toEqual({ active: 'unheld' });
    expect(citizen.open).not.toContain('dose-dispensing.daysWithoutRoll');
    citizen.hears(hold('created', 3)).does('endHold');
    expect(citizen.open).toContain('dose-dispensing.daysWithoutRoll');
    expect(citizen.does('reopenHold', { reason: 'still admitted' }).region('course')).toEqual({ onHold: 'openEnded' });
    expect(citizen.open).not.toContain('dose-dispensing.daysWithoutRoll');
    citizen.does('keepHold', { reason: 'until the GP has seen', to: '2023-03-22' });
    expect(citizen.region('course')).toEqual({ onHold: 'untilEnd' });
    citizen.does('reopenHoldReview', { reason: 'wrong day' });
    expect(citizen.region('course')).toEqual({ onHold: 'openEnded' });
    expect(citizen.open).toContain('dose-dispensing.holdReview');
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

describe('a roll that FMK shows after the ending', () => {
  const task = 'dose-dispensing.rollsAfterEnding';
  const roll = (starts: string): Message =>
    rollTold('a', noon(2), { startDate: `2023-03-${starts}`, endDate: '2023-03-31' });
  const ended = (): Citizen =>
    new Citizen(noon(1))
      .does('planEnding', { reason: 'citizenDeclines' })
      .does('confirmOrdinaryPrescriptions')
      .does('confirmPharmacyTold')
      .does('confirmFeeStopped')
      .does('confirmEnded');

  it('is asked about whether a death is reported before or after it (C3)', () => {
    const report = (citizen: Citizen): Citizen => citizen.does('reportDeath', { source: 'the family' });
    expect(report(ended().hears(roll('18'))).open).toEqual([task]);
    expect(report(ended()).open).toEqual([]);
    expect(report(ended()).hears(roll('18')).does('settleRollsAfterEnding').open).toEqual([]);
    const dead = report(new Citizen(noon(1)))
      .does('confirmDeath')
      .does('confirmEnded')
      .hears(roll('18'));
    expect(dead.open).toEqual([task]);
  });

  it('is asked about when an ended case is voided and restored long after (C9)', () => {
    const citizen = ended().hears(roll('04')).does('voidCase', { reason: 'wrong citizen' });
    expect(citizen.open).toEqual([]);
    citizen.waitsUntil(noon(10)).does('restoreVoided', { reason: 'was right' });
    expect(citizen.open).toEqual([task]);
    citizen
      .does('reopen', { reason: 'a mistake' })
      .waitsUntil(noon(11))
      .does('planEnding', { reason: 'citizenDeclines' });
    citizen
      .does('confirmOrdinaryPrescriptions')
      .does('confirmPharmacyTold')
      .does('confirmFeeStopped')
      .does('confirmEnded');
    expect(citizen.open).toEqual([]);
  });
});

describe('a hold before the start and while dose packing ends', () => {
  it('is watched, kept and ended as any other', () => {
    const ending = new Citizen(noon(4)).hears(hold('created', 3)).does('planEnding', { reason: 'citizenDeclines' });
    expect(ending.waitsUntil(noon(18)).open).toContain('dose-dispensing.holdReview');
    expect(ending.does('keepHold', { reason: 'still unstable' }).open).not.toContain('dose-dispensing.holdReview');
    expect(ending.does('endHold').open).toContain('dose-dispensing.daysWithoutRoll');
    expect(ending.region('course')).toBe('ending');
    const starting = new Citizen(noon(4), { entry: 'identified' }).hears(hold('created', 3));
    expect(starting.waitsUntil(noon(18)).open).toContain('dose-dispensing.holdReview');
    // Without a roll nothing was skipped.
    expect(starting.does('endHold').open).not.toContain('dose-dispensing.daysWithoutRoll');
    expect(refusal(starting, 'endHold')).toBe('Expected to end the hold, but the dose packing is not on hold');
  });
});

it('ends when the rolls that come anyway are used, where nobody has said when', () => {
  const due = (citizen: Citizen): string | undefined =>
    citizen.tasks.find(({ key }) => key.includes('lastRoll'))?.deadlineAt;
  const roll = (name: string, endDate: string, more: Partial<Roll>): Message =>
    rollTold(name, noon(1), { startDate: '2023-03-06', endDate, changeCutOffAt: noon(20), ...more });
  const ending = (...rolls: Message[]): Citizen =>
    new Citizen(noon(4)).hears(...rolls).does('planEnding', { reason: 'citizenDeclines' });
  expect(due(ending())).toBe('2023-03-18T12:00:00.000Z');
  const inUse = roll('a', '2023-03-12', { startDate: '2023-02-27', stage: 'dispensed' });
  expect(due(ending(inUse))).toBe('2023-03-12T23:00:00.000Z');
  const planned = roll('b', '2023-03-26', {});
  expect(due(ending(inUse, planned))).toBe('2023-03-12T23:00:00.000Z');
  const packed = roll('b', '2023-03-26', { stage: 'packed', changeCutOffAt: noon(3) });
  expect(due(ending(inUse, packed))).toBe('2023-03-26T22:00:00.000Z');
  const gone = roll('b', '2023-03-26', { stage: 'notDispensed', changeCutOffAt: noon(3) });
  expect(due(ending(inUse, gone))).toBe('2023-03-12T23:00:00.000Z');
  const handedOut = roll('b', '2023-03-26', { stage: 'dispensed' });
  expect(due(ending(inUse, planned).hears(handedOut))).toBe('2023-03-26T22:00:00.000Z');
});

it('is merged into another when it has ended, and restored as ended', () => {
  const citizen = new Citizen(noon(1), { entry: 'identified' }).does('giveUpStart', { reason: 'citizenDeclines' });
  citizen.does('mergeInto', { caseId: 'other', reason: 'the same citizen' });
  const { mergedInto } = doseDispensingV1;
  expect(citizen.region('course')).toBe('voided');
  expect(mergedInto?.(citizen.world.family[0]?.state.snapshot.context as never)).toBe('other');
  expect(citizen.does('restoreVoided', { reason: 'two citizens' }).region('course')).toBe('ended');
  expect(mergedInto?.(citizen.world.family[0]?.state.snapshot.context as never)).toBeUndefined();
});

describe('a reported death', () => {
  const mors = fact('MORS', noon(5));
  const alive = fact('MORS', noon(6), { change: 'cancelled' });

  it('stops every task and asks the municipality; taken back, everything is as it was', () => {
    const citizen = new Citizen(noon(5)).hears(admission, prescription('cancelled', 4)).waitsUntil(noon(6));
    const before = citizen.open;
    expect(before).toEqual([
      'dose-dispensing.planning.open.noRollKnown.due',
      'dose-dispensing.removal overdue',
      'hospital-stay.admissionReview overdue',
    ]);
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
