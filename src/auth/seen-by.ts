import type { Store } from '../db/store.ts';
import { viewedBy } from '../db/viewed-store.ts';
import type { Caller } from './caller.ts';

/** Administrators and integration clients serve every organisation; everyone else only what their own takes part in. */
export function servesAll({ kind, role, scopes }: Caller): boolean {
  return role === 'administrator' || (kind === 'client' && scopes.includes('integration'));
}

/** The store as this caller may read it, by the policies of the tables. What asks through it need not separate organisations itself. */
export function seenBy(store: Store, caller: Caller): Store {
  return viewedBy(store, { ...caller, sees: servesAll(caller) ? 'all' : 'own' });
}

/**
 * The store as a data protection officer reads it to say who saw what: the access log and the emergency openings of cases that
 * the own organisation has ever had part in. For these two alone: to care he sees no case.
 */
export function overseenBy(store: Store, caller: Caller): Store {
  if (caller.role !== 'dataProtectionOfficer') return seenBy(store, caller);
  return viewedBy(store, { ...caller, sees: 'oversight' });
}
