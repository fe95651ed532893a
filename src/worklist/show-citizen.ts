import type { Identity } from '../db/citizen-identities.query.ts';
import { Restricted } from './redact.ts';

/** For those who treat the citizen; the whole CPR number for the municipality's nurses alone. */
export function showCitizen(identity: Identity | undefined, owner: string) {
  const { name, cpr, careSetting } = identity ?? {};
  const masked = cpr && `${cpr.slice(0, 6)}-xxxx`;
  return new Restricted('identity', owner, {
    name,
    cpr: new Restricted('wholeCpr', owner, cpr, masked),
    careSetting,
  });
}
