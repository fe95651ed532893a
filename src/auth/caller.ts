import type { Role } from '../../workflows/definition.ts';
import type { Source } from '../db/tables.ts';

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
  /** Of a client: whose facts it may tell; null for everyone's. */
  sources?: readonly Source[] | null;
}
