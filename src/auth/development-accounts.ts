import type { Scope } from './access.ts';

/** Whom `npm run token -- --as NAME` may sign for; the register that comes with Dosisflow holds a person for each. */
export const developmentAccounts: Readonly<Record<string, readonly Scope[]>> = {
  adapter: ['integration'],
  'hospital-adapter': ['integration'],
  'fmk-adapter': ['integration'],
  'municipality-adapter': ['integration'],
  'product-adapter': ['integration'],
  nurse: ['cases'],
  planner: ['cases'],
  gp: ['cases'],
  'practice-staff': ['cases'],
  pharmacist: ['cases'],
  'pharmacy-staff': ['cases'],
  ward: ['cases'],
  coordinator: ['cases', 'operations'],
  'regional-coordinator': ['cases', 'operations'],
  'national-coordinator': ['cases', 'operations'],
  administrator: ['cases', 'operations'],
  dpo: ['cases', 'operations'],
};

export const developmentSubject = (name: string): string => `dev|${name}`;
