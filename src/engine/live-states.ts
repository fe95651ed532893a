import type { AnyMachineSnapshot } from 'xstate';

/**
 * Snapshots that were opened or written a moment ago, so that a case with several messages in a row is unsealed, parsed
 * and restored once: a third of the cost of a decision. One is used only where the stored bytes are the very ones it
 * stands for, so another process's write, a rollback or an erasure makes it unused, never wrong. The oldest go first.
 */
export class LiveStates {
  readonly #states = new Map<string, { sealed: Buffer; snapshot: AnyMachineSnapshot }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(caseId: string, sealed: Buffer): AnyMachineSnapshot | undefined {
    const known = this.#states.get(caseId);
    return known?.sealed.equals(sealed) ? known.snapshot : undefined;
  }

  put(caseId: string, sealed: Buffer, snapshot: AnyMachineSnapshot): void {
    this.#states.delete(caseId);
    this.#states.set(caseId, { sealed, snapshot });
    if (this.#states.size <= this.#most) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }
}
