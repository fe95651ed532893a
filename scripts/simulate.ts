/** A seeded life of citizens with Dosisflow, in memory or on a real database: `npm run simulate`. */
import { parseArgs } from 'node:util';
import { messageOf } from '../src/kernel/faults.ts';
import { playInParallel } from './simulate/play-in-parallel.ts';
import type { Run } from './simulate/play-citizens.ts';
import { tellProduct } from './simulate/play-product.ts';
import { playStored } from './simulate/play-stored.ts';
import { policyIds, policyNamed } from './simulate/policies.ts';
import type { Result } from './simulate/result.ts';
import { tell } from './simulate/shrink.ts';
import { summarise } from './simulate/summary.ts';
import type { Column } from './simulate/summary.ts';

const usage = `npm run simulate -- [--citizens N] [--weeks N] [--seed N] [--policy ID[+ID][,ID[+ID]]] [--store]

Lives through the weeks with so many artificial citizens: rolls, stays, holds, changes, deaths, moves, lost, late and doubled
messages, and people who answer late or never. After each step the guarantees are looked at, of citizens and of products, and each day the
ledger, also on days when nothing happens. The same
seed gives the same result. A broken guarantee is told with the shortest story in which it is still broken.
--policy: ${policyIds.join(', ')}; joined by + where several are in force together. With several,
parted by a comma, each lives through the same, and their differences from the first are shown.
--store plays on a database of its own, on DATABASE_URL's server, the usual local one or the embedded one.
Defaults: 20000 citizens (20 with --store), 26 weeks, seed 1, policy current. Ends with 1 where a guarantee is broken.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      citizens: { type: 'string' },
      weeks: { type: 'string', default: '26' },
      seed: { type: 'string', default: '1' },
      policy: { type: 'string', default: 'current' },
      store: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const citizens = count('citizens', values.citizens ?? (values.store ? '20' : '20000'));
  const [weeks, seed] = [count('weeks', values.weeks), count('seed', values.seed)];
  const columns: Column[] = [];
  let isBroken = false;
  for (const policy of values.policy.split(',').map(policyNamed)) {
    const run: Run = { seed, weeks, policy };
    const progress = showProgress(`${policy.id}: `, citizens);
    const result = values.store
      ? await playStored(run, citizens, progress)
      : await playInParallel(run, citizens, progress);
    process.stderr.write('\n');
    process.stdout.write(`${policy.id}: seed ${seed}, ${citizens} citizens, ${weeks} weeks, digest ${result.digest}\n`);
    columns.push({ policy: policy.id, tally: result.tally });
    isBroken = complain(run, result) || isBroken;
  }
  process.stdout.write(`${summarise(columns)}\n`);
  if (isBroken) process.exitCode = 1;
}

function complain({ policy }: Run, { failures, products, shortest }: Result): boolean {
  for (const { product, complaint } of products) process.stdout.write(`${tellProduct(product, complaint)}\n`);
  const [first] = failures;
  if (!first) return products.length > 0;
  process.stdout.write(
    `${failures.length} citizen(s) with a broken guarantee: ${listed(failures.map(({ citizen }) => citizen))}\n`,
  );
  const { at, act, check, sentence } = first.complaint;
  process.stdout.write(`${shortest ? tell(shortest, policy) : `${at}  ${check} is broken at ${act}: ${sentence}`}\n`);
  return true;
}

function listed(citizens: readonly number[]): string {
  const shown = citizens.slice(0, 20).join(', ');
  return citizens.length > 20 ? `${shown}, …` : shown;
}

function count(name: string, given: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new Error(`Expected --${name} to be a whole number from 1, but it is ${given}`);
}

/** On a terminal one line that is written over; elsewhere a line every tenth. */
function showProgress(what: string, all: number): (played: number) => void {
  let told = 0;
  return (played) => {
    const tenth = Math.floor((played * 10) / all);
    if (process.stderr.isTTY) process.stderr.write(`\r${what}${played} of ${all}`);
    else if (tenth > told) process.stderr.write(`${what}${played} of ${all}\n`);
    told = tenth;
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
});
