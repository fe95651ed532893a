/**
 * CPR numbers (R: domain §5.1). Numbers that fail mod-11 have been issued since 1 October 2007, and MedCom's own test
 * citizens fail it too, so mod-11 never blocks: only a wrong format or an impossible date does.
 */
export type Cpr = string & { readonly __brand: 'Cpr' };

export type CprCheck =
  { kind: 'valid'; cpr: Cpr } | { kind: 'validNoMod11'; cpr: Cpr } | { kind: 'invalid'; reason: 'format' | 'date' };

const weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/** Accepts ten digits, with or without the customary hyphen after the sixth. */
export function checkCpr(text: string): CprCheck {
  const digits = /^(\d{6})-?(\d{4})$/.exec(text.trim());
  if (!digits) return { kind: 'invalid', reason: 'format' };
  const cpr = `${digits[1]}${digits[2]}` as Cpr;
  if (!birthDate(cpr)) return { kind: 'invalid', reason: 'date' };
  const sum = [...cpr].reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0);
  return sum % 11 === 0 ? { kind: 'valid', cpr } : { kind: 'validNoMod11', cpr };
}

/** Whether a CPR number may stand anywhere in this text, also between other digits: too often rather than too seldom. */
export function holdsCpr(text: string): boolean {
  const windows = text.matchAll(/(?=(\d{6}[-. ]?\d{4}))/g);
  return [...windows].some(([, digits = '']) => birthDate(digits.replace(/\D/, '') as Cpr) !== undefined);
}

/** The date of birth as `YYYY-MM-DD`, or undefined where day and month do not exist. */
export function birthDate(cpr: Cpr): string | undefined {
  const day = Number(cpr.slice(0, 2));
  const month = Number(cpr.slice(2, 4));
  const year = century(Number(cpr[6]), Number(cpr.slice(4, 6))) + Number(cpr.slice(4, 6));
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
}

function century(seventh: number, year: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}
