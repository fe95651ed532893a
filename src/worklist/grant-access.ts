import type { PoolClient } from 'pg';
import type { Instant } from '../../workflows/definition.ts';
import { seal } from '../db/seal.ts';
import type { Vault } from '../db/seal.ts';
import { notFound } from '../kernel/problem.ts';

export interface GrantedAccess {
  id: string;
  familyId: string;
  person: { id: string; organisationId: string };
  ground: 'treating' | 'breakGlass';
  reason: string;
  at: Instant;
  until: Instant;
  /** Id of the person who gave it. */
  by: string;
}

/** Where the reason is sealed, and the word of the data protection officer beside it. */
export const reasonPlace = (id: string): string => `personal_access.reason:${id}`;
export const notePlace = (id: string): string => `personal_access.note:${id}`;

/** Lets a person see a family from now until then. What he gave as his reason may name the citizen: it is sealed. */
export async function grantAccess(
  client: PoolClient,
  vault: Vault,
  { id, familyId, person, ground, reason, at, until, by }: GrantedAccess,
): Promise<void> {
  const { rows } = await client.query<{ citizenId: string; wrapped: Buffer }>(
    `select c.citizen_id as "citizenId", k.wrapped from "case" c join keys.citizen_key k on k.citizen_id = c.citizen_id
     where c.id = $1 and c.parent_id is null`,
    [familyId],
  );
  const [citizen] = rows;
  if (!citizen) throw notFound('a citizen’s case with this id');
  const sealed = seal(vault.unwrap(citizen.citizenId, citizen.wrapped), reasonPlace(id), reason);
  await client.query(
    `insert into personal_access (id, family_id, person_id, organisation_id, ground, reason, since, until, granted_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, familyId, person.id, person.organisationId, ground, sealed, at, until, by],
  );
}
