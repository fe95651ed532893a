import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { NeverRetryFault } from '../kernel/faults.ts';

/** A 32-byte AES key: of a citizen, of a day's unmatched messages, or of the product cases. */
export type DataKey = Buffer & { readonly __brand: 'DataKey' };

const versionOne = Buffer.from([1]);

/**
 * Sealed bytes are `version(1) | iv(12) | tag(16) | ciphertext`, AES-256-GCM. `place` says where they belong
 * (`case.snapshot:<id>`), so that bytes moved to another row or column do not open.
 */
export function seal(key: DataKey, place: string, content: string | Buffer): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
  const body = cipher.update(content);
  // GCM ends on whole input: `final` gives no bytes, but must be called before the tag can be read.
  cipher.final();
  return Buffer.concat([versionOne, iv, cipher.getAuthTag(), body]);
}

let pool = Buffer.alloc(0);

/** Twelve random bytes, never the same twice; drawn by the page, for each draw is a call into the system. */
function nextIv(): Buffer {
  if (pool.length < 12) pool = randomBytes(12 * 512);
  const iv = pool.subarray(0, 12);
  pool = pool.subarray(12);
  return iv;
}

/** Throws NeverRetryFault where the key or the place is another, or a byte was changed. */
export function unseal(key: DataKey, place: string, sealed: Buffer): Buffer {
  if (sealed[0] !== 1) throw new NeverRetryFault(`Expected sealed bytes of version 1 at ${place}`);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(13, 29));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
  } catch (cause) {
    throw new NeverRetryFault(`The sealed bytes at ${place} do not open with this key`, { cause });
  }
}

/**
 * What the master key protects: the keys that seal, each wrapped, and the keyed hashes that stand in for identifiers. While
 * the master key is being changed, keys wrapped by either of two open; new ones are wrapped by the first.
 */
export class Vault {
  readonly #wrapping: readonly [DataKey, ...DataKey[]];
  readonly #hashing: KeyObject;

  constructor(masterKey: Buffer, { other, hashing }: { other?: Buffer | undefined; hashing?: Buffer } = {}) {
    this.#wrapping = [wrappingKey(masterKey), ...(other ? [wrappingKey(other)] : [])];
    this.#hashing = createSecretKey(hashing ?? hashingKey(masterKey));
  }

  newKey(owner: string): { key: DataKey; wrapped: Buffer } {
    const key = randomBytes(32) as DataKey;
    return { key, wrapped: this.wrap(owner, key) };
  }

  wrap(owner: string, key: Buffer): Buffer {
    return seal(this.#wrapping[0], `key:${owner}`, key);
  }

  unwrap(owner: string, wrapped: Buffer): DataKey {
    const [first, second] = this.#wrapping;
    if (!second) return unseal(first, `key:${owner}`, wrapped) as DataKey;
    try {
      return unseal(first, `key:${owner}`, wrapped) as DataKey;
    } catch {
      return unseal(second, `key:${owner}`, wrapped) as DataKey;
    }
  }

  /** Whether the first master key wrapped it. */
  opens(owner: string, wrapped: Buffer): boolean {
    try {
      unseal(this.#wrapping[0], `key:${owner}`, wrapped);
      return true;
    } catch {
      return false;
    }
  }

  /** A keyed hash under which an identifier is found again but cannot be guessed from the database. */
  hash(kind: 'cpr' | 'drug' | 'content' | 'message' | 'webhook' | 'audit', value: string | Buffer): Buffer {
    return createHmac('sha256', this.#hashing).update(`${kind}:`).update(value).digest();
  }
}

/** Where hashes began: of the first master key. It is kept wrapped from then on, for a hash must outlive a change of it. */
export const hashingKey = (masterKey: Buffer): Buffer => derive(masterKey, 'hash');
const wrappingKey = (masterKey: Buffer): DataKey => derive(masterKey, 'wrap') as DataKey;

function derive(masterKey: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `dosisflow ${purpose}`, 32));
}
