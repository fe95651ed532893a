import { checkClaims } from './check-claims.ts';
import type { KnownPerson } from './check-claims.ts';
import { claimsOf } from './claims.ts';
import type { Stated } from './claims.ts';

const nurse: KnownPerson = {
  kind: 'person',
  role: 'municipalNurse',
  sor: '265161000016000',
  ydernummer: null,
  pharmacyNumber: null,
  municipalityCode: '0991',
};
const sure = { acr: 'https://data.gov.dk/concept/core/nsis/Substantial' };

const stated = (claims: object): Stated => claimsOf({ sub: 'anna', ...claims }).stated ?? {};
const refusal = (claims: object, known: KnownPerson = nurse): string => {
  try {
    checkClaims(stated(claims), known, 'substantial');
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

it('takes what agrees with the directory, however it is written', () => {
  expect(refusal(sure)).toBe('none');
  expect(refusal({ loa: 'High' })).toBe('none');
  expect(refusal({ ...sure, roles: ['gp', 'municipalNurse'], municipality_code: 991, sor: nurse.sor })).toBe('none');
});

it.each<[object, string]>([
  [{}, 'of no known level'],
  [{ acr: 'Low' }, '"low"'],
  [{ acr: 'urn:something' }, 'of no known level'],
  [{ loa: 'Low', acr: 'High' }, '"low"'],
  [{ ...sure, roles: ['administrator'] }, 'the role municipalNurse, but the identity provider says administrator'],
  [{ ...sure, roles: [] }, 'says none'],
  [{ ...sure, municipality_code: '0992' }, 'the municipality code 0991, but the identity provider says another'],
  [{ ...sure, sor: 'unreadable' }, 'the SOR id'],
  [{ ...sure, ydernummer: '1' }, 'no provider number (ydernummer), but the identity provider says one'],
])('refuses %j', (claims, sentence) => expect(refusal(claims)).toContain(sentence));

it('asks no level of assurance of a system', () => {
  expect(refusal({}, { ...nurse, kind: 'client', role: 'client' })).toBe('none');
});
