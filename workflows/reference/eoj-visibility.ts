/** What a municipality's care record (EOJ) lets its staff see of a request that was rejected (R64). */

interface Visibility {
  /** As the directory names it. */
  careRecord: string;
  shows: 'searched' | 'ownRequests';
  /** First and last day, Danish dates. */
  from: string;
  to?: string;
}

/** [I] As the programme found it in September 2025; the vendors are being asked to change it (R66). */
const visibilities: readonly Visibility[] = [
  { careRecord: 'columnaCura', shows: 'searched', from: '2000-01-01' },
  { careRecord: 'kmdNexus', shows: 'ownRequests', from: '2000-01-01' },
];

/**
 * Whether a rejection shows by itself, can be found by whoever knows that it came, or shows nowhere. Of an unknown care record
 * nobody can say that it shows: it counts as invisible.
 */
export type Seen = 'shown' | 'findable' | 'invisible';

export function rejectionSeen(careRecord: string | undefined, isOwnRequest: boolean, on: string): Seen {
  const inForce = visibilities.find(
    (each) => each.careRecord === careRecord && each.from <= on && (!each.to || on <= each.to),
  );
  switch (inForce?.shows) {
    case 'searched':
      return 'findable';
    case 'ownRequests':
      return isOwnRequest ? 'shown' : 'invisible';
    case undefined:
      return 'invisible';
  }
}
