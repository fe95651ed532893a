export interface Segment {
  /** First day; undefined at the beginning of time. */
  from: string | undefined;
  /** First day on which it is over; undefined where no end is known. */
  to: string | undefined;
  sets: readonly string[];
}

/** The time line cut at each day on which the sets in force change. */
export function segmentsOf(
  introductions: readonly { policy: string; from: string; to: string | null }[],
): readonly Segment[] {
  const days = [...new Set(introductions.flatMap(({ from, to }) => [from, ...(to ? [to] : [])]))].toSorted();
  const starts = [undefined, ...days];
  return starts.map((from, n) => ({
    from,
    to: starts[n + 1],
    sets: introductions
      .filter((each) => from !== undefined && each.from <= from && (!each.to || from < each.to))
      .map(({ policy }) => policy),
  }));
}
