import type { Instant } from './definition.ts';

// The two pure halves of Date. Every decision does this several times, and Temporal takes 20-60 µs for what takes one here.

/** Milliseconds since 1970 of an instant that says its offset. */
export function parseInstant(instant: string): number {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) throw new RangeError('Expected an instant with its offset from UTC');
  return milliseconds;
}

/** In UTC and to the millisecond, so that text compares as time does: what lies after the year 9999, as "for ever" may, ends with it. */
export function writeInstant(milliseconds: number): Instant {
  return new Date(Math.min(milliseconds, lastMillisecond)).toISOString();
}

const lastMillisecond = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
