import { current } from '../policy/current.ts';
import { changeCutOff } from './change-cut-off.ts';

const calendar = { holidays: ['2016-06-05', '2026-04-02', '2026-04-03', '2026-04-06'] };
const working = { ...current, changeCutOffDayType: 'working' } as const;
const hoursBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 3_600_000;

it('takes FMK’s own instant: 2 days and 8.5 hours before the roll begins, on Danish clocks (domain §3.7)', () => {
  const cutOff = changeCutOff({ startDate: '2016-06-06', deadline: '2016-06-03T13:30:00Z' }, current, calendar);
  expect(cutOff).toEqual({ at: '2016-06-03T13:30:00.000Z', derivation: 'absolute' });
  expect(hoursBetween(cutOff.at, '2016-06-06T00:00:00+02:00')).toBe(2 * 24 + 8.5);
});

it('counts the days of the card back from the start, and comes to the same instant', () => {
  expect(changeCutOff({ startDate: '2016-06-06', daysForExpeditedDosageChange: 3 }, current, calendar)).toEqual({
    at: '2016-06-03T13:30:00.000Z',
    derivation: 'cardDays',
  });
});

it('goes by the agreement where the card tells no days, and by its type of days and its time where it does', () => {
  const agreedCutOff = { days: 2, dayType: 'working', time: '12:00' } as const;
  expect(changeCutOff({ startDate: '2016-06-06', agreedCutOff }, current, calendar)).toEqual({
    at: '2016-06-02T10:00:00.000Z',
    derivation: 'agreementDefault',
  });
  const told = { startDate: '2016-06-06', agreedCutOff, daysForExpeditedDosageChange: 1 };
  expect(changeCutOff(told, current, calendar)).toEqual({ at: '2016-06-03T10:00:00.000Z', derivation: 'cardDays' });
  const deadline = '2016-06-01T09:00:00Z';
  expect(changeCutOff({ ...told, deadline }, current, calendar).derivation).toBe('absolute');
});

it('falls back on the default of the policy', () => {
  expect(changeCutOff({ startDate: '2016-06-06' }, { ...current, changeCutOffDays: 2 }, calendar)).toEqual({
    at: '2016-06-04T13:30:00.000Z',
    derivation: 'policyDefault',
  });
});

it.each([
  ['into summer time', '2026-03-30', '2026-03-27T14:30:00.000Z'],
  ['within summer time', '2026-04-02', '2026-03-30T13:30:00.000Z'],
  ['into winter time', '2026-10-26', '2026-10-23T13:30:00.000Z'],
])('keeps the wall-clock time over a change of the clock: %s', (_, startDate, at) => {
  expect(changeCutOff({ startDate, daysForExpeditedDosageChange: 3 }, current, calendar).at).toBe(at);
});

it('skips weekends and holidays where the days are working days', () => {
  // Monday 6 June 2016 follows a Constitution Day on a Sunday; Tuesday 7 April 2026 follows Easter.
  expect(changeCutOff({ startDate: '2016-06-06', daysForExpeditedDosageChange: 1 }, working, calendar).at).toBe(
    '2016-06-03T13:30:00.000Z',
  );
  expect(changeCutOff({ startDate: '2026-04-07', daysForExpeditedDosageChange: 2 }, working, calendar).at).toBe(
    '2026-03-31T13:30:00.000Z',
  );
});
