import type { Caller } from '../auth/caller.ts';
import type { Store } from '../db/store.ts';
import { readFamily } from '../engine/read-family.ts';
import type { Definitions, ReadCase } from '../engine/read-family.ts';
import { notFound } from '../kernel/problem.ts';
import { groundsOf } from './grounds.ts';
import { covers } from './redact.ts';
import type { Viewer } from './redact.ts';
import { takesPart, viewerOf } from './viewer.ts';

export interface OpenedFamily {
  viewer: Viewer;
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
  const viewer = await viewerOf(pool, caller);
  const family = await readFamily(pool, keys.vault, definitions, caseId, await clock(pool));
  const member = family?.find(({ row }) => row.id === caseId);
  if (
    !family ||
    !member ||
    !takesPart(caller, member.parties) ||
    !covers(viewer, groundsOf(member.definition).whole, member.row.municipalityId)
  ) {
    throw notFound('a case with this id');
  }
  return { viewer, member, family };
}
