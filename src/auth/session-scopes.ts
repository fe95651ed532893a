import type { Role } from '../../workflows/definition.ts';
import type { Scope } from './access.ts';

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
