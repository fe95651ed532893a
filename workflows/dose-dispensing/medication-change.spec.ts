import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { rollTold } from '../../scripts/verify-workflows/period-facts.ts';
import type { JsonObject, Message } from '../definition.ts';

const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const drugId = '28100009555';
const roll = (cutOff: number, starts: number, name = `to ${starts}`): Message =>
  rollTold(name, noon(1), {
    changeCutOffAt: noon(cutOff),
    startDate: noon(starts).slice(0, 10),
    endDate: noon(starts + 6).slice(0, 10),
  });
const change = (kind: string, more: JsonObject = {}): JsonObject => ({ drugId, kind, from: '2023-03-05', ...more });
const on = (day: number, citizen: Citizen): Citizen => citizen.waitsUntil(noon(day));
const taken = (...rolls: Message[]): Citizen => new Citizen(noon(1)).hears(...rolls);
const prescription = (status: string, day: number): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), { prescriptionId: 'p1', drugId, status });
const region = (citizen: Citizen): unknown => citizen.region('medicationChange');
const underway = 'dose-dispensing.medicationChange.underway';

it('before the cut-off needs nothing: the next roll is right', () => {
  const citizen = on(5, taken(roll(6, 9))).does('medicationChanged', change('increase'));
  expect(region(citizen)).toBe('none');
  expect(citizen.open).toEqual([]);
});

it.each([
  ['after the cut-off', [roll(4, 7)]],
  ['with a cut-off that nobody knows', []],
])('%s asks whether it can wait, and waiting settles it', (_, rolls) => {
  const citizen = on(5, taken(...rolls)).does('medicationChanged', change('increase'));
  expect(citizen.open).toEqual([`${underway}.decision`]);
  expect(citizen.responsible.deadlineAt).toBe('2023-03-05T16:00:00.000Z');
  expect(region(citizen.does('decideMedicationChange', { drugId, decision: 'wait' }))).toBe('none');
  expect(
    citizen.does('decideMedicationChange', { drugId, decision: 'acute' }).region('medicationChange'),
  ).toMatchObject({
    underway: { sideDosing: 'watching' },
  });
});

it('after the cut-off of the roll that comes next is late, whatever later roll is known', () => {
  const citizen = on(5, taken(roll(4, 7), roll(18, 21))).does('medicationChanged', change('increase'));
  expect(citizen.open).toEqual([`${underway}.decision`]);
  citizen.does('decideMedicationChange', { drugId, decision: 'acute' });
  expect(on(20, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
  expect(region(on(21, citizen))).toBe('none');
});

describe('an acute new drug or increase', () => {
  it('has boxes got at once, whoever made the change, and keeps what was said when a roll is told', () => {
    const citizen = on(5, taken(roll(4, 7))).does('medicationChanged', change('new', { acute: true }));
    expect(citizen.open).toEqual([`${underway}.boxes`]);
    expect(citizen.does('confirmSideDosingSetUp').hears(roll(11, 14)).open).toEqual([]);
    expect(citizen.does('reopenSideDosingSetUp').open).toEqual([`${underway}.boxes`]);
    expect(region(on(14, citizen))).toBe('none');
  });

  it('is dosed from boxes until the first roll whose cut-off lies after the change', () => {
    const citizen = on(5, taken(roll(4, 7))).does('medicationChanged', change('new', { acute: true }));
    // The next roll was closed before the change.
    citizen.hears(roll(4, 7));
    expect(on(8, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    citizen.hears(roll(11, 14));
    expect(on(13, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    expect(region(on(14, citizen))).toBe('none');
    expect(citizen.open).toEqual([]);
  });

  it('goes on when the roll that knows it is moved, and is looked at when it will not come', () => {
    const citizen = on(5, taken())
      .does('medicationChanged', change('new', { acute: true }))
      .hears(roll(11, 14, 'r'));
    citizen.hears(roll(11, 16, 'r'));
    expect(on(15, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    citizen.hears(rollTold('r', noon(2), null));
    expect(on(28, citizen).region('medicationChange')).toMatchObject({ underway: { sideDosing: 'watching' } });
    expect(on(29, citizen).open).toContain(`${underway}.sideDosing`);
  });

  it('is asked about when no such roll shows, and goes on or ends by a person', () => {
    const citizen = on(5, taken()).does('medicationChanged', change('increase', { acute: true }));
    expect(citizen.does('confirmSideDosingSetUp').open).toEqual([]);
    expect(on(19, citizen).open).toEqual([`${underway}.sideDosing`]);
    expect(citizen.does('keepSideDosing').open).toEqual([]);
    expect(region(citizen.does('endSideDosing', { drugId }))).toBe('none');
    expect(citizen.does('resumeSideDosing', { drugId }).region('medicationChange')).toMatchObject({
      underway: { sideDosing: 'watching' },
    });
  });
});

it('that is an acute stop has the rolls discarded, and the prescription tidied apart from that', () => {
  const citizen = on(5, taken(roll(6, 9)).hears(prescription('open', 1)));
  citizen.does('medicationChanged', change('stop', { acute: true }));
  expect(citizen.open).toEqual([`${underway}.discarding`, `${underway}.tidying`]);
  expect(citizen.does('confirmRollsDiscarded').open).toEqual([`${underway}.tidying`]);
  expect(citizen.does('reopenRollsDiscarded').open).toContain(`${underway}.discarding`);
  citizen.does('confirmRollsDiscarded').hears(prescription('cancelled', 6));
  expect(region(citizen)).toBe('none');
});

it('that was a mistake is taken back', () => {
  const citizen = on(5, taken()).does('medicationChanged', change('reduction', { acute: true }));
  expect(citizen.open).toEqual([`${underway}.discarding`]);
  expect(region(citizen.does('withdrawMedicationChange', { drugId, reason: 'another drug' }))).toBe('none');
});

it('rests while a death stands, and comes back', () => {
  const citizen = on(5, taken()).does('medicationChanged', change('increase', { acute: true }));
  const before = region(citizen);
  citizen.does('reportDeath', { source: 'the family' });
  expect(citizen.open).toEqual(['dose-dispensing.death.reported.due']);
  expect(region(citizen.does('dismissDeathReport', { reason: 'another citizen' }))).toEqual(before);
});
