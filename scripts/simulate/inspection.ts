/** Looks at one family as time passes: after each step, and at the end of each simulated day, also of those on which nothing happens. */
import type { Family } from '../../src/engine/decide-family.ts';
import { danishDate, shiftDay } from '../../workflows/calendar.ts';
import type { Env, Instant } from '../../workflows/definition.ts';
import type { Move } from '../verify-workflows/walk.ts';
import { on } from './fate.ts';
import { wrongDay, wrongSilentDay, wrongStep } from './invariants.ts';
import type { Complaint, Edge } from './invariants.ts';

/** The first guarantee found broken, when, and by which act. */
export type Complained = Complaint & { at: Instant; act: string };

const endOfDay = 'the end of the day';

export class Inspection {
  complaint: Complained | undefined;
  readonly #envAt: (at: Instant) => Env;
  #day = '';
  #days = 0;
  #last: Instant;

  constructor(opensAt: Instant, envAt: (at: Instant) => Env) {
    this.#last = opensAt;
    this.#envAt = envAt;
  }

  /** Time has come this far: each day before is over, and is looked at. */
  comesTo(at: Instant, family: Family): void {
    const day = danishDate(at);
    if (day !== this.#day) {
      if (family.length > 0) {
        this.#lookAtDay(family, this.#days % 28 === 0);
        for (let silent = shiftDay(this.#day, 1); silent < day && !this.complaint; silent = shiftDay(silent, 1))
          this.#lookAtSilentDay(family, on(silent, '23:59'));
      }
      this.#day = day;
      this.#days += 1;
    }
    this.#last = at;
  }

  /** Of a family that was there before. */
  sees(before: Family, move: Move, steps: Edge['steps'], after: Family, at: Instant): void {
    const { policy } = this.#envAt(at);
    const wrong = wrongStep({
      before: { family: before, at, policy },
      move,
      steps,
      after: { family: after, at, policy },
    });
    if (wrong) this.complain(wrong, at, move.name);
  }

  /** The time simulated is over; what was complained about has not come so far. */
  end(family: Family, until: Instant): void {
    if (!this.complaint) this.comesTo(until, family);
    if (!this.complaint && family.length > 0) this.#lookAtDay(family, true);
  }

  complain(wrong: Complaint, at = this.#last, act = endOfDay): void {
    this.complaint ??= { ...wrong, at, act };
  }

  #lookAtDay(family: Family, isLookedAtWhole: boolean): void {
    const env = this.#envAt(this.#last);
    const wrong = wrongDay({ family, at: this.#last, policy: env.policy }, env, isLookedAtWhole);
    if (wrong) this.complain(wrong);
  }

  #lookAtSilentDay(family: Family, at: Instant): void {
    const { policy } = this.#envAt(at);
    const wrong = wrongSilentDay({ family, at, policy });
    if (wrong) this.complain(wrong, at);
  }
}
