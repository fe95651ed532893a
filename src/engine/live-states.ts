import type { AnyMachineSnapshot } from 'xstate';
import type { DataKey } from '../db/seal.ts';

/**
 * Snapshots that were opened or written a moment ago, so that a case with several messages in a row is unsealed, parsed
 * and restored once: a third of the cost of a decision. One is used only where the stored bytes are the very ones it
 * stands for, so another process's write, a rollback or an erasure makes it unused, never wrong. The oldest go first.
 */
export class LiveStates {
  readonly #states = new Map<string, { sealed: Buffer; snapshot: AnyMachineSnapshot }>();
  readonly #keys = new Map<string, { wrapped: Buffer; key: DataKey }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(caseId: string, sealed: Buffer): AnyMachineSnapshot | undefined {
    const known = this.#states.get(caseId);
    return known?.sealed.equals(sealed) ? known.snapshot : undefined;
  }

  put(caseId: string, sealed: Buffer, snapshot: AnyMachineSnapshot): void {
    keep(this.#states, caseId, { sealed, snapshot }, this.#most);
  }

  /** The citizen's key, unwrapped once; a rotated one is wrapped in other bytes. */
  keyOf(citizenId: string, wrapped: Buffer, unwrap: () => DataKey): DataKey {
    const known = this.#keys.get(citizenId);
    if (known?.wrapped.equals(wrapped)) return known.key;
    const key = unwrap();
    keep(this.#keys, citizenId, { wrapped, key }, this.#most);
    return key;
  }
}

function keep<Kept>(map: Map<string, Kept>, id: string, kept: Kept, most: number): void {
  map.delete(id);
  map.set(id, kept);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
