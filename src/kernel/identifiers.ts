/**
 * Identifiers of organisations (domain §5.1). Each function answers the identifier in the form it is stored and compared
 * in, or undefined where the text cannot be one.
 */
export type Sor = string & { readonly __brand: 'Sor' };
export type Gln = string & { readonly __brand: 'Gln' };
export type Ydernummer = string & { readonly __brand: 'Ydernummer' };
export type MunicipalityCode = string & { readonly __brand: 'MunicipalityCode' };

/** 15 digits. That the last one is a check digit is only inferred, so it does not block. */
export function sorOf(text: string): Sor | undefined {
  return /^\d{15}$/.test(text) ? (text as Sor) : undefined;
}

/** 13 digits, the last of which is the GS1 check digit. */
export function glnOf(text: string): Gln | undefined {
  if (!/^\d{13}$/.test(text)) return undefined;
  const sum = [...text].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0 ? (text as Gln) : undefined;
}

/** Written with and without leading zeros in messages: six digits here. */
export function ydernummerOf(text: string): Ydernummer | undefined {
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? (text.padStart(6, '0') as Ydernummer) : undefined;
}

/** Written with three or four digits in messages: four here. */
export function municipalityCodeOf(text: string): MunicipalityCode | undefined {
  return /^\d{3,4}$/.test(text) && Number(text) > 0 ? (text.padStart(4, '0') as MunicipalityCode) : undefined;
}
