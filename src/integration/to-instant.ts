import type { Instant } from '../../workflows/definition.ts';

const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|[+-](\d{2}):(\d{2}))$/;

/**
 * An instant with offset as UTC, `2023-03-01T11:00:00Z`. A date without time of day, or a time without offset, cannot
 * be put in order with others; and `Date` would move 30 February to March rather than refuse it.
 */
export function toInstant(text: string): Instant | undefined {
  const parts = pattern.exec(text);
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const offset = Number(parts[8] ?? 0) * 60 + Number(parts[9] ?? 0);
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const exists =
    year >= 1900 &&
    year < 2200 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59 &&
    Number(parts[9] ?? 0) <= 59 &&
    offset <= 14 * 60;
  return exists ? new Date(text).toISOString().replace('.000Z', 'Z') : undefined;
}
