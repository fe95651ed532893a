import type { Role } from '../../workflows/definition.ts';

/** Who calls: a person or an integration client of the directory, acting for one organisation in one role. */
export interface Caller {
  kind: 'person' | 'client';
  /** Id in the directory. */
  id: string;
  /** `sub` of the token. */
  subject: string;
  name: string;
  role: Role;
  organisationId: string;
  scopes: readonly string[];
}
