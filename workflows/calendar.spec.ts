import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  endOfDay,
  endOfWorkingDay,
  millisecondsUntil,
  normalInstant,
  plusDays,
  plusHours,
  shiftDay,
} from './calendar.ts';
import { writeInstant } from './instant.ts';

const calendar = { holidays: ['2026-12-24', '2026-12-25'] };

it('counts instants as Temporal does', () => {
  const milliseconds = fc.integer({ min: Date.UTC(1858, 0, 1), max: Date.UTC(2199, 11, 31) });
  fc.assert(
    fc.property(
      milliseconds,
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      fc.integer({ min: 0, max: 5000 }),
      (at, offset, hours) => {
        const sign = offset < 0 ? '-' : '+';
        const away = Math.abs(offset);
        const zone = `${sign}${String(Math.floor(away / 60)).padStart(2, '0')}:${String(away % 60).padStart(2, '0')}`;
        const instant = Temporal.Instant.fromEpochMilliseconds(at);
        const expected = instant.toString({ fractionalSecondDigits: 3 });
        expect(normalInstant(instant.toString())).toBe(expected);
        expect(normalInstant(instant.toString({ timeZone: zone }))).toBe(expected);
        expect(plusHours(expected, hours)).toBe(instant.add({ hours }).toString({ fractionalSecondDigits: 3 }));
        expect(millisecondsUntil(plusHours(expected, hours), expected)).toBe(hours * 3_600_000);
      },
    ),
  );
});

it('reads a date alone as its Danish midnight, and a time without offset as Danish', () => {
  expect(normalInstant('2026-11-21')).toBe('2026-11-20T23:00:00.000Z');
  expect(normalInstant('2026-07-21T08:00')).toBe('2026-07-21T06:00:00.000Z');
  expect(endOfDay('2026-03-28')).toBe('2026-03-28T23:00:00.000Z');
});

it('keeps the time of day over a change of daylight saving', () => {
  expect(plusDays('2026-10-24T08:00:00Z', 2)).toBe('2026-10-26T09:00:00.000Z');
});

it('ends a working day at four, over weekends and holidays', () => {
  expect(endOfWorkingDay('2026-12-23T16:00:00Z', 0, calendar)).toBe('2026-12-28T15:00:00.000Z');
  expect(endOfWorkingDay('2026-12-23T08:00:00Z', 1, calendar)).toBe('2026-12-28T15:00:00.000Z');
});

it('reads Danish clocks as Temporal does, every hour around both changes of daylight saving', () => {
  const zone = 'Europe/Copenhagen';
  for (const date of [
    '2026-03-28',
    '2026-03-29',
    '2026-03-30',
    '2026-10-24',
    '2026-10-25',
    '2026-10-26',
    '2026-07-01',
  ]) {
    for (let hour = 0; hour < 24; hour += 1) {
      const text = `${date}T${String(hour).padStart(2, '0')}:30:00`;
      const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(zone);
      expect(normalInstant(text)).toBe(writeInstant(expected.epochMilliseconds));
      expect(plusDays(normalInstant(text), 1)).toBe(writeInstant(expected.add({ days: 1 }).epochMilliseconds));
    }
    const next = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone);
    expect(endOfDay(date)).toBe(writeInstant(next.epochMilliseconds));
  }
});

it('keeps "for ever" after all else as text, in whatever offset it is told', () => {
  const now = '2026-11-22T12:00:00.000Z';
  expect(normalInstant('9999-12-31T23:59:59-05:00') > now).toBe(true);
  expect(endOfDay(shiftDay('9999-12-31', 14)) > now).toBe(true);
});
