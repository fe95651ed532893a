/** Danish dates and times, as the browser's date fields have them: `2026-11-21` and `2026-11-21T08:00`. */
const parts = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** The Danish date and time of an instant. */
export function inDenmark(at: string): string {
  return parts.format(new Date(at)).replace(' ', 'T');
}

/** The instant of a Danish date and time; of an hour that comes twice in autumn, the first. */
export function instantIn(local: string): string {
  const asUtc = Date.parse(`${local}Z`);
  for (const hoursAhead of [2, 1]) {
    const at = new Date(asUtc - hoursAhead * 3_600_000).toISOString();
    if (inDenmark(at) === local.slice(0, 16)) return at;
  }
  return new Date(asUtc - 3_600_000).toISOString();
}

/** The date so many days after. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date.slice(0, 10)}T12:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
