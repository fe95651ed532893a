import { normalInstant } from '../calendar.ts';
import type { Instant } from '../definition.ts';
import { own } from '../own.ts';
import type { RelationObserved } from './messages.ts';

/** What ties the citizen to an organisation, by FMK's id. FMK is read only for a citizen with one that lives (§8.1.14). */
export type Relations = Record<string, Relation>;

interface Relation {
  /** FMK's word. */
  relation: string;
  organisationSource?: string;
  organisationId?: string;
  from?: Instant;
  to?: Instant;
  removedAt?: Instant;
  seenAt: Instant;
}

/** The relations with this observation; the same ones where it is older than what we know, or says nothing new. */
export function withRelation(known: Relations, data: RelationObserved, occurredAt: Instant): Relations {
  const before = own(known, data.relationId);
  const seenAt = normalInstant(occurredAt);
  // At the same instant a removal is the later of the two: nothing is removed before it is registered.
  const isLater = before?.removedAt !== undefined && data.change === 'registered' && seenAt === before.seenAt;
  if (before && (seenAt < before.seenAt || isLater)) return known;
  const { relation, organisationSource, organisationId, from, to, change } = data;
  const now: Relation = {
    relation,
    ...(organisationSource && { organisationSource }),
    ...(organisationId && { organisationId }),
    ...(from && { from: normalInstant(from) }),
    ...(to && { to: normalInstant(to) }),
    ...(change === 'removed' && { removedAt: seenAt }),
    seenAt,
  };
  if (before && JSON.stringify({ ...before, seenAt }) === JSON.stringify(now)) return known;
  return { ...known, [data.relationId]: now };
}
