import type { Scope } from './access.ts';

/** Whom `npm run token -- --as NAME` may sign for; the register that comes with Dosisflow holds a person for each. */
export const developmentAccounts: Readonly<Record<string, readonly Scope[]>> = {
  adapter: ['integration'],
  nurse: ['cases'],
  gp: ['cases'],
  pharmacist: ['cases'],
  ward: ['cases'],
  coordinator: ['cases', 'operations'],
  administrator: ['cases', 'operations'],
};

export const developmentSubject = (name: string): string => `dev|${name}`;
