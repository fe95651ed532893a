import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { readFamily } from '../engine/read-family.ts';
import type { Definitions, ReadCase } from '../engine/read-family.ts';
import { notFound } from '../kernel/problem.ts';
import { groundsOf } from './grounds.ts';
import { covers } from './redact.ts';
import type { Relation } from './relation.query.ts';
import { ownersOf } from './redact.ts';
import type { Viewer } from './redact.ts';
import { relationTo } from './relation.query.ts';
import { viewerOf } from './viewer.ts';

export interface OpenedFamily {
  viewer: Viewer;
  /** Undefined where the case is a product's. */
  relation: Relation | undefined;
  member: ReadCase;
  family: readonly ReadCase[];
}

/** The case with its family, for a caller who may know that it exists; for everyone else there is none. */
export async function openFamily(
  { pool, keys, clock }: Pick<Store, 'pool' | 'keys' | 'clock'>,
  definitions: Definitions,
  caller: Caller,
  caseId: string,
): Promise<OpenedFamily> {
  const at = await clock(pool);
  const family = await readFamily(pool, keys.vault, definitions, caseId, at);
  const member = family?.find(({ row }) => row.id === caseId);
  if (!family || !member) throw notFound('a case with this id');
  // A product's case tells of no citizen: everyone may see it, and its commands say who may give them.
  const isProducts = member.row.citizenId === null;
  const relation = isProducts ? undefined : await relationTo(pool, caller, member.row.familyId, at);
  const viewer = {
    ...(await viewerOf(pool, caller)),
    ...(relation && { treats: relation.treats, stays: relation.stays }),
  };
  if (!(isProducts || relation) || !covers(viewer, groundsOf(member.definition).whole, ownersOf(member.row, viewer))) {
    throw notFound('a case with this id');
  }
  return { viewer, relation, member, family };
}
