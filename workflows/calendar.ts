import { Temporal } from 'temporal-polyfill';
import type { Deadline, Instant } from './definition.ts';
import { parseInstant, writeInstant } from './instant.ts';
import { remembered } from './once.ts';

const zone = 'Europe/Copenhagen';

/** Danish public holidays as ISO dates. Weekends are known by themselves. */
export interface Calendar {
  holidays: readonly string[];
}

/** The date on Danish calendars at this instant. */
export const danishDate: (at: Instant) => string = remembered((at) => {
  const milliseconds = millisecondsOf(at);
  return dateOf(Math.floor((milliseconds + offsetAt(milliseconds)) / day));
});

/** The date so many days later, or earlier. */
export function shiftDay(date: string, days: number): string {
  return dateOf(parseInstant(`${date}T00:00:00Z`) / day + days);
}

/** The working day so many working days before a date. */
export function workingDaysBefore(date: string, workingDays: number, calendar: Calendar): string {
  let before = date;
  for (let left = workingDays; left > 0; left -= 1) {
    do before = shiftDay(before, -1);
    while (!isWorkingDay(before, calendar));
  }
  return before;
}

/** The last working day before a date, not before `from`; undefined where none lies between. */
export function lastWorkingDayBefore(date: string, from: string, calendar: Calendar): string | undefined {
  const day = workingDaysBefore(date, 1, calendar);
  return day < from ? undefined : day;
}

function isWorkingDay(date: string, calendar: Calendar): boolean {
  // 1970 began on a Thursday; of an earlier day the remainder is negative.
  const fromMonday = (parseInstant(`${date}T00:00:00Z`) / day + 3) % 7;
  return (fromMonday + 7) % 7 < 5 && !calendar.holidays.includes(date);
}

export function plusHours(at: Instant, hours: number): Instant {
  return writeInstant(millisecondsOf(at) + hours * 3_600_000);
}

/** The same wall-clock time so many calendar days later. */
export function plusDays(at: Instant, days: number): Instant {
  const from = millisecondsOf(at);
  return writeInstant(fromWallClock(from + offsetAt(from) + days * day));
}

/** The end (16:00) of the working day so many working days after the day of `at`; 0 is today, or the next working day. */
export function endOfWorkingDay(at: Instant, workingDays: number, calendar: Calendar): Instant {
  const closing = (date: string): Instant => normalInstant(`${date}T16:00:00`);
  let date = danishDate(at);
  if (workingDays === 0 && closing(date) <= normalInstant(at)) date = shiftDay(date, 1);
  while (!isWorkingDay(date, calendar)) date = shiftDay(date, 1);
  for (let left = workingDays; left > 0; left -= 1) {
    do date = shiftDay(date, 1);
    while (!isWorkingDay(date, calendar));
  }
  return closing(date);
}

/** In UTC and to the millisecond, so that text compares as time does. A date alone is its Danish midnight. */
export const normalInstant: (given: string) => Instant = remembered((given) => writeInstant(millisecondsOf(given)));

/** The instant at which a Danish day is over. */
export const endOfDay: (date: string) => Instant = remembered((date) =>
  writeInstant(fromWallClock(parseInstant(`${date}T00:00:00Z`) + day)),
);

/** Milliseconds from the decision to `due`, for a chart's `delays`; a due instant already past fires at once. */
export function millisecondsUntil(due: Instant, at: Instant): number {
  return Math.max(0, millisecondsOf(due) - millisecondsOf(at));
}

/** An instant with its offset as text, or a Danish wall-clock time or date without one. */
function millisecondsOf(given: string): number {
  if (/T.*(Z|[+-]\d\d:?\d\d)$/.test(given)) return parseInstant(given);
  return fromWallClock(parseInstant(given.includes('T') ? `${given}Z` : `${given}T00:00:00Z`));
}

const hour = 3_600_000;
const day = 24 * hour;
const dates = new Map<number, string>();

/** The date so many days after 1970-01-01. A decision asks dozens of times for a few: to write them was a tenth of its time. */
function dateOf(number: number): string {
  let date = dates.get(number);
  if (date === undefined) {
    date = writeInstant(number * day).slice(0, 10);
    if (dates.size > 50_000) dates.clear();
    dates.set(number, date);
  }
  return date;
}

const offsets = new Map<number, number>();

/** Denmark's offset from UTC. It changes on whole hours only, so one look-up an hour of time is enough: Temporal takes 20-60 µs. */
function offsetAt(milliseconds: number): number {
  const at = Math.floor(milliseconds / hour);
  let offset = offsets.get(at);
  if (offset === undefined) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(at * hour).toZonedDateTimeISO(zone);
    offset = zoned.offsetNanoseconds / 1_000_000;
    if (offsets.size > 50_000) offsets.clear();
    offsets.set(at, offset);
  }
  return offset;
}

/** The instant of a Danish wall-clock reading, given as if it were UTC. Near a change of offset Temporal decides. */
function fromWallClock(wall: number): number {
  const offset = offsetAt(wall - day);
  if (offset === offsetAt(wall + day)) return wall - offset;
  return Temporal.PlainDateTime.from(writeInstant(wall).slice(0, -1)).toZonedDateTime(zone).epochMilliseconds;
}

/** A chart's `delays` from its deadlines, so that a task and its timer always say the same instant. */
export function delaysOf<Name extends string, Context extends { env: { at: Instant } }>(
  deadlines: Record<Name, Deadline<Context>>,
): Record<Name, (_: { context: Context }) => number> {
  const delays = {} as Record<Name, (_: { context: Context }) => number>;
  for (const [name, deadline] of Object.entries(deadlines) as [Name, Deadline<Context>][])
    delays[name] = ({ context }) => millisecondsUntil(deadline.due(context), context.env.at);
  return delays;
}
