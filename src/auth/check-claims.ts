import { isBelow } from '../kernel/assurance.ts';
import type { Assurance } from '../kernel/assurance.ts';
import { Problem } from '../kernel/problem.ts';
import type { Stated } from './claims.ts';

/** What the directory knows of a person, as far as an identity provider may say something of it. */
export interface KnownPerson {
  kind: 'person' | 'client';
  role: string;
  sor: string | null;
  ydernummer: string | null;
  pharmacyNumber: string | null;
  municipalityCode: string | null;
}

const identifiers = {
  sor: 'SOR id',
  ydernummer: 'provider number (ydernummer)',
  pharmacyNumber: 'pharmacy number',
  municipalityCode: 'municipality code',
} as const;

/**
 * The directory decides who somebody is. Where the identity provider says otherwise one of the two is wrong, and nobody
 * can tell which: the person is refused with both named, so that an administrator can correct one. A client has no
 * level of assurance: NSIS is about people.
 */
export function checkClaims(stated: Stated, known: KnownPerson, least: Assurance): void {
  if (known.kind === 'person' && isBelow(stated.assurance, least)) {
    throw new Problem(
      403,
      'assurance-too-low',
      'You are signed in too weakly',
      `Expected a sign-in of the level "${least}" or higher, but this one is ${stated.assurance ? `"${stated.assurance}"` : 'of no known level'}; sign in again by a stronger means`,
    );
  }
  if (stated.roles && !stated.roles.includes(known.role)) {
    throw disagreement(`the role ${known.role}, but the identity provider says ${stated.roles.join(', ') || 'none'}`);
  }
  for (const [name, what] of Object.entries(identifiers) as [keyof typeof identifiers, string][]) {
    const value = stated[name];
    if (value !== undefined && value !== known[name]) {
      throw disagreement(
        known[name]
          ? `the ${what} ${known[name]}, but the identity provider says another`
          : `no ${what}, but the identity provider says one`,
      );
    }
  }
}

function disagreement(what: string): Problem {
  return new Problem(
    403,
    'claims-disagree',
    'The identity provider and the directory disagree about you',
    `Expected what the directory says: ${what}; ask your administrator to correct one of the two`,
  );
}
