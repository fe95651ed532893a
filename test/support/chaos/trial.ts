/** What every spec of faults shares: a world for each fault, what its ledger says, and a table of all of them at the end. */
import { deliveriesOf } from './chaos-receiver.ts';
import type { Ledger } from './ledger.ts';
import { randomFrom } from './random.ts';
import { createWorld } from './world.ts';
import type { World, WorldOptions } from './world.ts';

/** Of the shorter form, which `npm test` runs, and of `npm run test:chaos`. */
const forms = {
  short: { cases: 6, rounds: 1, lastsMs: 1_500, poison: 320 },
  long: { cases: 20, rounds: 3, lastsMs: 15_000, poison: 100_000 },
};

export interface Trial {
  seed: number;
  /** How many cases, how often, for how long and with how much poison. */
  form: (typeof forms)['short'];
  isLong: boolean;
  worldOf: (options?: Omit<WorldOptions, 'random'>) => Promise<World>;
  /** Judges, and writes the line of the fault. */
  expectClean: (fault: string, tries: number, on: World) => Promise<Ledger>;
  /** Called when the fault is over, the newest first. */
  atEnd: (end: () => Promise<void>) => void;
}

export function startTrial(): Trial {
  const seed = import.meta.jest.getSeed();
  const isLong = process.env['CHAOS_FORM'] === 'long';
  const table: string[][] = [];
  const ends: Parameters<Trial['atEnd']>[0][] = [];

  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  afterAll(() => {
    const head = ['fault', 'tries', 'messages in/out', 'timers in/out', 'effects in/out', 'deliveries', 'ledger'];
    const lines = [head, head.map(() => '---'), ...table].map((cells) => `| ${cells.join(' | ')} |`);
    process.stderr.write(`\nSeed ${seed}\n${lines.join('\n')}\n`);
  });

  return {
    seed,
    form: forms[isLong ? 'long' : 'short'],
    isLong,
    worldOf: async (options = {}) => {
      const world = await createWorld({ random: randomFrom(seed), ...options });
      ends.push(() => world.close());
      return world;
    },
    expectClean: async (fault, tries, on) => {
      const ledger = await on.settle();
      const { messages, timers, effects, faults } = ledger;
      const deliveries = deliveriesOf(on.receiver);
      const counts = [messages, timers, effects].map((each) => `${each.in}/${each.out}`);
      const said = faults.length === 0 ? 'clean' : `${faults.length} faults`;
      table.push([fault, String(tries), ...counts, String(deliveries), said]);
      expect(faults).toEqual([]);
      for (const each of [messages, timers, effects]) expect(each.out).toBe(each.in);
      expect(messages.in).toBeGreaterThan(0);
      return ledger;
    },
    atEnd: (end) => void ends.push(end),
  };
}
