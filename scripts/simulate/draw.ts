import { createHash } from 'node:crypto';

/**
 * Chance by name: what is drawn depends on the seed and on what it is drawn for, never on what was drawn before. So a story
 * without one of its happenings has the others unchanged, and no citizen depends on another or on who computes them.
 */
export class Draw {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  for(what: string | number): Draw {
    return new Draw(`${this.#path}/${what}`);
  }

  /** From 0 up to 1. */
  fraction(what: string): number {
    return createHash('sha256').update(`${this.#path}/${what}`).digest().readUIntBE(0, 6) / 2 ** 48;
  }

  chance(what: string, probability: number): boolean {
    return this.fraction(what) < probability;
  }

  /** A whole number, both ends included. */
  whole(what: string, from: number, to: number): number {
    return from + Math.floor(this.fraction(what) * (to - from + 1));
  }

  pick<Each>(what: string, from: readonly [Each, ...Each[]]): Each {
    return from[this.whole(what, 0, from.length - 1)] ?? from[0];
  }
}
