/** What a run came to, whoever played it and where. */
import { createHash } from 'node:crypto';
import { marketOf } from './market.ts';
import type { Market } from './market.ts';
import { storyOfCitizen } from './play-citizens.ts';
import type { Failure, PlayedCitizens, Run } from './play-citizens.ts';
import { shrink } from './shrink.ts';
import type { Complains, Short } from './shrink.ts';
import { add, addAll } from './tally.ts';
import type { Tally } from './tally.ts';

export interface Result {
  tally: Tally;
  /** The same for the same ends. */
  digest: string;
  failures: Failure[];
  /** Products whose cases broke a guarantee. */
  products: Market['failures'];
  /** Of the first citizen with a broken guarantee. */
  shortest?: Short;
}

export async function resultOf(run: Run, played: readonly PlayedCitizens[], complains: Complains): Promise<Result> {
  const tally: Tally = {};
  for (const part of played) addAll(tally, part.tally);
  const { backOrders, supply, failures: products } = marketOf(run.seed, run.weeks);
  const warned = new Set(supply.flatMap(({ drugId, data }) => (data['isWarned'] === true ? [drugId] : [])));
  add(tally, 'backOrders', backOrders.length);
  add(tally, 'formalWarnings', warned.size);
  const failures = played.flatMap((part) => part.failures);
  const [first] = failures;
  const shortest = first && (await shrink(storyOfCitizen(run, first.citizen), complains));
  return {
    tally,
    digest: digestOf(played.flatMap(({ digests }) => digests)),
    failures,
    products,
    ...(shortest && { shortest }),
  };
}

export function digestOf(digests: readonly string[]): string {
  return createHash('sha256').update(digests.join()).digest('hex').slice(0, 16);
}
