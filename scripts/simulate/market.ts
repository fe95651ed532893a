import { danishDate, plusDays, plusHours, shiftDay } from '../../workflows/calendar.ts';
import type { Instant } from '../../workflows/definition.ts';
import type { ProductChange } from '../../workflows/dose-dispensing/alarms.ts';
import { Draw } from './draw.ts';
import { formulary, simulationStart } from './fate.ts';
import type { Complained } from './inspection.ts';
import { playProduct } from './play-product.ts';
import type { FatedBackOrder, SupplyTold } from './play-product.ts';

/** What happens to products, the same for all citizens of a seed. */
export interface Market {
  changes: readonly { drugId: string; change: ProductChange; at: Instant }[];
  backOrders: readonly FatedBackOrder[];
  supply: readonly SupplyTold[];
  /** Products whose cases broke a guarantee. */
  failures: readonly { product: FatedBackOrder; complaint: Complained }[];
}

/** [I] Products that lose the D mark or are deregistered, a year and formulary; most come back. */
const changesAYear = 6;
/** [I] Products on back-order, a year and formulary: about half have something else in their group. */
const backOrdersAYear = 10;

const markets = new Map<string, Market>();

/** Played once for each seed and length: products know no citizen. */
export function marketOf(seed: number, weeks: number, start: Instant = simulationStart): Market {
  const name = `${seed} ${weeks} ${start}`;
  const known = markets.get(name);
  if (known) return known;
  const draw = new Draw(`${seed}/market`);
  const backOrders = backOrdersOf(draw.for('backOrders'), weeks, start);
  const until = plusDays(start, weeks * 7);
  const played = backOrders.map((product) => ({ product, ...playProduct(product, until) }));
  const market = {
    changes: changesOf(draw, weeks, start),
    backOrders,
    supply: played.flatMap(({ supply }) => supply),
    failures: played.flatMap(({ product, complaint }) => (complaint ? [{ product, complaint }] : [])),
  };
  markets.set(name, market);
  return market;
}

function changesOf(draw: Draw, weeks: number, start: Instant): Market['changes'] {
  const count = Math.round((changesAYear * weeks) / 52);
  return Array.from({ length: count }, (_, n) => draw.for(n)).flatMap((here) => {
    const drugId = formulary[here.whole('drug', 0, formulary.length - 1)] ?? '';
    const at = plusHours(start, here.whole('hour', 24, weeks * 7 * 24));
    const change = here.pick<ProductChange>('change', ['dMarkLost', 'dMarkLost', 'deregistered']);
    const back = here.chance('back', 0.6)
      ? [{ drugId, change: 'restored', at: plusHours(at, here.whole('after', 200, 900)) } as const]
      : [];
    return [{ drugId, change, at }, ...back];
  });
}

/** Each product once at most: a second back-order would be another word of the same case. */
function backOrdersOf(draw: Draw, weeks: number, start: Instant): FatedBackOrder[] {
  const count = Math.ceil((backOrdersAYear * weeks) / 52);
  const first = draw.whole('first', 0, formulary.length - 1);
  return Array.from({ length: count }, (_, n): FatedBackOrder => {
    const here = draw.for(n);
    const drugId = formulary[(first + n * 11) % formulary.length] ?? '';
    const since = shiftDay(danishDate(start), here.whole('since', 1, weeks * 7 - 1));
    const alternative = { drugId: drugId.replace('2810', '2811'), canBeHad: here.chance('canBeHad', 0.5) };
    return {
      drugId,
      since,
      endedOn: shiftDay(since, here.whole('days', 4, 45)),
      ...(here.chance('hasGroup', 0.7) && { alternative }),
    };
  });
}
