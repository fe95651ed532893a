/** Deliveries under way in this process at once: of all receivers, and of one that answered last time. */
const lanesInAll = 40;
const lanesOfOne = 4;
/** Receivers that left us without an answer share these; the others have the rest for themselves. */
const lanesOfSilent = 20;
const longestRestMs = 30_000;

interface Receiver {
  underWay: number;
  /** Deliveries in a row that had no answer; undefined until the first has ended. */
  silent: number | undefined;
  restUntil: number;
}

/**
 * How many deliveries each receiver may have now, so that one that does not answer costs the others nothing: four at a time
 * while it answers, one until it is known to, none while it rests. It rests after the second delivery in a row without an
 * answer, 4 seconds at first and 30 at most, and then gets one again. Kept by each process for itself, from what it has seen.
 */
export class Receivers {
  readonly #known = new Map<string, Receiver>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Of all receivers together; the lanes of one that is not among `of` are one. */
  free(): { inAll: number; of: ReadonlyMap<string, number> } {
    const known = [...this.#known];
    const underWay = known.reduce((sum, [, receiver]) => sum + receiver.underWay, 0);
    let forSilent = lanesOfSilent - known.reduce((sum, [, each]) => sum + (each.silent ? each.underWay : 0), 0);
    const of = new Map<string, number>();
    for (const [id, receiver] of known) {
      const lanes = Math.max(0, this.#lanesOf(receiver) - receiver.underWay);
      of.set(id, receiver.silent ? Math.min(lanes, Math.max(0, forSilent)) : lanes);
      if (receiver.silent && lanes > 0) forSilent -= 1;
    }
    return { inAll: lanesInAll - underWay, of };
  }

  begin(id: string): void {
    const receiver = this.#known.get(id) ?? { underWay: 0, silent: undefined, restUntil: 0 };
    receiver.underWay += 1;
    this.#known.set(id, receiver);
  }

  end(id: string, outcome: 'answered' | 'silent'): void {
    const receiver = this.#known.get(id);
    if (!receiver) return;
    receiver.underWay -= 1;
    receiver.silent = outcome === 'answered' ? 0 : (receiver.silent ?? 0) + 1;
    const restMs = receiver.silent < 2 ? 0 : Math.min(longestRestMs, 1_000 * 2 ** receiver.silent);
    receiver.restUntil = this.#now() + restMs;
  }

  #lanesOf({ silent, restUntil }: Receiver): number {
    if (restUntil > this.#now()) return 0;
    return silent === 0 ? lanesOfOne : 1;
  }
}
