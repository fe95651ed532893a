import { Citizen } from '../../test/support/citizen.ts';
import { message } from '../../scripts/verify-workflows/moves.ts';
import { deletion, period } from '../../scripts/verify-workflows/period-facts.ts';
import type { JsonObject, Message } from '../definition.ts';
import type { DoseContext } from './base.ts';

const [first, second] = ['28100009555', '28100009777'];
const noon = (day: number): string => `2023-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const current = (drugIds = [first, second]): Message =>
  period('Ekspederet', noon(1), { startDate: '2023-02-27', endDate: '2023-03-12', drugIds });
const next = (drugIds: string[], more: JsonObject = {}, at = noon(1)): Message =>
  period('Planlagt', at, { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26', drugIds, ...more });
const prescribed = (drugId: string, day = 1, more: JsonObject = {}): Message =>
  message('fact', 'dosePrescriptionObserved', noon(day), { prescriptionId: drugId, drugId, status: 'open', ...more });
const order = (drugId: string, endDate: string): Message =>
  message('fact', 'drugMedicationObserved', noon(1), { drugMedicationId: drugId, drugId, endDate });
const hold = (from: string, to: string): Message =>
  message('fact', 'holdObserved', noon(2), { registrationId: 'r', from, to, change: 'created' });

const alarms = ({ world: { family } }: Citizen): string[] => {
  const context = family[0]?.state.snapshot.context as DoseContext;
  return context.alarms.map(({ key }) => key);
};
const citizen = (...facts: Message[]): Citizen =>
  new Citizen(noon(1)).hears(prescribed(first), prescribed(second), ...facts);

it('asks about a drug that the next roll lacks, in time for its cut-off, and is silent once the roll has it', () => {
  const missing = citizen(current(), next([first]));
  expect(missing.open).toEqual(['dose-dispensing.planning.open.drugMissing.due']);
  expect(alarms(missing)).toEqual([`drugMissing:2023-03-13:${second}`]);
  expect(alarms(missing.hears(next([first, second], {}, noon(2))))).toEqual([]);
  const far = citizen(current(), next([first], { startDate: '2023-03-20', endDate: '2023-04-02' }));
  expect(alarms(far)).not.toContain(`drugMissing:2023-03-20:${second}`);
});

it('asks about every drug that the rolls lack from a day on at once', () => {
  expect(alarms(citizen(current(), next([])))).toEqual([`drugMissing:2023-03-13:${first}+${second}`]);
});

it('asks about a drug missing in the roll in use, and once settled not again while the gap lasts', () => {
  const before = message('fact', 'dosePrescriptionObserved', '2023-02-01T12:00:00.000Z', {
    prescriptionId: 'before',
    drugId: second,
    status: 'open',
  });
  const missing = citizen(before, current([first]), next([first]));
  expect(alarms(missing)).toEqual([`drugMissing:2023-02-27:${second}`]);
  missing.does('settleAlarm', { reason: 'boxes at home' });
  expect(alarms(missing.waitsUntil(noon(16)))).toEqual([]);
});

it('goes on asking when the gap has begun and nobody has answered', () => {
  const missing = citizen(current(), next([first])).hears(
    period('Ekspederet', noon(9), { periodId: 'b', startDate: '2023-03-13', endDate: '2023-03-26', drugIds: [first] }),
  );
  expect(alarms(missing.waitsUntil(noon(16)))).toEqual([`drugMissing:2023-03-13:${second}`]);
});

it.each([
  [
    'is stopped',
    (told: Citizen) => told.does('medicationChanged', { drugId: second, kind: 'stop', from: '2023-03-13' }),
  ],
  [
    'is given from its box',
    (told: Citizen) =>
      told.does('recordDrug', {
        drugId: second,
        isDoseDispensable: false,
        hasStructuredDosage: true,
        dosing: 'beside',
      }),
  ],
  ['has an order that ends with the roll', (told: Citizen) => told.hears(order(second, '2023-03-12'))],
  ['is no longer prescribed', (told: Citizen) => told.hears(prescribed(second, 2, { status: 'cancelled' }))],
  [
    'lies in an acute roll',
    (told: Citizen) => told.hears(next([second], { periodId: 'x', acutePacking: 'Supplement' })),
  ],
])('asks nothing about a drug that %s', (_, tell) => {
  expect(alarms(tell(citizen(current(), next([first]))))).toEqual([]);
});

it('takes a substitute for what was ordered, and does not ask for the substitute in the next roll', () => {
  const substitute = '28100009888';
  const packed = next([first, substitute], { orderedDrugIds: [first, second] });
  expect(alarms(citizen(current(), packed))).toEqual([]);
  const after = next([first, second], { periodId: 'c', startDate: '2023-03-27', endDate: '2023-04-09' });
  expect(alarms(citizen(current(), packed, after))).toEqual([]);
});

it('asks about a new drug only where a roll that could still have had it lacks it', () => {
  const third = '28100009999';
  const rolls = [current(), next([first, second])];
  // The cut-off of the next roll is on 10 March.
  const late = citizen(...rolls)
    .waitsUntil('2023-03-10T15:00:00Z')
    .hears(prescribed(third, 11));
  expect(alarms(late).filter((key) => key.startsWith('drugMissing'))).toEqual([]);
  const after = next([first, second], { periodId: 'c', startDate: '2023-03-27', endDate: '2023-04-09' }, noon(20));
  expect(alarms(late.waitsUntil(noon(20)).hears(after))).toEqual([`drugMissing:2023-03-27:${third}`]);
  expect(alarms(citizen(...rolls, prescribed(third, 2)))).toEqual([`drugMissing:2023-03-13:${third}`]);
});

it('leaves the days of a card that ends, and of a roll that is late or gone, to those who ask about them', () => {
  expect(alarms(citizen(current()).waitsUntil(noon(11)))).toEqual(['noNextPeriod:k:2023-03-12']);
  const late = citizen(current(), next([first, second])).waitsUntil('2023-03-14T12:00:00Z');
  expect(alarms(late)).toEqual([]);
  expect(late.open).toEqual(['dispensing-period.dispensing overdue']);
  const gone = citizen(current(), next([first, second]))
    .waitsUntil(noon(9))
    .hears(next([first, second], { status: 'Kasseres', discardReason: 'Fejl' }, noon(9)));
  expect(alarms(gone)).toEqual(['noNextPeriod:k:2023-03-12']);
  expect(alarms(citizen(current(), next([first, second]), deletion(noon(9), 'b')).waitsUntil(noon(9)))).toEqual([
    'noNextPeriod:k:2023-03-12',
  ]);
});

it('asks about one of two cards whose rolls end, and about the drugs of the other by themselves', () => {
  const other = period('Ekspederet', noon(1), {
    periodId: 'o',
    cardId: 'l',
    startDate: '2023-02-27',
    endDate: '2023-04-30',
    drugIds: [second],
  });
  const ends = citizen(current([first]), other).waitsUntil(noon(11));
  expect(alarms(ends)).toEqual(['noNextPeriod:k:2023-03-12']);
});

it('leaves the days of a hold, and those after it until the next roll, to be planned as such (§8.1.10)', () => {
  const held = citizen(current(), next([first]), hold('2023-03-12T12:00:00Z', '2023-03-20T12:00:00Z'));
  expect(alarms(held).filter((key) => key.startsWith('drugMissing'))).toEqual([]);
  expect(alarms(held.waitsUntil(noon(22))).filter((key) => key.startsWith('drugMissing'))).toEqual([]);
});

it('asks about a drug whose prescription is cancelled while its order goes on, not of one that is stopped (§3.2 step 8)', () => {
  const cancelled = prescribed(second, 2, { status: 'cancelled' });
  const lacking = (...orders: Message[]): string[] => alarms(citizen(current(), next([first]), ...orders, cancelled));
  expect(lacking(order(second, '2023-12-31'))).toEqual([`drugMissing:2023-03-13:${second}`]);
  expect(lacking(order(second, '2023-03-01'))).toEqual([]);
  expect(lacking()).toEqual([]);
  const expired = prescribed(second, 2, { status: 'expired', validTo: noon(2) });
  const known = alarms(citizen(current(), next([first]), order(second, '2023-12-31'), expired));
  expect(known.filter((key) => key.startsWith('drugMissing'))).toEqual([]);
});

it('asks about a drug still in a roll past its cut-off, whose prescriptions are gone since before the roll (BEK 827/2024 §115)', () => {
  const gone = citizen(current(), next([first, second])).hears(prescribed(second, 8, { status: 'cancelled' }));
  expect(alarms(gone.waitsUntil('2023-03-10T14:29:00Z'))).toEqual([]);
  expect(alarms(gone.waitsUntil('2023-03-10T14:30:00Z'))).toEqual([`packedWithoutPrescription:2023-03-13:${second}`]);
  const renewed = prescribed(second, 11, { prescriptionId: 'renewed' });
  expect(alarms(gone.hears(renewed))).toEqual([]);
});
