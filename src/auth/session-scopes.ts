import type { Role } from '../../workflows/definition.ts';
import type { Scope } from './access.ts';
import type { Caller } from './caller.ts';

/** The surfaces that a browser opens. A token may hold fewer, for whoever it is handed to; a session is the person himself. */
export const scopesOfSession: Readonly<Record<Role, readonly Scope[]>> = {
  municipalNurse: ['cases'],
  municipalPlanner: ['cases'],
  gp: ['cases'],
  practiceStaff: ['cases'],
  prescribingPharmacist: ['cases'],
  pharmacyStaff: ['cases'],
  hospitalWard: ['cases'],
  coordinator: ['cases', 'operations'],
  administrator: ['cases', 'operations'],
  dataProtectionOfficer: ['cases', 'operations'],
  client: [],
  system: [],
};

/** The most that a token may open: an identity provider that hands an adapter the scope of people gives it nothing by that. */
export const scopesOf = ({ kind, role }: Pick<Caller, 'kind' | 'role'>): readonly Scope[] =>
  kind === 'client' ? ['integration'] : scopesOfSession[role];
