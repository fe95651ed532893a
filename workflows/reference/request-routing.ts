/** Which way a request goes that is addressed to a unit. East and West follow the unit, not the citizen's home (§8.1.5). */

import type { RequestRouting } from './regions.ts';
import { regionOn } from './regions.ts';

/** An organisation that a request is addressed to, by FMK's kind of identifier and the identifier. */
export interface UnitId {
  source: string;
  id: string;
  name?: string;
}

/** What the directory knew of it when FMK was read. */
export type KnownUnit = {
  kind: string;
  /** The code of its region, today's or one of before; none where the directory does not say. */
  region?: string;
  /** Departments without any way to handle requests exist everywhere (R65). */
  takesRequests: boolean;
};

/** `practice` answers itself; `noWay` cannot; `unknown` is watched as a pool is, for nobody knows that it is none. */
export type Route = 'practice' | RequestRouting | 'noWay' | 'unknown';

export function routeOf({ source }: UnitId, known: KnownUnit | undefined, on: string): Route {
  // Of a unit that the directory does not have, its number alone tells that it is a practice.
  if (!known) return source === 'Yder' ? 'practice' : 'unknown';
  if (!known.takesRequests) return 'noWay';
  if (known.kind === 'gpPractice') return 'practice';
  if (known.kind !== 'hospital' && known.kind !== 'region') return 'unknown';
  const { region } = known;
  return (region !== undefined && regionOn(region, on)?.routing) || 'unknown';
}
