/** The price list of the demonstration, and its back-orders through the cases of their products. */
import type { Store } from '../../src/db/store.ts';
import { Store as StoreAt } from '../../src/db/store.ts';
import { writePriceList } from '../../src/directory/write-price-list.ts';
import { Engine } from '../../src/engine/engine.ts';
import { takeBackOrder } from '../../src/intake/take-back-order.ts';
import { tellPriceList } from '../../src/intake/tell-price-list.ts';
import type { PriceList } from '../../src/kernel/price-list.ts';
import { carryBroadcasts } from '../../src/runtime/broadcasts.ts';
import { danishDate, plusDays, shiftDay } from '../../workflows/calendar.ts';
import { systemActor } from '../../workflows/definition.ts';
import type { Instant, JsonObject } from '../../workflows/definition.ts';
import { definitionOf } from '../../workflows/registry.ts';
import { formulary, on } from '../simulate/fate.ts';
import { marketOf } from '../simulate/market.ts';
import type { Plan } from './story.ts';

const stems = ['Prøvapril', 'Testolol', 'Kunstatin', 'Demopin', 'Eksemplazol', 'Opdigtomid'] as const;
const strengths = ['5 mg', '10 mg', '25 mg', '50 mg', '100 mg'] as const;
const makers = ['Nord', 'Syd'] as const;

/** Of the product, of one that can take its place in a roll, and of what a GP prescribes instead. */
const kinds = ['2810', '2811', '2812'] as const;

function nameOf(n: number, kind: (typeof kinds)[number]): string {
  const instead = kind === '2812' ? n + 7 : n;
  const stem = stems[instead % stems.length] ?? '';
  const strength = strengths[Math.floor(instead / stems.length) % strengths.length] ?? '';
  return `${stem} "${kind === '2811' ? 'Øst' : (makers[Math.floor(n / 30) % 2] ?? '')}" ${strength}`;
}

function packageOf(drugId: string): string {
  return `8${drugId.slice(3, 4)}${drugId.slice(-4)}`;
}

function priceListOf({ seed, weeks, start }: Plan): PriceList {
  const { changes, backOrders } = marketOf(seed, weeks, start);
  const grouped = new Set(backOrders.flatMap(({ drugId, alternative }) => (alternative ? [drugId] : [])));
  const drugs = kinds.flatMap((kind) =>
    formulary.map((each, n) => {
      const drugId = each.replace(/^2810/, kind);
      const change = changes.findLast((one) => one.drugId === drugId)?.change;
      const group = kind === '2812' ? undefined : `D${String(n).padStart(3, '0')}`;
      return {
        drugId,
        name: nameOf(n, kind),
        isDoseDispensable: change !== 'dMarkLost',
        isDeregistered: change === 'deregistered',
        ...(group && grouped.has(each) && { doseGroup: group }),
      };
    }),
  );
  return {
    validFrom: shiftDay(danishDate(start), -14),
    name: 'Kunstig takst til demonstrationen',
    drugs,
    packages: drugs.map(({ drugId }) => ({ packageNumber: packageOf(drugId), drugId })),
  };
}

/** Before any citizen: what the products' cases tell is told to each citizen by the life that is played. */
export async function supplyProducts(store: Store, plan: Plan): Promise<void> {
  const { pool, keys, dataSource, url } = store;
  await writePriceList(pool, priceListOf(plan));
  const time = { at: plan.start };
  const clock = async (): Promise<Instant> => time.at;
  const then = new StoreAt(dataSource, pool, keys, clock, url);
  const engine = new Engine({ pool, keys, clock, definitions: definitionOf });
  await tellPriceList({ store: then, engine });
  const endsAt = plusDays(plan.start, plan.weeks * 7);
  for (const { at, word } of wordsOf(plan).filter((each) => each.at <= endsAt)) {
    await letTimePass(then, engine, time, at);
    const taken = await takeBackOrder({ store: then, engine }, systemActor, word, at);
    if (taken.kind !== 'taken') throw new Error('Expected every package on back-order in the price list');
  }
  await letTimePass(then, engine, time, endsAt);
}

/** What is said of packages on back-order, in order of time. */
function wordsOf({ seed, weeks, start }: Plan): { at: Instant; word: JsonObject }[] {
  return marketOf(seed, weeks, start)
    .backOrders.flatMap(({ drugId, since, endedOn, alternative }) =>
      [drugId, ...(alternative && !alternative.canBeHad ? [alternative.drugId] : [])].flatMap((each) => {
        const word = { packageNumber: packageOf(each), since, source: 'wholesaler' };
        return [
          { at: on(since, '11:00'), word: { ...word, expectedTo: shiftDay(since, 14) } },
          { at: on(endedOn, '11:00'), word: { ...word, endedOn } },
        ];
      }),
    )
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

async function letTimePass(store: Store, engine: Engine, time: { at: Instant }, until: Instant): Promise<void> {
  for (;;) {
    const { rows } = await store.pool.query<{ at: Date }>(
      'select due_at as at from timer where due_at <= $1 order by 1 limit 1',
      [until],
    );
    const due = rows[0]?.at.toISOString();
    if (!due) break;
    time.at = due > time.at ? due : time.at;
    await engine.fireDueTimers();
  }
  time.at = until;
  while ((await carryBroadcasts(store, engine)) > 0);
}
