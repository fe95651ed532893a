import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { deletion, period } from '../../scripts/verify-workflows/period-facts.ts';
import type { JsonObject, Message } from '../definition.ts';
import type { DoseContext } from './base.ts';

const noon = (day: number, month = '03'): string => `2023-${month}-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const current = period('Ekspederet', noon(1), { startDate: '2023-02-27', endDate: '2023-03-12' });
const next = period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26' });
const prescription = (validTo: string, day = 1): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), {
    prescriptionId: 'p',
    drugId: '28100009555',
    status: 'open',
    validTo,
  });
const hold = (change: 'created' | 'removed', day: number, more: JsonObject = {}): Message =>
  message('fact', 'holdObserved', noon(day), { registrationId: 'r', from: noon(2), change, ...more });
const order = (endDate: string): Message =>
  message('fact', 'drugMedicationObserved', noon(2), { drugMedicationId: 'o', drugId: '28100009555', endDate });
const product = (change: string, day: number): Message =>
  message('fact', 'productChanged', noon(day), { drugId: '28100009555', change });

const contextOf = ({ world }: Citizen): DoseContext => world.family[0]?.state.snapshot.context as DoseContext;
const alarms = (citizen: Citizen): string[] => contextOf(citizen).alarms.map(({ kind }) => kind);
const planning = (citizen: Citizen): string[] =>
  citizen.open.filter((key) => key.startsWith('dose-dispensing.planning'));

it('asks for the next period five days before the current one ends (A3), and is silent once it is planned', () => {
  const citizen = new Citizen(noon(1)).hears(current).waitsUntil('2023-03-07T06:59:59Z');
  expect(planning(citizen)).toEqual([]);
  expect(planning(citizen.waitsUntil('2023-03-07T07:00:00Z'))).toEqual([
    'dose-dispensing.planning.open.noNextPeriod.due',
  ]);
  expect(citizen.responsible).toMatchObject({ deadlineAt: '2023-03-08T07:00:00.000Z' });
  expect(planning(citizen.waitsUntil('2023-03-08T07:00:00Z'))).toEqual([
    'dose-dispensing.planning.open.noNextPeriod.overdue',
  ]);
  expect(planning(citizen.hears(next))).toEqual([]);
  expect(planning(citizen.hears(deletion(noon(9), 'b')))).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
});

it('goes on asking when FMK deletes the only roll known', () => {
  const citizen = new Citizen(noon(1))
    .hears(next)
    .waitsUntil(noon(8))
    .hears(deletion(noon(8), 'b'));
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
  const back = period('Planlagt', noon(9), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26' });
  expect(planning(citizen.hears(back))).toEqual([]);
});

it('asks for days between two rolls, and goes on asking after the last one', () => {
  const late = period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-15', endDate: '2023-03-28' });
  expect(alarms(new Citizen(noon(1)).hears(current, late).waitsUntil(noon(8)))).toEqual(['noNextPeriod']);
  const ended = new Citizen(noon(1)).hears(current).waitsUntil(noon(30, '06'));
  expect(alarms(ended)).toEqual(['noNextPeriod']);
});

it('is not tripped by a holiday roll of 28 days, nor by an acute one beside the ordinary', () => {
  const holiday = period('Ekspederet', noon(1), { startDate: '2023-02-27', endDate: '2023-03-26' });
  expect(planning(new Citizen(noon(1)).hears(holiday).waitsUntil(noon(20)))).toEqual([]);
  expect(alarms(new Citizen(noon(1)).hears(holiday).waitsUntil(noon(21)))).toEqual(['noNextPeriod']);
  const acute = period('Ekspederet', noon(3), {
    periodId: 'x',
    startDate: '2023-03-04',
    endDate: '2023-03-09',
    acutePacking: 'Ændret medicinering',
  });
  expect(alarms(new Citizen(noon(1)).hears(holiday, acute).waitsUntil(noon(12)))).toEqual([]);
});

it('warns of a dose prescription that expires before the next roll is used (A1)', () => {
  const citizen = new Citizen(noon(2)).hears(current, next, prescription('2023-03-20T11:00:00Z'));
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.prescriptionExpiring.due']);
  expect(planning(citizen.hears(prescription('2023-06-20T11:00:00Z', 2)))).toEqual([]);
});

it('goes on warning when the prescription has expired, until another of the same drug lasts (A1)', () => {
  const other = (prescriptionId: string, status: string, validTo: string): Message =>
    message('fact', 'dosePrescriptionObserved', noon(3), { prescriptionId, drugId: '28100009555', status, validTo });
  const citizen = new Citizen(noon(3)).hears(current, next, prescription('2023-03-20T11:00:00Z'));
  expect(alarms(citizen.hears(other('p', 'expired', '2023-03-03T11:00:00Z')))).toEqual(['prescriptionExpiring']);
  expect(alarms(citizen.hears(other('q', 'open', '2023-03-26T11:00:00Z')))).toHaveLength(2);
  expect(alarms(citizen.hears(other('q', 'open', '2025-03-26T11:00:00Z')))).toEqual([]);
});

it('warns of an order that ends inside the next roll (A2), not of one that ends with it', () => {
  const citizen = new Citizen(noon(2)).hears(current, next, order('2023-03-26'));
  expect(alarms(citizen)).toEqual([]);
  const inside = new Citizen(noon(2)).hears(current, next, order('2023-03-20'));
  expect(alarms(inside)).toEqual(['orderEnding']);
  // When the roll has begun the order ends in it as packed, and the following period comes into view.
  expect(alarms(inside.waitsUntil(noon(14)))).toEqual([]);
});

it('warns of two ordinary rolls on one card over the same days, and not of an acute one', () => {
  const over = (more: JsonObject = {}): Message =>
    period('Planlagt', noon(1), { periodId: 'b', startDate: '2023-03-10', endDate: '2023-03-26', ...more });
  expect(alarms(new Citizen(noon(1)).hears(current, over()))).toEqual(['periodsOverlap']);
  expect(alarms(new Citizen(noon(1)).hears(current, over({ acutePacking: 'Erstatning' })))).toEqual([]);
});

it('warns of two cards whose rolls to come end on different days (A5)', () => {
  const other = period('Planlagt', noon(1), {
    periodId: 'c',
    cardId: 'l',
    startDate: '2023-03-13',
    endDate: '2023-03-19',
  });
  const citizen = new Citizen(noon(2)).hears(current, next, other);
  expect(alarms(citizen)).toEqual(['cardsMisaligned']);
  citizen.hears(period('Planlagt', noon(2), { ...other.data, endDate: '2023-03-26' }));
  expect(alarms(citizen)).toEqual([]);
});

it('asks for a period to follow a hold seven days before it ends (A6), and for none while it lasts', () => {
  const citizen = new Citizen(noon(2)).hears(current, hold('created', 2, { to: '2023-03-20T11:00:00Z' }));
  expect(planning(citizen.waitsUntil('2023-03-13T06:59:59Z'))).toEqual([]);
  expect(planning(citizen.waitsUntil('2023-03-13T07:00:00Z'))).toEqual([
    'dose-dispensing.planning.open.holdEndsWithoutPeriod.due',
  ]);
  // A roll that starts under the hold will be skipped.
  expect(alarms(citizen.hears(next))).toEqual(['holdEndsWithoutPeriod']);
  citizen.hears(period('Planlagt', noon(13), { periodId: 'd', startDate: '2023-03-27', endDate: '2023-04-09' }));
  expect(alarms(citizen)).toEqual([]);
});

it('warns of a packed product that lost its D mark or was deregistered (A7)', () => {
  const citizen = new Citizen(noon(2)).hears(prescription('2024-03-20T11:00:00Z'), product('dMarkLost', 3));
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.productNotDosePackable.due']);
  expect(alarms(citizen.hears(product('restored', 4), product('deregistered', 3)))).toEqual([]);
});

it('shows the most urgent alarm first, and the next when a person has taken care of it', () => {
  const citizen = new Citizen(noon(8)).hears(current, prescription('2023-03-20T11:00:00Z'));
  expect(alarms(citizen)).toEqual(['noNextPeriod', 'prescriptionExpiring']);
  citizen.does('settleAlarm', { reason: 'the pharmacy plans it today' });
  expect(planning(citizen)).toEqual(['dose-dispensing.planning.open.prescriptionExpiring.due']);
  citizen.does('settleAlarm', { reason: 'the GP renews it' });
  expect(planning(citizen)).toEqual([]);
  expect(planning(citizen.does('reopenAlarms'))).toEqual(['dose-dispensing.planning.open.noNextPeriod.due']);
  // What was settled comes back when its dates change.
  citizen.does('settleAlarm', { reason: 'the pharmacy plans it today' });
  citizen.hears(period('Ekspederet', noon(2), { startDate: '2023-02-27', endDate: '2023-03-11' }));
  expect(alarms(citizen)).toEqual(['noNextPeriod', 'prescriptionExpiring']);
});

it('rests when the dose packing ends, and comes back when the ending is cancelled', () => {
  const citizen = new Citizen(noon(8)).hears(current).does('planEnding', { reason: 'citizenDeclines' });
  expect(planning(citizen)).toEqual([]);
  expect(planning(citizen.does('cancelEnding', { reason: 'changed her mind' }))).toHaveLength(1);
});

it('keeps the first cut-off still ahead', () => {
  const citizen = new Citizen(noon(2)).hears(current, next);
  expect(contextOf(citizen).nextCutOff).toBe('2023-03-10T14:30:00.000Z');
  citizen.hears(period('Planlagt', noon(2), { periodId: 'c', startDate: '2023-03-27', endDate: '2023-04-09' }));
  citizen.waitsUntil('2023-03-10T14:30:00Z');
  expect(contextOf(citizen).nextCutOff).toBe('2023-03-24T14:30:00.000Z');
});

it('drops rolls long over, but the latest of each card', () => {
  const rolls = Array.from({ length: 5 }, (_, n) =>
    period('Ekspederet', noon(1), {
      periodId: `r${n}`,
      startDate: `2022-${String(n + 6).padStart(2, '0')}-01`,
      endDate: `2022-${String(n + 6).padStart(2, '0')}-28`,
    }),
  );
  const other = period('Ekspederet', noon(1), {
    periodId: 'z',
    cardId: 'l',
    startDate: '2022-05-01',
    endDate: '2022-05-28',
  });
  expect(Object.keys(contextOf(new Citizen(noon(2)).hears(...rolls, other, current)).rolls)).toEqual(['a', 'z']);
  expect(Object.keys(contextOf(new Citizen(noon(2)).hears(...rolls, other)).rolls)).toEqual(['r4', 'z']);
});
