import type { JWTPayload } from 'jose';
import { assuranceOf } from '../kernel/assurance.ts';
import type { Assurance } from '../kernel/assurance.ts';
import { municipalityCodeOf, sorOf, ydernummerOf } from '../kernel/identifiers.ts';

/** Whom a valid token names. */
export interface Claims {
  subject: string;
  /** Surfaces that are open to the bearer. */
  scopes: readonly string[];
  /** What the identity provider says of the person, to be held against the directory; undefined where that has been done. */
  stated?: Stated;
}

/** Identifiers in the form in which the directory holds them; one that cannot be read stays as it came, and fits nobody. */
export interface Stated {
  assurance?: Assurance;
  roles?: readonly string[];
  sor?: string;
  ydernummer?: string;
  pharmacyNumber?: string;
  municipalityCode?: string;
}

/** Reads the claims that docs/identity.md describes; all but `sub` may be absent. */
export function claimsOf(payload: JWTPayload & { sub: string }): Claims {
  const text = (name: string): string | undefined => {
    const value = payload[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  const read = (name: string, reader: (value: string) => string | undefined): string | undefined => {
    const value = text(name);
    return value && (reader(value) ?? value);
  };
  const roles = payload['roles'];
  const stated = {
    assurance: assuranceOf(text('loa') ?? text('acr') ?? ''),
    roles: Array.isArray(roles) ? roles.map(String) : typeof roles === 'string' ? roles.split(' ') : undefined,
    sor: read('sor', sorOf),
    ydernummer: read('ydernummer', ydernummerOf),
    pharmacyNumber: text('pharmacy_number'),
    municipalityCode: read('municipality_code', municipalityCodeOf),
  };
  return {
    subject: payload.sub,
    scopes: text('scope')?.split(' ') ?? [],
    stated: Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined)),
  };
}
