import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Problem, badRequest } from '../kernel/problem.ts';
import type { Caller } from './caller.ts';

/** How many requests a minute each is answered: by all processes together where Redis counts, else by this one. */
export interface RateLimits {
  /** Throws a Problem 429 when it is too much, and 400 when it is more than any minute has. An expensive request counts as several. */
  ofCaller(caller: Caller, cost: number): Promise<void>;
  /** Of an address that has not said who it is, or not convincingly. */
  ofAddress(address: string): Promise<void>;
  close(): void;
}

const durationSeconds = 60;
/** An adapter carries a whole country's events; a person clicks. */
const clientFactor = 100;

export function rateLimits(perMinute: number, redisUrl?: string): RateLimits {
  const redis = redisUrl === undefined ? undefined : new Redis(redisUrl, { maxRetriesPerRequest: 1 });
  // Redis away is no reason to answer nobody: this process counts alone until it is back.
  redis?.on('error', () => {});
  const limiter = (name: string, points: number): RateLimiterAbstract => {
    const own = new RateLimiterMemory({ points, duration: durationSeconds });
    if (!redis) return own;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `dosisflow:limit:${name}`,
      points,
      duration: durationSeconds,
      rejectIfRedisNotReady: true,
      insuranceLimiter: own,
    });
  };
  const people = limiter('person', perMinute);
  const clients = limiter('client', perMinute * clientFactor);
  const addresses = limiter('address', perMinute);
  return {
    ofCaller: ({ kind, id }, cost) => take(kind === 'client' ? clients : people, id, cost),
    // Hashed, so that an address of any length or form is a key of one.
    ofAddress: (address) => take(addresses, createHash('sha256').update(address).digest('base64url'), 1),
    close: () => redis?.disconnect(),
  };
}

async function take(limiter: RateLimiterAbstract, key: string, cost: number): Promise<void> {
  if (cost > limiter.points) throw tooLarge(cost, limiter.points);
  try {
    await limiter.consume(key, cost);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw tooMany(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
  }
}

/** Waiting would not help. */
function tooLarge(cost: number, most: number): Problem {
  return badRequest(
    `Expected a request that counts as at most ${most}, but this one counts as ${cost}; ask for fewer at once`,
  );
}

function tooMany(retryAfterSeconds: number): Problem {
  return new Problem(
    429,
    'too-many-requests',
    'There are too many requests',
    `Expected fewer requests within a minute; try again in ${retryAfterSeconds} seconds`,
    { retryAfterSeconds },
  );
}
