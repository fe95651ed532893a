/** Everyone who tells of a citizen's fate. A new kind of event is a new source here. */
import type { Fate } from './fate.ts';
import type { Happening } from './happening.ts';
import type { Market } from './market.ts';
import { backOrders } from './sources/back-orders.ts';
import { changes } from './sources/changes.ts';
import { deaths } from './sources/deaths.ts';
import { hospital } from './sources/hospital.ts';
import { pharmacy } from './sources/pharmacy.ts';
import { prescriptions } from './sources/prescriptions.ts';
import { priceList } from './sources/price-list.ts';
import { requests } from './sources/requests.ts';
import { holds } from './sources/holds.ts';
import { municipality } from './sources/municipality.ts';

type Kind =
  | 'hospital'
  | 'holds'
  | 'pharmacy'
  | 'prescriptions'
  | 'requests'
  | 'changes'
  | 'deaths'
  | 'municipality'
  | 'priceList'
  | 'backOrders';

/** What this source says of the citizen, each at the instant at which it is said. */
export type Source = (fate: Fate, market: Market) => Happening[];

const sources: Record<Kind, Source> = {
  hospital,
  holds,
  pharmacy,
  prescriptions,
  requests,
  changes,
  deaths,
  municipality,
  priceList,
  backOrders,
};

/** In order of time, and of source where two say something at once. */
export function saidOf(fate: Fate, market: Market): Happening[] {
  return Object.values(sources)
    .flatMap((source) => source(fate, market))
    .filter(({ at }) => at <= fate.endsAt);
}
