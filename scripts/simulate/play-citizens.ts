import type { PolicySet } from '../../workflows/policy/policy-set.ts';
import type { Played } from './course.ts';
import { fateOf } from './fate.ts';
import type { Complained } from './inspection.ts';
import { storyOf } from './life.ts';
import type { Story } from './life.ts';
import { marketOf } from './market.ts';
import { play } from './play.ts';
import { saidOf } from './sources.ts';
import { addAll } from './tally.ts';
import type { Tally } from './tally.ts';

export interface Run {
  seed: number;
  weeks: number;
  policy: PolicySet;
}

export interface Failure {
  citizen: number;
  complaint: Complained;
}

export interface PlayedCitizens {
  tally: Tally;
  digests: string[];
  failures: Failure[];
}

export function storyOfCitizen({ seed, weeks, policy }: Run, citizen: number): Story {
  const fate = fateOf(seed, citizen, weeks, policy);
  return storyOf(seed, fate, saidOf(fate, marketOf(seed, weeks)));
}

/** Some citizens, each by itself: whoever plays which makes no difference. */
export function playCitizens(run: Run, from: number, to: number): PlayedCitizens {
  const played: { citizen: number; life: Played }[] = [];
  for (let citizen = from; citizen < to; citizen += 1)
    played.push({ citizen, life: play(storyOfCitizen(run, citizen), run.policy) });
  return together(played);
}

export function together(played: readonly { citizen: number; life: Played }[]): PlayedCitizens {
  const tally: Tally = {};
  for (const { life } of played) addAll(tally, life.tally);
  return {
    tally,
    digests: played.map(({ life }) => life.digest),
    failures: played.flatMap(({ citizen, life: { complaint } }) => (complaint ? [{ citizen, complaint }] : [])),
  };
}
